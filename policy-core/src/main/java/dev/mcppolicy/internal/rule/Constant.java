package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of a policy, ready to be compared with those of calls. Values of different JSON types,
 * and numbers that can't be judged, compare as unknown; lists and objects compare part by part.
 */
sealed interface Constant {

  /** Compiles a value as a policy holds it. */
  static Constant of(@Nullable Object value) {
    if (value == null) {
      return new Null();
    }
    if (value instanceof String text) {
      return new Text(text);
    }
    if (value instanceof Number number) {
      return new Figure(new PolicyNumber(number));
    }
    if (value instanceof Boolean flag) {
      return new Flag(flag);
    }
    if (value instanceof List<?> list) {
      return new Elements(all(list));
    }
    if (value instanceof Map<?, ?> map) {
      return Fields.of(map);
    }
    throw new IllegalArgumentException("value must be JSON: " + value.getClass().getName());
  }

  /** Compiles the values of a list. */
  static Constant[] all(List<?> values) {
    Constant[] all = new Constant[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = of(values.get(i));
    }
    return all;
  }

  /**
   * Says whether a value equals this one.
   *
   * @param negated whether the operator says no, for which a null where this is none is unknown
   */
  Truth equalTo(@Nullable Object value, boolean negated);

  /** Null, which differs from every other value. */
  record Null() implements Constant {
    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      if (value instanceof Number number && !JsonNumbers.isJudgeable(number)) {
        return Truth.UNKNOWN;
      }
      return Truth.of(value == null);
    }
  }

  /** A text, equal to the same code units. */
  record Text(String text) implements Constant {
    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      return value instanceof String other
          ? Truth.of(text.equals(other))
          : ofAnotherType(value, negated);
    }
  }

  /** A number, equal to those of its exact decimal value. */
  record Figure(PolicyNumber number) implements Constant {
    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      return value instanceof Number other && JsonNumbers.isJudgeable(other)
          ? Truth.of(number.signOf(other) == 0)
          : ofAnotherType(value, negated);
    }
  }

  /** True or false. */
  record Flag(boolean flag) implements Constant {
    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      return value instanceof Boolean other
          ? Truth.of(flag == other)
          : ofAnotherType(value, negated);
    }
  }

  /** A list, equal to one of the same length whose elements are equal. */
  final class Elements implements Constant {
    private final Constant[] elements;

    Elements(Constant[] elements) {
      this.elements = elements;
    }

    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      if (!(value instanceof List<?> list)) {
        return ofAnotherType(value, negated);
      }
      if (list.size() != elements.length) {
        return Truth.FALSE;
      }
      Truth all = Truth.TRUE;
      for (int i = 0; i < elements.length && all != Truth.FALSE; i++) {
        all = all.and(elements[i].equalTo(list.get(i), negated));
      }
      return all;
    }
  }

  /** An object, equal to one with the same keys whose values are equal. */
  final class Fields implements Constant {
    private final String[] keys;
    private final Constant[] values;

    private Fields(String[] keys, Constant[] values) {
      this.keys = keys;
      this.values = values;
    }

    static Fields of(Map<?, ?> map) {
      String[] keys =
          map.keySet().stream()
              .map(key -> (String) Objects.requireNonNull(key))
              .toArray(String[]::new);
      Constant[] values = new Constant[keys.length];
      for (int i = 0; i < keys.length; i++) {
        values[i] = Constant.of(map.get(keys[i]));
      }
      return new Fields(keys, values);
    }

    @Override
    public Truth equalTo(@Nullable Object value, boolean negated) {
      if (!(value instanceof Map<?, ?> map)) {
        return ofAnotherType(value, negated);
      }
      if (map.size() != keys.length) {
        return Truth.FALSE;
      }
      Truth all = Truth.TRUE;
      for (int i = 0; i < keys.length && all != Truth.FALSE; i++) {
        Object part = map.get(keys[i]);
        all =
            part == null && !map.containsKey(keys[i])
                ? Truth.FALSE
                : all.and(values[i].equalTo(part, negated));
      }
      return all;
    }
  }

  private static Truth ofAnotherType(@Nullable Object value, boolean negated) {
    return value == null && !negated ? Truth.FALSE : Truth.UNKNOWN;
  }
}
