package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text contains a text, or a list an element: the Kleene <i>or</i> of equality over its
 * elements.
 */
final class Containing extends Test {

  private final Constant element;
  private final @Nullable String text;
  private final boolean negated;

  Containing(@Nullable Object constant, boolean negated) {
    this.element = Constant.of(constant);
    this.text = constant instanceof String string ? string : null;
    this.negated = negated;
  }

  @Override
  Truth test(@Nullable Object value) {
    Truth contains = contains(value);
    return negated ? contains.not() : contains;
  }

  private Truth contains(@Nullable Object value) {
    if (value instanceof String whole) {
      return text == null ? Truth.UNKNOWN : Truth.of(whole.contains(text));
    }
    if (!(value instanceof List<?> list)) {
      return Truth.UNKNOWN;
    }
    Truth any = Truth.FALSE;
    for (int i = 0; i < list.size() && any != Truth.TRUE; i++) {
      any = any.or(element.equalTo(list.get(i), negated));
    }
    return any;
  }
}
