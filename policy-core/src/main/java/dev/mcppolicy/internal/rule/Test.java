package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** An operator with the value given to it: judges one value of a call. Pure. */
@FunctionalInterface
interface Test {

  /** Judges a value that is there; null only if the operator {@linkplain Operator judges it}. */
  Truth test(@Nullable Object value);

  /** Returns the test whose answer is the opposite one. */
  default Test negated() {
    return value -> test(value).not();
  }
}
