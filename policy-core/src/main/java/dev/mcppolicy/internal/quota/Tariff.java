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
 * <p>This class is thread-safe, and immutable but for the shelf and the counter it remembers.
 */
public final class Tariff {
  private final Shelves store;
  private final Horizon horizon;
  private final CounterId id;
  private final Window.Sliding window;
  private final long length;
  private final Amount amount;
  private final Amount max;

  /** How many calls have room if each pays 1, as far as instants are kept apart; otherwise 0. */
  private final int most;

  private @Nullable Shelf shelf;

  private final Regulars regulars = new Regulars();

  // A cache line of nothing, as every call reads the fields above, and the collector puts what it
  // finds in a thread's hands one behind the other: this, and a counter that the thread changes.
  // References, since they are laid out behind all else and in this order. They stay the last.
  private @Nullable Object unused0;
  private @Nullable Object unused1;
  private @Nullable Object unused2;
  private @Nullable Object unused3;
  private @Nullable Object unused4;
  private @Nullable Object unused5;
  private @Nullable Object unused6;
  private @Nullable Object unused7;
  private @Nullable Object unused8;
  private @Nullable Object unused9;
  private @Nullable Object unused10;
  private @Nullable Object unused11;
  private @Nullable Object unused12;
  private @Nullable Object unused13;
  private @Nullable Object unused14;
  private @Nullable Object unused15;

  private Tariff(Shelves store, CounterId id, Window.Sliding window, Amount amount, Amount max) {
    this.store = store;
    this.horizon = store.horizon();
    this.id = id;
    this.window = window;
    this.length = Nanos.of(window.length());
    this.amount = amount;
    this.max = max;
    this.most = amount.equals(Amount.ONE) ? SlidingMeter.most(max) : 0;
  }

  /** Returns a tariff, or null if a quota asks more than that one sliding window has room. */
  static @Nullable Tariff of(Shelves store, CounterId id, Amount amount, Quota quota) {
    Amount max = quota.max();
    return max != null && quota.window() instanceof Window.Sliding window
        ? new Tariff(store, id, window, amount, max)
        : null;
  }

  /** Says whether this is what is paid to a store. */
  public boolean isOf(Shelves store) {
    return this.store == store;
  }

  /** Returns an owner's counter, or null if it isn't there, or isn't simple. */
  public @Nullable Object counter(String owner) {
    SlidingMeter regular = regulars.get(owner);
    return regular == null ? newcomer(owner) : regular;
  }

  private @Nullable SlidingMeter newcomer(String owner) {
    if (!(find(owner) instanceof SlidingMeter counter)) {
      return null;
    }
    regulars.add(owner, counter);
    return counter;
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
    if (meter.isLent() || !meter.tryLock()) {
      return takeInCrowd(meter, given, cashier);
    }
    long at;
    long wait;
    try {
      if (!meter.isAlone(window)) {
        return null;
      }
      at = Math.max(horizon.judged(given), meter.newest());
      wait = take(meter, at, given);
    } finally {
      meter.unlock();
    }
    return told(meter, at, wait, cashier);
  }

  private static <T> @Nullable T told(Object counter, long at, long wait, Cashier<T> cashier) {
    if (wait == SlidingMeter.PAID) {
      return cashier.paid(counter, at);
    }
    return wait == SlidingMeter.UNKNOWN ? null : cashier.refused(wait);
  }

  /** The same where other threads are, or were, at the same counter. */
  private <T> @Nullable T takeInCrowd(SlidingMeter meter, long given, Cashier<T> cashier) {
    CrowdedMeter crowded = most > 0 && meter instanceof CrowdedMeter found ? found : null;
    long at = crowded == null ? Tills.UNPAID : crowded.payAtTill(window, max, given);
    if (at != Tills.UNPAID) {
      return cashier.paid(meter, at);
    }
    if (!meter.lockAsItIs()) {
      regulars.forget(meter);
      return null;
    }
    long wait = SlidingMeter.PAID;
    try {
      at = crowded == null ? Tills.UNPAID : crowded.payAtWiderTill(window, max, given);
      if (at == Tills.UNPAID) {
        meter.takeBack();
        if (!meter.isAlone(window)) {
          return null;
        }
        at = Math.max(horizon.judged(given), meter.newest());
        wait = take(meter, at, given);
        if (wait == SlidingMeter.PAID && crowded != null) {
          crowded.met(max, horizon);
        }
      }
    } finally {
      meter.unlock();
    }
    return told(meter, at, wait, cashier);
  }

  private long take(SlidingMeter meter, long at, long given) {
    long wait = meter.takeOne(most, length, at, given);
    if (wait != SlidingMeter.UNKNOWN) {
      return wait;
    }
    if (meter.take(amount, max, length, at)) {
      return SlidingMeter.PAID;
    }
    return amount.compareTo(max) > 0
        ? Cashier.NEVER
        : SlidingMeter.wait(meter.makesRoom(amount, max), length, given);
  }

  /** Gives back what was paid, if that still counts, in windows that were added since too. */
  public void giveBack(Object counter, long at) {
    SlidingMeter meter = (SlidingMeter) counter;
    if (meter.lock()) {
      try {
        if (meter.next() == null) {
          meter.giveBack(amount, at, horizon);
        } else {
          meter.discharge(new Receipt(store, meter, amount, at), true, horizon);
        }
      } finally {
        meter.unlock();
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
