package dev.mcppolicy.tools;

import java.util.Objects;

/**
 * One reason for how a tool was classified.
 *
 * @param id which kind of reason, as in {@code name-verb}; stable
 * @param text the reason in words, with whatever the server wrote made visible
 */
public record Signal(String id, String text) {

  /** Checks that nothing is null. */
  public Signal {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
  }
}
