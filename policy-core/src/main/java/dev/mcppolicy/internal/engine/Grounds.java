package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a decision stands on. One object may serve many decisions, which then differ only in what
 * they have at stake and in a mark, a number of which nobody but the grounds knows the meaning.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Grounds {

  /** Returns what to do with the call. */
  Effect effect();

  /** Returns why the call was not let through, or null if it was. */
  default @Nullable Code code() {
    return null;
  }

  /** Returns what decided; empty if the call is allowed. */
  default String rule() {
    return "";
  }

  /** Returns what the agent is told. */
  default String message(int mark) {
    return "";
  }

  /** Returns how long to wait, or null if no waiting helps. */
  default @Nullable Duration retryAfter(int mark) {
    return null;
  }

  /** Returns the digest of the policy that decided, or null if there was none. */
  @Nullable String policy();

  /** Returns what the call has taken, or null if that is what the decision has at stake. */
  default @Nullable Reservation reservation() {
    return Reservation.NOTHING;
  }

  /**
   * Settles what a decision has at stake; called once for each. Never throws.
   *
   * @param stake what it has at stake
   */
  default void settle(Object stake, int mark, Outcome outcome) {}

  /** Returns what enforcing would have answered instead, or null if the same. */
  default @Nullable Decision shadow() {
    return null;
  }

  /** Returns the arguments that were judged instead of the call's own, or null if those were. */
  default @Nullable Arguments edited() {
    return null;
  }
}
