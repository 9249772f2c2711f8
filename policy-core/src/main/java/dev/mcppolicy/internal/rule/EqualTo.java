package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Whether a value equals, or differs from, the policy's. */
final class EqualTo extends Test {

  private final Constant constant;
  private final boolean negated;

  EqualTo(Constant constant, boolean negated) {
    this.constant = constant;
    this.negated = negated;
  }

  @Override
  Truth test(@Nullable Object value) {
    Truth equal = constant.equalTo(value, negated);
    return negated ? equal.not() : equal;
  }
}
