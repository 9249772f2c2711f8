package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Whether there is a value that isn't null, or whether there is none. */
final class Existing extends Test {

  private final boolean wanted;

  Existing(boolean wanted) {
    this.wanted = wanted;
  }

  @Override
  Truth test(@Nullable Object value) {
    return Truth.of((value != null) == wanted);
  }
}
