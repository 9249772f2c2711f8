package dev.mcppolicy.reference;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Predicates, conditions, paths and operators: the page's section of that name, line by line. */
final class Conditions {

  /** The operators that say no: an absent or null value is unknown to them, not false. */
  private static final Set<String> SAY_NO =
      Set.of("neq", "not_in", "not_regex", "not_contains", "not_within", "host_not_in");

  private final Map<String, @Nullable Object> roots;
  private final boolean inRequire;

  /** What paths start from ({@code args}, {@code caller}, {@code server}, {@code tool}). */
  Conditions(Map<String, @Nullable Object> roots, boolean inRequire) {
    this.roots = roots;
    this.inRequire = inRequire;
  }

  /** A predicate holds when all its conditions hold. */
  Truth predicate(Map<?, ?> predicate) {
    return Truth.and(each((List<?>) predicate.get("conditions")));
  }

  private List<Truth> each(@Nullable List<?> conditions) {
    List<Truth> truths = new ArrayList<>();
    for (Object condition : java.util.Objects.requireNonNull(conditions)) {
      truths.add(condition((Map<?, ?>) condition));
    }
    return truths;
  }

  private Truth condition(Map<?, ?> condition) {
    if (condition.containsKey("any")) {
      return Truth.or(each((List<?>) condition.get("any")));
    }
    if (condition.containsKey("all")) {
      return Truth.and(each((List<?>) condition.get("all")));
    }
    List<Object> steps = PathSteps.parse((String) condition.get("path"));
    return walk(roots.get((String) steps.get(0)), steps, 1, condition);
  }

  private Truth walk(@Nullable Object value, List<Object> steps, int next, Map<?, ?> condition) {
    String op = (String) condition.get("op");
    Object given = condition.get("value");
    if (next == steps.size()) {
      return operator(op, value, given);
    }
    Object step = steps.get(next);
    if (value == null) {
      return missing(condition, true);
    }
    if (step == PathSteps.Each.EACH) {
      if (!(value instanceof List<?> list)) {
        return Truth.UNKNOWN;
      }
      if (list.isEmpty()) {
        return inRequire ? Truth.TRUE : Truth.FALSE;
      }
      List<Truth> truths = new ArrayList<>();
      for (Object element : list) {
        truths.add(walk(element, steps, next + 1, condition));
      }
      return Truth.agreement(truths);
    }
    if (step instanceof BigInteger index) {
      if (!(value instanceof List<?> list)) {
        return Truth.UNKNOWN;
      }
      if (index.compareTo(BigInteger.valueOf(list.size())) >= 0) {
        return missing(condition, false);
      }
      return walk(list.get(index.intValue()), steps, next + 1, condition);
    }
    if (!(value instanceof Map<?, ?> object)) {
      return Truth.UNKNOWN;
    }
    if (!object.containsKey(step)) {
      return missing(condition, false);
    }
    return walk(object.get(step), steps, next + 1, condition);
  }

  /** The value is absent, because a key or element is missing, or because a parent is null. */
  private Truth missing(Map<?, ?> condition, boolean parentIsNull) {
    String op = (String) condition.get("op");
    if (op.equals("exists")) {
      return Truth.of(Boolean.FALSE.equals(condition.get("value")));
    }
    if (Boolean.TRUE.equals(condition.get("optional")) && !parentIsNull) {
      return Truth.TRUE;
    }
    return SAY_NO.contains(op) ? Truth.UNKNOWN : Truth.FALSE;
  }

  private static Truth operator(String op, @Nullable Object value, @Nullable Object given) {
    switch (op) {
      case "exists":
        return Truth.of((value != null) == Boolean.TRUE.equals(given));
      case "type":
        return Truth.of(isOfType(value, (String) given));
      case "eq":
        return equal(value, given, false);
      case "neq":
        return equal(value, given, true).not();
      case "in":
        {
          List<Truth> truths = new ArrayList<>();
          for (Object one : listOf(given)) {
            truths.add(equal(value, one, false));
          }
          return Truth.or(truths);
        }
      case "not_in":
        {
          List<Truth> truths = new ArrayList<>();
          for (Object one : listOf(given)) {
            truths.add(equal(value, one, true).not());
          }
          return Truth.and(truths);
        }
      default:
        break;
    }
    if (value == null) {
      return SAY_NO.contains(op) ? Truth.UNKNOWN : Truth.FALSE;
    }
    switch (op) {
      case "contains":
        return contains(value, given, false);
      case "not_contains":
        return contains(value, given, true).not();
      case "lt", "lte", "gt", "gte":
        return compare(op, value, (BigDecimal) given);
      case "length_lte", "length_gte":
        return length(op, value, (BigDecimal) given);
      default:
        break;
    }
    if (!(value instanceof String text)) {
      return Truth.UNKNOWN;
    }
    switch (op) {
      case "regex":
        return Truth.of(Pattern.compile((String) given).matcher(text).find());
      case "not_regex":
        return Truth.of(!Pattern.compile((String) given).matcher(text).find());
      default:
        break;
    }
    List<Truth> truths = new ArrayList<>();
    for (Object one :
        given instanceof List<?> list ? list : List.of(java.util.Objects.requireNonNull(given))) {
      String each = (String) one;
      truths.add(
          switch (op) {
            case "starts_with" -> Truth.of(text.startsWith(each));
            case "ends_with" -> Truth.of(text.endsWith(each));
            case "within", "not_within" -> FilePaths.isWithin(text, each);
            case "host_in", "host_not_in" -> Hosts.isOn(text, each);
            default -> throw new IllegalArgumentException(op);
          });
    }
    return SAY_NO.contains(op) ? Truth.or(truths).not() : Truth.or(truths);
  }

  private static List<?> listOf(@Nullable Object given) {
    return (List<?>) java.util.Objects.requireNonNull(given);
  }

  /**
   * Whether the call's value equals the policy's. For an operator that says no, null (the value or
   * a part of it) is unknown, unless compared with null.
   */
  private static Truth equal(@Nullable Object value, @Nullable Object given, boolean saysNo) {
    if (value instanceof Unjudgeable) {
      return Truth.UNKNOWN;
    }
    if (given == null) {
      return Truth.of(value == null);
    }
    if (value == null) {
      return saysNo ? Truth.UNKNOWN : Truth.FALSE;
    }
    if (value instanceof String && given instanceof String
        || value instanceof Boolean && given instanceof Boolean) {
      return Truth.of(value.equals(given));
    }
    if (value instanceof BigDecimal number && given instanceof BigDecimal other) {
      return Truth.of(number.compareTo(other) == 0);
    }
    if (value instanceof List<?> list && given instanceof List<?> other) {
      if (list.size() != other.size()) {
        return Truth.FALSE;
      }
      List<Truth> parts = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        parts.add(equal(list.get(i), other.get(i), saysNo));
      }
      return Truth.and(parts);
    }
    if (value instanceof Map<?, ?> object && given instanceof Map<?, ?> other) {
      if (!object.keySet().equals(other.keySet())) {
        return Truth.FALSE;
      }
      List<Truth> parts = new ArrayList<>();
      for (Object key : object.keySet()) {
        parts.add(equal(object.get(key), other.get(key), saysNo));
      }
      return Truth.and(parts);
    }
    return Truth.UNKNOWN;
  }

  private static Truth contains(Object value, @Nullable Object given, boolean saysNo) {
    if (value instanceof String text && given instanceof String part) {
      return Truth.of(text.contains(part));
    }
    if (value instanceof List<?> list) {
      List<Truth> truths = new ArrayList<>();
      for (Object element : list) {
        truths.add(equal(element, given, saysNo));
      }
      return Truth.or(truths);
    }
    return Truth.UNKNOWN;
  }

  private static Truth compare(String op, Object value, BigDecimal given) {
    if (!(value instanceof BigDecimal number)) {
      return Truth.UNKNOWN;
    }
    int order = number.compareTo(given);
    return Truth.of(
        switch (op) {
          case "lt" -> order < 0;
          case "lte" -> order <= 0;
          case "gt" -> order > 0;
          default -> order >= 0;
        });
  }

  private static Truth length(String op, Object value, BigDecimal given) {
    int length;
    if (value instanceof String text) {
      length = text.codePointCount(0, text.length());
    } else if (value instanceof List<?> list) {
      length = list.size();
    } else if (value instanceof Map<?, ?> object) {
      length = object.size();
    } else {
      return Truth.UNKNOWN;
    }
    return compare(op.equals("length_lte") ? "lte" : "gte", BigDecimal.valueOf(length), given);
  }

  private static boolean isOfType(@Nullable Object value, String type) {
    return switch (type) {
      case "null" -> value == null;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List<?>;
      case "object" -> value instanceof Map<?, ?>;
      case "number" -> value instanceof BigDecimal || value instanceof Unjudgeable;
      case "integer" ->
          value instanceof BigDecimal number && isInteger(number)
              || value instanceof Unjudgeable huge && huge.isInteger();
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static boolean isInteger(BigDecimal number) {
    return number.remainder(BigDecimal.ONE).signum() == 0;
  }
}
