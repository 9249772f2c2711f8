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
 * <p>While every spend is exactly 1 and there are at most {@value Ledger#EXACT}, they are instants:
 * the newest is a field of its own, those before it are in a ring that is never longer than the
 * limit asks for, but where {@link SpaciousMeter} says so; a {@link Ledger} takes over from there,
 * until it is empty. What has left the window is dropped by a later spend and not by a look, so
 * that a moment from before the look still finds it: the newest spend is all the past that a meter
 * needs to know. As long as there are fewer instants than the limit and the ring has room, nothing
 * in the ring has to be read.
 */
sealed class SlidingMeter extends Meter permits SpaciousMeter {
  private static final Amount MANY = Amount.of(Ledger.EXACT);

  private static final long[] NO_RING = {};

  /** What is no wait: the spend was made; or only the long way can say what becomes of it. */
  static final long PAID = Long.MIN_VALUE;

  static final long UNKNOWN = Long.MIN_VALUE + 1;

  // Sized to fit a 40-byte object.
  private short head;

  /** How many instants are held, the newest included. */
  private short size;

  /** A {@code long[]} of instants, or a {@link Ledger}. */
  private Object log = NO_RING;

  /** The latest of the instants; no spend is judged as if it were before it. */
  private long newest = Long.MIN_VALUE;

  SlidingMeter(Window.Sliding window) {
    super(window);
  }

  private long length() {
    return Nanos.of(((Window.Sliding) window()).length());
  }

  @Override
  long reach(long now, Moment judged, Horizon horizon) {
    return length();
  }

  @Override
  long newest() {
    return log instanceof long[] ? newest : ledger().newest();
  }

  @Override
  Amount spent(long now, Moment judged) {
    return log instanceof long[] ring
        ? Amount.of(size - gone(ring, length(), now))
        : ledger().spent(length(), now);
  }

  @Override
  boolean fits(Amount amount, Amount max, long now, Moment judged) {
    return fits(amount, max, length(), now);
  }

  private boolean fits(Amount amount, Amount max, long length, long now) {
    return log instanceof long[] ring
        ? Total.fits(size - gone(ring, length, now), amount, max)
        : ledger().fits(amount, max, length, now);
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
    if (log instanceof long[] ring) {
      int leaving = 0;
      while (!Total.fits(size - leaving, amount, max)) {
        leaving++;
      }
      return instant(ring, leaving - 1);
    }
    return ledger().makesRoom(amount, max);
  }

  @Override
  @Nullable Pot spend(Amount amount, long now, Charge charge, Moment judged, Horizon horizon) {
    purge(length(), now);
    if (log instanceof long[] ring && isFull(ring)) {
      log = grown(ring, wanted(charge));
    }
    add(amount, now, now);
    return null;
  }

  /**
   * Spends 1 where no window holds more than {@code most}, in the commonest cases: the ring has
   * room without growing, or will have when the entries have gone that must; or the window is full.
   *
   * @param given the elapsed time from which a wait is measured
   * @return {@link #PAID}; or a wait, as {@link #wait(long, long, long)} says, if there is no room;
   *     or {@link #UNKNOWN}, and nothing was done
   */
  long takeOne(int most, long length, long now, long given) {
    if (!(log instanceof long[] ring)) {
      return UNKNOWN;
    }
    int first = head;
    int kept = size;
    while (kept >= most || kept > ring.length) {
      if (kept == 0) {
        return UNKNOWN;
      }
      long oldest = kept == 1 ? newest : ring[first];
      if (Nanos.isWithin(length, oldest, now)) {
        return kept == most && most < Ledger.EXACT ? wait(oldest, length, given) : UNKNOWN;
      }
      first = first + 1 < ring.length ? first + 1 : 0;
      kept--;
    }
    if (kept > 0) {
      int last = first + kept - 1;
      ring[last < ring.length ? last : last - ring.length] = newest;
    }
    newest = now;
    head = (short) first;
    size = (short) (kept + 1);
    return PAID;
  }

  /**
   * How long it is from {@code given} until an entry has left: nanoseconds, {@link Cashier#NEVER},
   * or {@link #UNKNOWN} if that is no plain number.
   */
  static long wait(long entry, long length, long given) {
    if (length == Nanos.FOREVER) {
      return Cashier.NEVER;
    }
    long wait = Nanos.left(entry, length, given);
    return wait < 0 ? UNKNOWN : wait;
  }

  /** Spends an amount where no window holds more than {@code max}; says whether there was room. */
  boolean take(Amount amount, Amount max, long length, long now) {
    if (!fits(amount, max, length, now)) {
      return false;
    }
    if (!amount.isZero()) {
      purge(length, now);
      if (log instanceof long[] ring && isFull(ring)) {
        log = grown(ring, most(max));
      }
      add(amount, now, now);
    }
    return true;
  }

  private boolean isFull(long[] ring) {
    return size > ring.length && size < Ledger.EXACT;
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {
    if (Nanos.isWithin(length(), to, now)) {
      add(amount, from, to);
    }
  }

  private void add(Amount amount, long from, long to) {
    boolean one = amount.isWhole() && amount.wholeValue() == 1;
    if (log instanceof long[] ring && size < Ledger.EXACT && one && from == to) {
      if (size > ring.length) {
        ring = grown(ring, Ledger.EXACT);
        log = ring;
      }
      if (size > 0) {
        ring[index(ring, size - 1)] = newest;
      }
      newest = to;
      size++;
    } else {
      asLedger().add(amount, from, to, length());
    }
  }

  /** Hands over everything that is held, what has left the window included. */
  void bequeath(Heir heir) {
    if (log instanceof long[] ring) {
      for (int i = 0; i < size; i++) {
        long at = instant(ring, i);
        heir.inherit(Amount.ONE, at, at);
      }
    } else {
      ledger().bequeath(heir);
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
    if (log instanceof long[] ring) {
      remove(ring, at);
      if (newest() < at) {
        // Spends that were dropped when this one came may count at moments from before it.
        horizon.raise(at);
      }
    } else {
      ledger().remove(amount, at);
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
    return log instanceof long[] ? size : ledger().size();
  }

  private boolean holdsNothing() {
    return log instanceof long[] ? size == 0 : ledger().isZero();
  }

  private void purge(long length, long now) {
    if (log instanceof long[] ring) {
      int gone = gone(ring, length, now);
      head = gone == size ? 0 : (short) index(ring, gone);
      size -= (short) gone;
    } else {
      Ledger ledger = ledger();
      ledger.purge(length, now);
      if (ledger.size() == 0) {
        log = NO_RING;
        newest = Long.MIN_VALUE;
      }
    }
  }

  private int gone(long[] ring, long length, long now) {
    int gone = 0;
    while (gone < size && !Nanos.isWithin(length, instant(ring, gone), now)) {
      gone++;
    }
    return gone;
  }

  private void remove(long[] ring, long at) {
    int i = size - 1;
    while (i >= 0 && instant(ring, i) > at) {
      i--;
    }
    if (i < 0 || instant(ring, i) != at) {
      return;
    }
    if (i == size - 1) {
      newest = i == 0 ? Long.MIN_VALUE : ring[index(ring, i - 1)];
    } else {
      for (; i < size - 2; i++) {
        ring[index(ring, i)] = ring[index(ring, i + 1)];
      }
    }
    size--;
  }

  /** How long a ring is at least. */
  int leastRing() {
    return 0;
  }

  private long[] grown(long[] ring, int wanted) {
    // One instant more than the ring is long.
    int capacity = Math.max(size + 1, Math.min(2 * size, wanted)) - 1;
    long[] grown = new long[Math.max(capacity, leastRing())];
    for (int i = 0; i < size - 1; i++) {
      grown[i] = ring[index(ring, i)];
    }
    head = 0;
    return grown;
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

  /** How many spends of 1 fit, as far as they are kept in a ring. */
  static int most(@Nullable Amount max) {
    return max == null || max.compareTo(MANY) >= 0 ? Ledger.EXACT : max.value().intValue();
  }

  private Ledger asLedger() {
    if (log instanceof long[] ring) {
      Ledger ledger = new Ledger();
      for (int i = 0; i < size; i++) {
        long at = instant(ring, i);
        ledger.add(Amount.ONE, at, at, length());
      }
      log = ledger;
      head = 0;
      size = 0;
    }
    return ledger();
  }

  private Ledger ledger() {
    return (Ledger) log;
  }

  private long instant(long[] ring, int i) {
    return i == size - 1 ? newest : ring[index(ring, i)];
  }

  private int index(long[] ring, int i) {
    int index = head + i;
    return index < ring.length ? index : index - ring.length;
  }
}
