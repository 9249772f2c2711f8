package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.rule.Regex;
import dev.mcppolicy.internal.rule.Truth;

/** Compiles the patterns of schemas as those of policies are: in linear time, or not at all. */
final class Patterns {

  private Patterns() {}

  /** Searches texts for a match. */
  interface Search {
    /**
     * Says whether a text contains a match.
     *
     * @throws IllegalStateException if that can't be told
     */
    boolean find(String text);
  }

  /**
   * Compiles a pattern.
   *
   * @throws RuntimeException if it isn't the syntax of RE2/J, or costs too much
   */
  static Search compile(String pattern) {
    Regex regex = Regex.compile(pattern);
    return text -> {
      Truth found = regex.find(text);
      if (found == Truth.UNKNOWN) {
        throw new IllegalStateException("a search ran out of stack");
      }
      return found == Truth.TRUE;
    };
  }
}
