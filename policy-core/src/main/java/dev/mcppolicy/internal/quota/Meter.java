package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one window of a counter holds. Guarded by the lock of its counter, which is the first meter
 * of the chain.
 *
 * <p>A moment called {@code judged} is one that the horizon has seen; {@code now} is the instant at
 * which the counter takes it to be, never before what it has recorded.
 */
abstract class Meter extends Counter {
  private final Window window;

  Meter(Window window) {
    this.window = window;
  }

  /** Returns a meter that holds nothing. */
  static Meter of(Window window, long now, Moment judged, Horizon horizon) {
    if (window instanceof Window.Sliding sliding) {
      return new SlidingMeter(sliding);
    }
    if (window instanceof Window.Calendar calendar) {
      horizon.anchor(judged);
      return new CalendarMeter(calendar, horizon.span(calendar, horizon.wall(judged, now)));
    }
    return window instanceof Window.Lifetime
        ? new LifetimeMeter(window)
        : new InFlightMeter(window);
  }

  final Window window() {
    return window;
  }

  /** How far back from {@code now} this counts. */
  abstract long reach(long now, Moment judged, Horizon horizon);

  /** The instant of the latest spend that this knows of, or {@link Long#MIN_VALUE}. */
  abstract long newest();

  /** What the window holds. */
  abstract Amount spent(long now, Moment judged);

  /** Says whether {@code amount} more stays within {@code max}. */
  abstract boolean fits(Amount amount, Amount max, long now, Moment judged);

  /**
   * Says how long after a moment, as it was given, an amount fits that does not yet, but is no more
   * than {@code max}; null if no waiting helps.
   */
  abstract @Nullable Duration wait(
      Amount amount, Amount max, Moment given, Moment judged, long now, Horizon horizon);

  /** Adds what is spent now, more than zero; returns the pot that it went to, if there are pots. */
  abstract @Nullable Pot spend(
      Amount amount, long now, Charge charge, Moment judged, Horizon horizon);

  /** Adds what another meter of the counter holds, if it counts here. */
  abstract void inherit(
      Amount amount, long from, long to, long now, Moment judged, Horizon horizon);

  /** Ends a spend, and gives it back if {@code returned}. */
  abstract void settle(Receipt receipt, boolean returned, Horizon horizon);

  /** Says whether there is nothing left here that could deny anything. */
  abstract boolean isIdle(long now, Moment judged, Horizon horizon);

  /** Raises the horizon to where nothing counts any more that an idle meter knew. */
  abstract void forget(long now, Horizon horizon);
}
