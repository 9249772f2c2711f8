package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was spent in the half-open interval (now − length, now].
 *
 * <p>What has left the window is dropped by a later spend and not by a look, so that a moment from
 * before the look still finds it: the newest spend is all the past that a meter needs to know.
 */
sealed class SlidingMeter extends Instants permits CrowdedMeter {
  private static final Amount MANY = Amount.of(Ledger.EXACT);

  SlidingMeter(Window.Sliding window) {
    super(window);
  }

  final long length() {
    return Nanos.of(((Window.Sliding) window()).length());
  }

  @Override
  long reach(long now, Moment judged, Horizon horizon) {
    return length();
  }

  @Override
  long newest() {
    return isInLedger() ? ledger().newest() : latest();
  }

  @Override
  Amount spent(long now, Moment judged) {
    return spent(now);
  }

  final Amount spent(long now) {
    return isInLedger() ? ledger().spent(length(), now) : Amount.of(size() - gone(length(), now));
  }

  @Override
  boolean fits(Amount amount, Amount max, long now, Moment judged) {
    return fits(amount, max, length(), now);
  }

  private boolean fits(Amount amount, Amount max, long length, long now) {
    return isInLedger()
        ? ledger().fits(amount, max, length, now)
        : Total.fits(size() - gone(length, now), amount, max);
  }

  /** Says whether this window is all that its counter counts. */
  boolean isAlone(Window.Sliding window) {
    return next() == null && (window() == window || window().equals(window));
  }

  @Override
  @Nullable Duration wait(
      Amount amount, Amount max, Moment given, Moment judged, long now, Horizon horizon) {
    long length = length();
    if (length == Nanos.FOREVER) {
      return null;
    }
    return Nanos.until(makesRoom(amount, max), length, given.nanos());
  }

  /** The instant of the entry that must leave before an amount fits that is at most {@code max}. */
  long makesRoom(Amount amount, Amount max) {
    if (isInLedger()) {
      return ledger().makesRoom(amount, max);
    }
    int leaving = 0;
    while (!Total.fits(size() - leaving, amount, max)) {
      leaving++;
    }
    return instant(leaving - 1);
  }

  @Override
  @Nullable Pot spend(Amount amount, long now, Charge charge, Moment judged, Horizon horizon) {
    purge(length(), now);
    add(amount, now, now, isFull() ? wanted(charge) : Ledger.EXACT);
    return null;
  }

  /** Spends an amount where no window holds more than {@code max}; says whether there was room. */
  boolean take(Amount amount, Amount max, long length, long now) {
    if (!fits(amount, max, length, now)) {
      return false;
    }
    if (!amount.isZero()) {
      purge(length, now);
      add(amount, now, now, most(max));
    }
    return true;
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {
    if (Nanos.isWithin(length(), to, now)) {
      add(amount, from, to, Ledger.EXACT);
    }
  }

  /**
   * Adds what was spent.
   *
   * @param wanted how many spends of 1 there may be, as far as it is known
   */
  final void add(Amount amount, long from, long to, int wanted) {
    boolean one = amount.isWhole() && amount.wholeValue() == 1;
    if (!isInLedger() && size() < Ledger.EXACT && one && from == to) {
      add(to, wanted);
    } else {
      Ledger ledger = isInLedger() ? ledger() : toLedger(length());
      ledger.add(amount, from, to, length());
    }
  }

  /** Hands over everything that is held, what has left the window included. */
  void bequeath(Heir heir) {
    if (isInLedger()) {
      ledger().bequeath(heir);
      return;
    }
    for (int i = 0; i < size(); i++) {
      long at = instant(i);
      heir.inherit(Amount.ONE, at, at);
    }
  }

  @Override
  void settle(Receipt receipt, boolean returned, Horizon horizon) {
    if (returned) {
      giveBack(receipt.amount(), receipt.at(), horizon);
    }
  }

  /** Takes back what was spent at an instant, if it still counts. */
  void giveBack(Amount amount, long at, Horizon horizon) {
    if (amount.isZero()) {
      return;
    }
    if (isInLedger()) {
      ledger().remove(amount, at);
      return;
    }
    remove(at);
    if (newest() < at) {
      // Spends that were dropped when this one came may count at moments from before it.
      horizon.raise(at);
    }
  }

  @Override
  boolean isIdle(long now, Moment judged, Horizon horizon) {
    return holdsNothing() || !Nanos.isWithin(length(), newest(), now);
  }

  @Override
  void forget(long now, Horizon horizon) {
    horizon.raise(holdsNothing() ? newest() : Nanos.after(newest(), length()));
  }

  /** How many entries are held. */
  int entries() {
    return isInLedger() ? ledger().size() : size();
  }

  private boolean holdsNothing() {
    return isInLedger() ? ledger().isZero() : size() == 0;
  }

  final void purge(long length, long now) {
    if (!isInLedger()) {
      drop(gone(length, now));
      return;
    }
    ledger().purge(length, now);
    if (ledger().size() == 0) {
      clear();
    }
  }

  /** How many spends of 1 this window may hold, as far as the charge says. */
  private int wanted(Charge charge) {
    int wanted = 0;
    for (Quota quota : charge.quotas()) {
      if (quota.window().equals(window())) {
        wanted = Math.max(wanted, most(quota.max()));
      }
    }
    return wanted == 0 ? Ledger.EXACT : wanted;
  }

  /** How many spends of 1 fit, as far as they are kept as instants. */
  static int most(@Nullable Amount max) {
    return max == null || max.compareTo(MANY) >= 0 ? Ledger.EXACT : max.value().intValue();
  }
}
