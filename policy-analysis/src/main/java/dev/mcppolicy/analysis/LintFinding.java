package dev.mcppolicy.analysis;

import java.util.Objects;

/**
 * Something suspicious in a document that loads.
 *
 * @param rule what was looked for
 * @param pointer where, as a JSON Pointer; empty for the whole document
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 * @param message what is suspicious, in one sentence
 */
public record LintFinding(LintRule rule, String pointer, int line, int column, String message) {

  /** Checks that nothing is null. */
  public LintFinding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  /** Returns the stable id of the rule. */
  public String id() {
    return rule.id();
  }

  /** Returns the section of the documentation that says more. */
  public String docs() {
    return rule.docs();
  }

  /** Returns {@code line:column pointer: message [id]}, without a pointer to the whole. */
  @Override
  public String toString() {
    return line
        + ":"
        + column
        + " "
        + (pointer.isEmpty() ? "" : pointer + ": ")
        + message
        + " ["
        + id()
        + "]";
  }
}
