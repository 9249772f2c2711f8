package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.JsonNumbers;
import org.jspecify.annotations.Nullable;

/** Whether a number compares so with the policy's. */
final class Ordered extends Test {

  private final PolicyNumber bound;
  private final Truth below;
  private final Truth equal;
  private final Truth above;

  private Ordered(PolicyNumber bound, boolean below, boolean equal, boolean above) {
    this.bound = bound;
    this.below = Truth.of(below);
    this.equal = Truth.of(equal);
    this.above = Truth.of(above);
  }

  static Ordered lessThan(PolicyNumber bound) {
    return new Ordered(bound, true, false, false);
  }

  static Ordered atMost(PolicyNumber bound) {
    return new Ordered(bound, true, true, false);
  }

  static Ordered greaterThan(PolicyNumber bound) {
    return new Ordered(bound, false, false, true);
  }

  static Ordered atLeast(PolicyNumber bound) {
    return new Ordered(bound, false, true, true);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (value instanceof Integer number) {
      return truth(bound.signOf((long) number));
    }
    if (value instanceof Number number && JsonNumbers.isJudgeable(number)) {
      return truth(bound.signOf(number));
    }
    return Truth.UNKNOWN;
  }

  private Truth truth(int sign) {
    if (sign == 0) {
      return equal;
    }
    return sign < 0 ? below : above;
  }
}
