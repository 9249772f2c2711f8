package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Whether a text contains a match of a pattern. */
final class Matching extends Test {

  private final Regex regex;

  Matching(Regex regex) {
    this.regex = regex;
  }

  @Override
  Truth test(@Nullable Object value) {
    return value instanceof String text ? regex.find(text) : Truth.UNKNOWN;
  }
}
