package dev.mcppolicy.internal.quota;

/**
 * Turns what came of a charge into whatever its caller works with.
 *
 * @param <T> what that is
 */
public interface Cashier<T> {

  /**
   * The charge was paid.
   *
   * @param counter to whom; settles it
   * @param at the instant at which the counter recorded it
   */
  T paid(Object counter, long at);

  /**
   * Nothing was taken.
   *
   * @param wait the nanoseconds until there is room, or {@link #NEVER} if no waiting helps
   */
  T refused(long wait);

  /** No waiting helps. */
  long NEVER = -1;
}
