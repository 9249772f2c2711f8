package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Window;

/**
 * Where some of the threads pay that meet at a {@link CrowdedMeter}: a part of its room, which
 * nobody else spends from. Guarded by the lock of its own meter.
 *
 * <p>Nothing here changes when something is paid: whoever reads another till beside it isn't held
 * up.
 */
final class Till {
  private final SpaciousMeter paid;
  private final long length;
  private final long since;

  /**
   * How many spends of 1 any window may hold here; none before and after the till is open. Changed
   * only by who also has the lock of the counter.
   */
  private int share;

  /**
   * Makes a till without a share.
   *
   * @param since no spend is judged as if it were before this
   */
  Till(Window.Sliding window, long length, long since) {
    this.paid = new SpaciousMeter(window);
    this.length = length;
    this.since = since;
  }

  /** Spends 1 if the share has room; returns when, or {@link Tills#UNPAID}. */
  long pay(long given, Horizon horizon) {
    paid.lock();
    try {
      long at = Math.max(horizon.judged(given), Math.max(since, paid.newest()));
      return pays(at) ? at : Tills.UNPAID;
    } finally {
      paid.unlock();
    }
  }

  private boolean pays(long at) {
    return paid.takeOne(share, length, at, at) == SlidingMeter.PAID
        || paid.take(Amount.ONE, Amount.of(share), length, at); // into a longer ring
  }

  /** How much the share can grow: all that is paid has to be kept as instants. */
  int growth() {
    return Ledger.EXACT - 1 - share;
  }

  /** Adds to the share, at most {@link #growth}. */
  void widen(int more) {
    paid.lock();
    share += more;
    paid.unlock();
  }

  /** Takes the share away: from now on nobody pays here. */
  void close() {
    paid.lock();
    share = 0;
    paid.unlock();
  }

  /** What was paid until this was closed, and may still count. */
  SlidingMeter paid() {
    return paid;
  }
}
