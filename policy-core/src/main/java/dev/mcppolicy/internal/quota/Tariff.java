package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import org.jspecify.annotations.Nullable;

/**
 * What every call of one kind pays to a counter of one sliding window, with all that can be looked
 * up beforehand.
 *
 * <p>This class is thread-safe, and immutable but for the shelf it remembers.
 */
public final class Tariff {
  private final Shelves store;
  private final Horizon horizon;
  private final CounterId id;
  private final Window.Sliding window;
  private final long length;
  private final Amount amount;
  private final Amount max;
  private @Nullable Shelf shelf;

  private Tariff(Shelves store, CounterId id, Window.Sliding window, Amount amount, Amount max) {
    this.store = store;
    this.horizon = store.horizon();
    this.id = id;
    this.window = window;
    this.length = Nanos.of(window.length());
    this.amount = amount;
    this.max = max;
  }

  /** Returns a tariff, or null if a quota asks more than that one sliding window has room. */
  static @Nullable Tariff of(Shelves store, CounterId id, Amount amount, Quota quota) {
    Amount max = quota.max();
    return max != null && quota.window() instanceof Window.Sliding window
        ? new Tariff(store, id, window, amount, max)
        : null;
  }

  /** Returns an owner's counter, or null if it isn't there, or isn't simple. */
  public @Nullable Object counter(String owner) {
    Counter counter = find(owner);
    return counter instanceof SlidingMeter ? counter : null;
  }

  /**
   * Takes the amount from a counter, as {@link Shelves#take} would.
   *
   * @param counter what {@link #counter} returned
   * @param given the elapsed time at which the call is judged
   * @return what the cashier makes of it, or null if nothing was taken and only {@link
   *     Shelves#take} can say what to do
   */
  public <T> @Nullable T take(Object counter, long given, Cashier<T> cashier) {
    SlidingMeter meter = (SlidingMeter) counter;
    long at;
    long wait = 0;
    boolean fits;
    synchronized (meter) {
      if (!meter.enter() || !meter.isAlone(window)) {
        return null;
      }
      at = Math.max(horizon.judged(given), meter.newest());
      fits = meter.fits(amount, max, length, at);
      if (fits) {
        meter.spend(amount, at, length, max);
      } else if (amount.compareTo(max) > 0 || length == Nanos.FOREVER) {
        wait = Cashier.NEVER;
      } else {
        wait = Nanos.left(meter.makesRoom(amount, max), length, given);
        if (wait < 0) {
          return null;
        }
      }
    }
    return fits ? cashier.paid(meter, at) : cashier.refused(wait);
  }

  /** Gives back what was paid, if that still counts. */
  public void giveBack(Object counter, long at) {
    SlidingMeter meter = (SlidingMeter) counter;
    synchronized (meter) {
      if (!meter.isDropped()) {
        meter.giveBack(amount, at, horizon);
      }
    }
  }

  private @Nullable Counter find(String owner) {
    Shelf known = shelf;
    Counter counter = known == null ? null : known.get(owner);
    if (counter == null) {
      // The shelf may have been closed since, and another be there.
      shelf = store.shelf(id);
      counter = shelf == null || shelf == known ? null : shelf.get(owner);
    }
    return counter;
  }
}
