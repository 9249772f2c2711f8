package dev.mcppolicy.internal.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of so few fields that its names are compared one by one, which is faster than to hash
 * them and takes no table. Immutable.
 */
public final class FewFields extends AbstractMap<String, @Nullable Object> {

  /** The most fields. */
  static final int MOST = 8;

  /** How many fields there is room for at least, so that the first ones need not be counted. */
  static final int LEAST_ROOM = 3;

  /** No fields. */
  private static final FewFields NONE = new FewFields(new Object[2 * LEAST_ROOM], 0);

  /** A name, its value, the next name, and so on; null where no field is. */
  private final @Nullable Object[] fields;

  /** How many of them are used. */
  private final int used;

  /**
   * Makes an object.
   *
   * @param fields a name, its value, the next name, and so on, and nothing behind the last; with
   *     room for {@link #LEAST_ROOM} at least, and nobody may change them any more
   * @param used how many of them are used
   */
  FewFields(@Nullable Object[] fields, int used) {
    this.fields = fields;
    this.used = used;
  }

  /** Returns a map if it is such an object, else one that has no fields. */
  public static FewFields of(Map<String, @Nullable Object> map) {
    return map instanceof FewFields few ? few : NONE;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    // Parsers of JSON intern names, and paths do, so the first look mostly finds it. The first
    // fields are looked at without a loop, whose beginning and end cost the JVM more than they do.
    @Nullable Object[] all = fields;
    if (all[0] == name) {
      return all[1];
    }
    if (all[2] == name) {
      return all[3];
    }
    if (all[4] == name) {
      return all[5];
    }
    return getBeyond(name);
  }

  private @Nullable Object getBeyond(@Nullable Object name) {
    for (int i = 6; i < used; i += 2) {
      if (fields[i] == name) {
        return fields[i + 1];
      }
    }
    int at = find(name);
    return at < 0 ? null : fields[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return find(name) >= 0;
  }

  private int find(@Nullable Object name) {
    return name instanceof String text ? find(fields, used, text) : -1;
  }

  /** Returns where a name stands among others that are used, or -1. */
  static int find(@Nullable Object[] fields, int used, String name) {
    for (int i = 0; i < used; i += 2) {
      if (name.equals(fields[i])) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Object remove(@Nullable Object name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    return used / 2;
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return entries();
      }

      @Override
      public int size() {
        return FewFields.this.size();
      }
    };
  }

  private Iterator<Map.Entry<String, @Nullable Object>> entries() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < used;
      }

      @Override
      public Map.Entry<String, @Nullable Object> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        next += 2;
        return new SimpleImmutableEntry<>((String) fields[next - 2], fields[next - 1]);
      }
    };
  }
}
