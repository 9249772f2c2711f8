package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Truth;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What trying one value doesn't say of others of its type, and what is known nevertheless. */
final class Opacity {

  private static final List<Truth> KNOWN = List.of(Truth.TRUE, Truth.FALSE);
  private static final List<Truth> ALL = List.of(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN);

  private Opacity() {}

  /**
   * Returns how a comparison may come out for values of the type of one, or nothing if it comes out
   * for all of them as for that one.
   */
  static List<Truth> of(Comparison comparison, @Nullable Object value) {
    Object constant = comparison.constant();
    return switch (comparison.operator()) {
      case EQ, NEQ -> sameShape(constant, value) ? ALL : List.of();
      case IN, NOT_IN ->
          ((List<?>) Objects.requireNonNull(constant))
                  .stream().anyMatch(each -> sameShape(each, value))
              ? ALL
              : List.of();
      case LT, LTE, GT, GTE, EXISTS, TYPE -> List.of();
      case LENGTH_LTE, LENGTH_GTE ->
          JsonNumbers.exact((Number) Objects.requireNonNull(constant))
                      .compareTo(BigDecimal.valueOf(Samples.GREATEST_LENGTH))
                  > 0
              ? KNOWN
              : List.of();
      case CONTAINS, NOT_CONTAINS -> {
        if (value instanceof List<?>) {
          yield ALL;
        }
        yield value instanceof String && constant instanceof String text && !text.isEmpty()
            ? KNOWN
            : List.of();
      }
      case STARTS_WITH, ENDS_WITH ->
          value instanceof String && !texts(constant).contains("") ? KNOWN : List.of();
      case REGEX, NOT_REGEX, WITHIN, NOT_WITHIN, HOST_IN, HOST_NOT_IN ->
          value instanceof String ? ALL : List.of();
    };
  }

  /** Says whether both are lists, or both are objects. */
  private static boolean sameShape(@Nullable Object constant, @Nullable Object value) {
    return (constant instanceof List<?> && value instanceof List<?>)
        || (constant instanceof Map<?, ?> && value instanceof Map<?, ?>);
  }

  /** Says whether two comparisons can come out so for one and the same text. */
  static boolean together(Comparison a, Truth ofA, Comparison b, Truth ofB) {
    Family family = Family.of(a);
    if (family == Family.OTHER || family != Family.of(b)) {
      return true;
    }
    Truth yesA = a.operator().saysNo() ? ofA.not() : ofA;
    Truth yesB = b.operator().saysNo() ? ofB.not() : ofB;
    if (family.isNarrower(a, b) && rank(yesA) > rank(yesB)) {
      return false;
    }
    if (family.isNarrower(b, a) && rank(yesB) > rank(yesA)) {
      return false;
    }
    return !(yesA == Truth.TRUE && yesB == Truth.TRUE && family.excludes(a, b));
  }

  private static int rank(Truth truth) {
    return truth == Truth.FALSE ? 0 : truth == Truth.UNKNOWN ? 1 : 2;
  }

  private static List<String> texts(@Nullable Object constant) {
    return constant instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of((String) Objects.requireNonNull(constant));
  }

  /** Operators that are about the same property of a text. */
  private enum Family {
    REGEX,
    CONTAINS,
    STARTS,
    ENDS,
    WITHIN,
    HOST,
    OTHER;

    static Family of(Comparison comparison) {
      return switch (comparison.operator()) {
        case REGEX, NOT_REGEX -> REGEX;
        case CONTAINS, NOT_CONTAINS -> comparison.constant() instanceof String ? CONTAINS : OTHER;
        case STARTS_WITH -> STARTS;
        case ENDS_WITH -> ENDS;
        case WITHIN, NOT_WITHIN -> WITHIN;
        case HOST_IN, HOST_NOT_IN -> HOST;
        default -> OTHER;
      };
    }

    /** Says whether, without their no, the first never comes out truer than the second. */
    boolean isNarrower(Comparison a, Comparison b) {
      if (Objects.equals(a.constant(), b.constant())) {
        return true;
      }
      return switch (this) {
        case REGEX, OTHER -> false;
        case CONTAINS -> text(a).contains(text(b));
        case STARTS -> every(a, one -> texts(b.constant()).stream().anyMatch(one::startsWith));
        case ENDS -> every(a, one -> texts(b.constant()).stream().anyMatch(one::endsWith));
        case WITHIN -> false;
        case HOST -> lower(b).containsAll(lower(a));
      };
    }

    /** Says whether, without their no, both are never true. */
    boolean excludes(Comparison a, Comparison b) {
      return switch (this) {
        case STARTS ->
            every(
                a,
                one ->
                    texts(b.constant()).stream()
                        .noneMatch(other -> one.startsWith(other) || other.startsWith(one)));
        case ENDS ->
            every(
                a,
                one ->
                    texts(b.constant()).stream()
                        .noneMatch(other -> one.endsWith(other) || other.endsWith(one)));
        default -> false;
      };
    }

    private static boolean every(
        Comparison comparison, java.util.function.Predicate<String> property) {
      return texts(comparison.constant()).stream().allMatch(property);
    }

    private static String text(Comparison comparison) {
      return (String) Objects.requireNonNull(comparison.constant());
    }

    private static List<String> lower(Comparison comparison) {
      return texts(comparison.constant()).stream()
          .map(text -> text.toLowerCase(Locale.ROOT))
          .toList();
    }
  }
}
