package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Whether a value equals, or differs from, the policy's. */
record EqualTo(Constant constant, boolean saysNo) implements Test {
  @Override
  public Truth test(@Nullable Object value) {
    Truth equal = constant.equalTo(value, saysNo);
    return saysNo ? equal.not() : equal;
  }
}
