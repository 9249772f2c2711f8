package dev.mcppolicy.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A window of a counter, and the most that it may hold.
 *
 * @param window the window
 * @param max the most that may be spent in any such window, or null to count without a maximum
 */
public record Quota(Window window, @Nullable Amount max) {

  /** Checks that there is a window. */
  public Quota {
    Objects.requireNonNull(window, "window");
  }
}
