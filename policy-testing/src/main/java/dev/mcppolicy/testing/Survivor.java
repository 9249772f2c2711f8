package dev.mcppolicy.testing;

import java.util.Objects;

/**
 * A change that weakens a policy, and that no test notices.
 *
 * @param pointer what is changed, as a JSON Pointer into the policy
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 * @param message what is changed, and which call would notice
 */
public record Survivor(String pointer, int line, int column, String message) {

  /** Checks that nothing is null. */
  public Survivor {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  /** Returns {@code line:column pointer: message}. */
  @Override
  public String toString() {
    return line + ":" + column + " " + pointer + ": " + message;
  }
}
