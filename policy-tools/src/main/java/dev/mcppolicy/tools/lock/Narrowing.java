package dev.mcppolicy.tools.lock;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a JSON Schema accepts nothing that another doesn't accept. Each keyword of the older
 * one has to follow from the newer one by a rule that stands here; whatever no rule speaks of has
 * to be the same. What isn't proved may still be so.
 *
 * <p>One rule asks for more than acceptance: a named property that the older schema doesn't name is
 * something new, even if the older one lets any other property pass.
 */
final class Narrowing {

  /** Keywords that mean the same whatever stands beside them, and have a rule of their own. */
  private static final Set<String> RULED =
      Set.of(
          "type",
          "enum",
          "const",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "uniqueItems",
          "pattern",
          "format",
          "required",
          "properties",
          "additionalProperties",
          "items");

  private Narrowing() {}

  /** Says whether it is proved that the newer schema accepts nothing more than the older. */
  static boolean isProved(@Nullable Object older, @Nullable Object newer) {
    if (Definitions.same(older, newer)
        || Boolean.FALSE.equals(newer)
        || (Boolean.TRUE.equals(newer) && Map.of().equals(older))) {
      return true;
    }
    Object all = Boolean.TRUE.equals(older) ? Map.of() : older;
    return all instanceof Map<?, ?> before
        && newer instanceof Map<?, ?> now
        && onlyRuled(before)
        && onlyRuled(now)
        && values(before, now)
        && numbers(before, now)
        && lengths(before, now)
        && lists(before, now)
        && objects(before, now);
  }

  private static boolean onlyRuled(Map<?, ?> schema) {
    return schema.keySet().stream().allMatch(RULED::contains)
        && is(List.class, schema, "enum")
        && is(List.class, schema, "required")
        && is(Map.class, schema, "properties")
        && is(Boolean.class, schema, "uniqueItems")
        && isSchema(schema, "items")
        && isSchema(schema, "additionalProperties");
  }

  private static boolean is(Class<?> type, Map<?, ?> schema, String keyword) {
    return !schema.containsKey(keyword) || type.isInstance(schema.get(keyword));
  }

  private static boolean isSchema(Map<?, ?> schema, String keyword) {
    return is(Map.class, schema, keyword) || is(Boolean.class, schema, keyword);
  }

  private static boolean values(Map<?, ?> before, Map<?, ?> now) {
    if (before.containsKey("type")) {
      Set<Object> old = types(before.get("type"));
      Set<Object> current = types(now.get("type"));
      if (current.isEmpty() || !current.stream().allMatch(type -> admits(old, type))) {
        return false;
      }
    }
    List<?> left = listed(now);
    for (String keyword : List.of("const", "enum")) {
      List<?> allowed = listed(keyword, before);
      if (allowed != null
          && (left == null || !left.stream().allMatch(value -> isAmong(value, allowed)))) {
        return false;
      }
    }
    return kept("pattern", before, now)
        && kept("format", before, now)
        && (!Boolean.TRUE.equals(before.get("uniqueItems"))
            || Boolean.TRUE.equals(now.get("uniqueItems")));
  }

  private static boolean admits(Set<Object> types, Object type) {
    return types.contains(type) || (type.equals("integer") && types.contains("number"));
  }

  private static Set<Object> types(@Nullable Object type) {
    if (type instanceof String) {
      return Set.of(type);
    }
    return type instanceof List<?> list ? new HashSet<>(list) : Set.of();
  }

  /** Returns the values that a schema lists, or null if it lists none. */
  private static @Nullable List<?> listed(Map<?, ?> schema) {
    return listed(schema.containsKey("const") ? "const" : "enum", schema);
  }

  private static @Nullable List<?> listed(String keyword, Map<?, ?> schema) {
    if (!schema.containsKey(keyword)) {
      return null;
    }
    return keyword.equals("const")
        ? Collections.singletonList(schema.get("const"))
        : Objects.requireNonNull((List<?>) schema.get("enum"));
  }

  private static boolean isAmong(@Nullable Object value, List<?> values) {
    return values.stream().anyMatch(one -> Definitions.same(one, value));
  }

  private static boolean kept(String keyword, Map<?, ?> before, Map<?, ?> now) {
    return !before.containsKey(keyword) || Definitions.same(before.get(keyword), now.get(keyword));
  }

  private static boolean numbers(Map<?, ?> before, Map<?, ?> now) {
    return bound("minimum", "exclusiveMinimum", 1, before, now)
        && bound("maximum", "exclusiveMaximum", -1, before, now)
        && kept("multipleOf", before, now);
  }

  /**
   * Compares bounds of one side.
   *
   * @param sign 1 if a greater bound is stricter, -1 if a smaller one is
   */
  private static boolean bound(
      String inclusive, String exclusive, int sign, Map<?, ?> before, Map<?, ?> now) {
    BigDecimal oldOpen = number(before.get(exclusive));
    BigDecimal oldClosed = number(before.get(inclusive));
    BigDecimal newOpen = number(now.get(exclusive));
    BigDecimal newClosed = number(now.get(inclusive));
    if ((before.containsKey(exclusive) && oldOpen == null)
        || (before.containsKey(inclusive) && oldClosed == null)) {
      return kept(exclusive, before, now) && kept(inclusive, before, now);
    }
    boolean open =
        oldOpen == null
            || (newOpen != null && newOpen.compareTo(oldOpen) * sign >= 0)
            || (newClosed != null && newClosed.compareTo(oldOpen) * sign > 0);
    boolean closed =
        oldClosed == null
            || (newOpen != null && newOpen.compareTo(oldClosed) * sign >= 0)
            || (newClosed != null && newClosed.compareTo(oldClosed) * sign >= 0);
    return open && closed;
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    if (!(value instanceof Number)) {
      return null;
    }
    try {
      return new BigDecimal(value.toString());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean lengths(Map<?, ?> before, Map<?, ?> now) {
    return bound("minLength", "", 1, before, now)
        && bound("maxLength", "", -1, before, now)
        && bound("minItems", "", 1, before, now)
        && bound("maxItems", "", -1, before, now)
        && bound("minProperties", "", 1, before, now)
        && bound("maxProperties", "", -1, before, now);
  }

  private static boolean lists(Map<?, ?> before, Map<?, ?> now) {
    return isProved(orAny(before, "items"), orAny(now, "items"));
  }

  private static boolean objects(Map<?, ?> before, Map<?, ?> now) {
    if (before.get("required") instanceof List<?> old
        && !(now.get("required") instanceof List<?> current
            && new HashSet<Object>(current).containsAll(old))) {
      return false;
    }
    Map<?, ?> named = object(before.get("properties"));
    Map<?, ?> left = object(now.get("properties"));
    if (!named.keySet().containsAll(left.keySet())) {
      return false;
    }
    Object others = orAny(now, "additionalProperties");
    for (Map.Entry<?, ?> property : named.entrySet()) {
      Object current = left.containsKey(property.getKey()) ? left.get(property.getKey()) : others;
      if (!isProved(property.getValue(), current)) {
        return false;
      }
    }
    return isProved(orAny(before, "additionalProperties"), others);
  }

  /** Returns the schema of a keyword; without it, any value will do. */
  private static @Nullable Object orAny(Map<?, ?> schema, String keyword) {
    return schema.containsKey(keyword) ? schema.get(keyword) : Map.of();
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
