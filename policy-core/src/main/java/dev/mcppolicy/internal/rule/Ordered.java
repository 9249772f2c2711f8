package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.JsonNumbers;
import org.jspecify.annotations.Nullable;

/** Whether a number compares so with the policy's. */
final class Ordered extends Test {

  private final PolicyNumber bound;
  private final Truth below;
  private final Truth equal;
  private final Truth above;

  /** The least of the longs for which it is true; above {@link #to} if there are none. */
  private final long from;

  /** The greatest of them. */
  private final long to;

  private Ordered(PolicyNumber bound, boolean below, boolean equal, boolean above) {
    this.bound = bound;
    this.below = Truth.of(below);
    this.equal = Truth.of(equal);
    this.above = Truth.of(above);
    boolean none = !holds(Long.MIN_VALUE) && !holds(Long.MAX_VALUE);
    this.from = none ? Long.MAX_VALUE : holds(Long.MIN_VALUE) ? Long.MIN_VALUE : edge(1);
    this.to = none ? Long.MIN_VALUE : holds(Long.MAX_VALUE) ? Long.MAX_VALUE : edge(-1);
  }

  private boolean holds(long number) {
    return truth(bound.signOf(number)) == Truth.TRUE;
  }

  /** Returns the long nearest to the bound for which it is true, that or the one beside it. */
  private long edge(int beside) {
    long floor = bound.floor();
    return holds(floor) ? floor : floor + beside;
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
      return Truth.of(number >= from && number <= to);
    }
    if (value instanceof Long number) {
      return Truth.of(number >= from && number <= to);
    }
    if (value instanceof Number number && JsonNumbers.isJudgeable(number)) {
      return truth(bound.signOf(number));
    }
    return Truth.UNKNOWN;
  }

  @Override
  Bar bar(String argument, boolean wanted) {
    return new Bar.Range(argument, wanted, from, to);
  }

  private Truth truth(int sign) {
    if (sign == 0) {
      return equal;
    }
    return sign < 0 ? below : above;
  }
}
