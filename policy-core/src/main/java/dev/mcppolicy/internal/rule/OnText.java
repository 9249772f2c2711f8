package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Judges texts only: everything else is unknown. */
interface OnText extends Test {

  /** Judges a text. */
  Truth testText(String text);

  @Override
  default Truth test(@Nullable Object value) {
    return value instanceof String text ? testText(text) : Truth.UNKNOWN;
  }
}
