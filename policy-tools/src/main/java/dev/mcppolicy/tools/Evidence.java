package dev.mcppolicy.tools;

import org.jspecify.annotations.Nullable;

/**
 * A signal and what follows from it.
 *
 * @param signal what is seen
 * @param category the least that the tool is therefore; null if it says nothing of that
 * @param severity the least that the severity is therefore; null if it says nothing of that
 */
record Evidence(Signal signal, @Nullable Category category, @Nullable Severity severity) {

  static Evidence of(Signal signal) {
    return new Evidence(signal, null, null);
  }

  static Evidence of(Category category, Signal signal) {
    return new Evidence(signal, category, null);
  }

  static Evidence of(Severity severity, Signal signal) {
    return new Evidence(signal, null, severity);
  }
}
