package dev.mcppolicy.internal.rule;

import java.util.List;
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

  @Override
  @Nullable Bar bar(String argument, boolean wanted) {
    if (constant instanceof Constant.Text text) {
      return new Bar.Texts(argument, wanted != negated, List.of(text.text()));
    }
    if (constant instanceof Constant.Figure figure && figure.number().isLong()) {
      long number = figure.number().longValue();
      return new Bar.Range(argument, wanted != negated, number, number);
    }
    return null;
  }
}
