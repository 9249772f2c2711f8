package dev.mcppolicy.internal.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a path, from a value to one of its parts. */
sealed interface Step {

  /** Returns the part, or a {@link Missing}. */
  @Nullable Object from(@Nullable Object parent);

  /**
   * Into the field of an object.
   *
   * @param name its name, interned, as parsers of JSON intern keys
   */
  record Field(String name) implements Step {
    @Override
    public @Nullable Object from(@Nullable Object parent) {
      if (parent instanceof Map<?, ?> object) {
        Object part = object.get(name);
        return part != null || object.containsKey(name) ? part : Missing.ABSENT;
      }
      return parent == null ? Missing.UNDER_NULL : Missing.WRONG_TYPE;
    }
  }

  /**
   * Into the element of a list.
   *
   * @param index counted from 0; the greatest integer, which no list reaches, for all beyond it
   */
  record Element(int index) implements Step {
    @Override
    public @Nullable Object from(@Nullable Object parent) {
      if (parent instanceof List<?> list) {
        return index < list.size() ? list.get(index) : Missing.ABSENT;
      }
      return parent == null ? Missing.UNDER_NULL : Missing.WRONG_TYPE;
    }
  }
}
