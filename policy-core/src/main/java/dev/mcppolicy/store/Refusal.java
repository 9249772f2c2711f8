package dev.mcppolicy.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a charge was not taken.
 *
 * @param kind what was missing
 * @param charge the position of the charge in the list
 * @param quota the position of the quota in the charge; 0 for {@link Kind#FULL}
 * @param retryAfter how long until this quota alone would have room for the charge if nothing else
 *     were taken, or null if no waiting helps
 */
public record Refusal(Kind kind, int charge, int quota, @Nullable Duration retryAfter) {

  /** What was missing. */
  public enum Kind {
    /** The quota has no room for the amount. */
    EXCEEDED,
    /** The key is new, and the store holds as many keys as it may. */
    FULL
  }

  /** Checks that there is a kind. */
  public Refusal {
    Objects.requireNonNull(kind, "kind");
  }
}
