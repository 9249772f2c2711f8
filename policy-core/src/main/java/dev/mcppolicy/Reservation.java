package dev.mcppolicy;

/**
 * What an allowed call has taken from its limits, until somebody says what became of the call.
 *
 * <p>Every allowed call has to be settled, or its place among the calls in flight is never freed.
 *
 * <p>Implementations are thread-safe.
 */
public interface Reservation {

  /** The reservation of a call that took nothing. */
  Reservation NOTHING = outcome -> {};

  /**
   * Says what became of the call. The first settlement counts; later ones change nothing. Never
   * throws.
   */
  void settle(Outcome outcome);
}
