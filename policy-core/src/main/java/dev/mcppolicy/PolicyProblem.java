package dev.mcppolicy;

import java.util.Objects;

/**
 * One thing that keeps a policy from loading.
 *
 * @param pointer where in the document, as a JSON Pointer; empty for the whole
 * @param line the line, counted from 1; 0 if the policy was not read from a text
 * @param column the column, counted from 1; 0 if the policy was not read from a text
 * @param message what is wrong, and how to mend it
 * @param topic the section of {@code docs/troubleshooting.md} that says more
 */
public record PolicyProblem(String pointer, int line, int column, String message, String topic) {

  /** Checks that nothing is null. */
  public PolicyProblem {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(topic, "topic");
  }

  /** Returns {@code line:column pointer: message}, without what isn't known. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    if (line > 0) {
      out.append(line).append(':').append(column).append(' ');
    }
    if (!pointer.isEmpty()) {
      out.append(pointer).append(": ");
    }
    return out.append(message).toString();
  }
}
