package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection.Usage;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One owner's count: a chain of meters, one for each window that was ever asked for, which all see
 * every spend. The counter <em>is</em> the first meter of its chain, so that the common one with a
 * single window is a single object; the fields of this class mean nothing in the meters behind it.
 *
 * <p>The {@link Latch} that a counter is guards all of its chain. A counter may have been dropped
 * between look-up and lock, and can't be locked then.
 */
abstract class Counter extends Latch {
  private @Nullable Meter next;

  /**
   * Returns a counter that holds nothing, for the windows of this charge.
   *
   * @param spacious whether it may take more memory to be faster
   */
  static Counter blank(Charge charge, Moment judged, Horizon horizon, boolean spacious) {
    Window first = charge.quotas().get(0).window();
    Counter counter =
        spacious && first instanceof Window.Sliding sliding
            ? new SpaciousMeter(sliding)
            : Meter.of(first, judged.nanos(), judged, horizon);
    counter.complete(charge, judged, horizon);
    return counter;
  }

  /** Says whether this counter may be dropped: it can't deny anything. */
  final boolean isDisposable(Moment judged, Horizon horizon) {
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      if (!meter.isIdle(judged.nanos(), judged, horizon)) {
        return false;
      }
    }
    return true;
  }

  /** Drops a disposable counter; what it knew of the past goes into the horizon. */
  final void retire(Moment judged, Horizon horizon) {
    // The horizon first: who no longer finds the counter has to see it.
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      meter.forget(judged.nanos(), horizon);
    }
    end();
  }

  /** The instant at which a moment is judged here: no earlier than what was recorded. */
  private long now(Moment judged) {
    long now = judged.nanos();
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      now = Math.max(now, meter.newest());
    }
    return now;
  }

  /** Appends a meter for each window of the charge that has none yet. */
  final void complete(Charge charge, Moment judged, Horizon horizon) {
    List<Quota> quotas = charge.quotas();
    for (int i = 0; i < quotas.size(); i++) {
      Window window = quotas.get(i).window();
      if (meter(window) == null) {
        append(Inheritance.meter(window, this, now(judged), judged, horizon));
      }
    }
  }

  private void append(Meter meter) {
    Counter last = this;
    while (last.next != null) {
      last = last.next;
    }
    last.next = meter;
  }

  /**
   * Adds the quotas without room to {@code refusals}, a list made if there is none yet.
   *
   * @param given the moment from which waits are measured
   */
  final @Nullable List<Refusal> judge(
      Charge charge,
      int position,
      Moment given,
      Moment judged,
      Horizon horizon,
      @Nullable List<Refusal> refusals) {
    long now = now(judged);
    Amount amount = charge.amount();
    List<Refusal> found = refusals;
    List<Quota> quotas = charge.quotas();
    for (int i = 0; i < quotas.size(); i++) {
      Amount max = quotas.get(i).max();
      if (max != null) {
        Meter meter = meterOrHeir(quotas.get(i).window(), now, judged, horizon);
        if (!meter.fits(amount, max, now, judged)) {
          boolean never = amount.compareTo(max) > 0;
          Duration wait = never ? null : meter.wait(amount, max, given, judged, now, horizon);
          found = found == null ? new ArrayList<>(1) : found;
          found.add(new Refusal(Refusal.Kind.EXCEEDED, position, i, wait));
        }
      }
    }
    return found;
  }

  /** Adds how full the charge's quotas are to {@code usages}. */
  final void describe(
      Charge charge, int position, Moment judged, Horizon horizon, List<Usage> usages) {
    long now = now(judged);
    List<Quota> quotas = charge.quotas();
    for (int i = 0; i < quotas.size(); i++) {
      if (quotas.get(i).max() != null) {
        Meter meter = meterOrHeir(quotas.get(i).window(), now, judged, horizon);
        usages.add(new Usage(position, i, meter.spent(now, judged)));
      }
    }
  }

  /** Spends what was judged to fit. */
  final Receipt charge(Charge charge, Shelves store, Moment judged, Horizon horizon) {
    long now = now(judged);
    Amount amount = charge.amount();
    if (amount.isZero()) {
      return new Receipt(store, this, amount, now);
    }
    List<Pot> pots = null;
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      Pot pot = meter.spend(amount, now, charge, judged, horizon);
      if (pot != null) {
        pots = pots == null ? new ArrayList<>(2) : pots;
        pots.add(pot);
      }
    }
    return pots == null
        ? new Receipt(store, this, amount, now)
        : new PotReceipt(store, this, amount, now, pots.toArray(new Pot[0]));
  }

  /** Ends a spend; gives back what it took, where that still counts, if {@code returned}. */
  final void discharge(Receipt receipt, boolean returned, Horizon horizon) {
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      meter.settle(receipt, returned, horizon);
    }
  }

  private Meter meterOrHeir(Window window, long now, Moment judged, Horizon horizon) {
    Meter meter = meter(window);
    return meter == null ? Inheritance.meter(window, this, now, judged, horizon) : meter;
  }

  private @Nullable Meter meter(Window window) {
    for (Meter meter = first(); meter != null; meter = meter.next()) {
      if (meter.window() == window || meter.window().equals(window)) {
        return meter;
      }
    }
    return null;
  }

  final Meter first() {
    return (Meter) this;
  }

  final @Nullable Meter next() {
    return next;
  }
}
