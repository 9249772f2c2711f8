package dev.mcppolicy.internal.value;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the fields of an object, each name once, in their order. */
final class Fields {

  private @Nullable Object[] few = new Object[8];
  private int size;

  /** All fields, once they are too many. */
  private @Nullable Map<String, @Nullable Object> many;

  /** Adds a field, or returns false if there is one of that name. */
  boolean add(String name, @Nullable Object value) {
    if (many != null) {
      int before = many.size();
      many.put(name, value);
      return many.size() > before;
    }
    for (int i = 0; i < size; i += 2) {
      if (name.equals(few[i])) {
        return false;
      }
    }
    if (size == 2 * FewFields.MOST) {
      many = asMany();
      return add(name, value);
    }
    if (size == few.length) {
      few = Arrays.copyOf(few, Math.min(2 * size, 2 * FewFields.MOST));
    }
    few[size++] = name;
    few[size++] = value;
    return true;
  }

  private Map<String, @Nullable Object> asMany() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (int i = 0; i < size; i += 2) {
      all.put((String) few[i], few[i + 1]);
    }
    return all;
  }

  /** Returns the fields as a map; nothing may be added any more. */
  Map<String, @Nullable Object> map() {
    if (many != null) {
      return many;
    }
    return new FewFields(size == few.length ? few : Arrays.copyOf(few, size));
  }
}
