package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Window;

/**
 * The instants of spends of exactly 1, oldest first, as long as there are at most {@value
 * Ledger#EXACT}; a {@link Ledger} takes over from there, until it is empty.
 *
 * <p>The newest four are fields, so that who spends little is one object, and that is all that has
 * to be looked at. Those before them are in a ring that is never longer than the limit asks for,
 * but where {@link SpaciousMeter} says so. As long as there are fewer instants than the limit and
 * the ring has room, nothing in the ring has to be read; when the oldest field has left the window,
 * all of the ring has, too.
 */
abstract sealed class Instants extends Meter permits SlidingMeter {

  /** What is no wait: the spend was made; or only the long way can say what becomes of it. */
  static final long PAID = Long.MIN_VALUE;

  static final long UNKNOWN = Long.MIN_VALUE + 1;

  private static final int FIELDS = 4;
  private static final short IN_LEDGER = -1;
  private static final long[] NO_RING = {};

  /** A ring of as many ends in {@link #GAP} places that stay empty. */
  static final int LONG_RING = 48;

  /** Two cache lines: behind a ring may lie what another thread changes all the time. */
  private static final int GAP = 16;

  // Sized to fit a 64-byte object.

  /** Where in the ring the oldest is, if one is there. */
  private short head;

  /** How many there are, or {@link #IN_LEDGER}. */
  private short size;

  /** A {@code long[]} of those that have no field, or a {@link Ledger}. */
  private Object log = NO_RING;

  /** The latest; no spend is judged as if it were before it. */
  private long newest = Long.MIN_VALUE;

  private long second;
  private long third;
  private long fourth;

  Instants(Window.Sliding window) {
    super(window);
  }

  /** How long a ring is at least. */
  int leastRing() {
    return 0;
  }

  /** Says whether the spends are in a ledger, and no instants here. */
  final boolean isInLedger() {
    return size < 0;
  }

  final Ledger ledger() {
    return (Ledger) log;
  }

  final int size() {
    return size;
  }

  /** The latest instant of all, even if it has left; {@link Long#MIN_VALUE} if there was none. */
  final long latest() {
    return newest;
  }

  final long instant(int i) {
    int later = size - 1 - i;
    return later < FIELDS ? field(later) : ring()[index(ring(), i)];
  }

  private long field(int later) {
    return switch (later) {
      case 0 -> newest;
      case 1 -> second;
      case 2 -> third;
      default -> fourth;
    };
  }

  /**
   * Spends 1 where no window holds more than {@code most}, in the commonest cases: there is room
   * without a longer ring, or will be when those have gone that must; or the window is full.
   *
   * @param given the elapsed time from which a wait is measured
   * @return {@link #PAID}; or a wait, as {@link #wait(long, long, long)} says, if there is no room;
   *     or {@link #UNKNOWN}, and nothing was done
   */
  final long takeOne(int most, long length, long now, long given) {
    int kept = size;
    if (kept >= FIELDS && !Nanos.isWithin(length, fourth, now)) {
      kept = FIELDS - 1;
    }
    if (kept < 0) {
      return UNKNOWN;
    }
    if (kept >= FIELDS || kept >= most) {
      return takeOneOfMany(most, kept, length, now, given);
    }
    push(head, kept, now);
    return PAID;
  }

  private long takeOneOfMany(int most, int all, long length, long now, long given) {
    long[] ring = ring();
    int first = head;
    int kept = all;
    int room = room(ring);
    while (kept >= most || kept - FIELDS >= room) {
      if (kept == 0) {
        return UNKNOWN;
      }
      long oldest = kept > FIELDS ? ring[first] : field(kept - 1);
      if (Nanos.isWithin(length, oldest, now)) {
        return kept == most && most < Ledger.EXACT ? wait(oldest, length, given) : UNKNOWN;
      }
      if (kept > FIELDS) {
        first = first + 1 < room ? first + 1 : 0;
      }
      kept--;
    }
    push(first, kept, now);
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

  /** Adds an instant behind those that are kept, if the ring has room. */
  private void push(int first, int kept, long at) {
    if (kept >= FIELDS) {
      long[] ring = ring();
      int room = room(ring);
      int last = first + kept - FIELDS;
      ring[last < room ? last : last - room] = fourth;
    }
    fourth = third;
    third = second;
    second = newest;
    newest = at;
    head = (short) first;
    size = (short) (kept + 1);
  }

  /** Says whether one more instant needs a longer ring. */
  final boolean isFull() {
    return !isInLedger() && size - FIELDS >= room(ring());
  }

  /** Adds an instant, not before the newest; there must be fewer than {@value Ledger#EXACT}. */
  final void add(long at, int wanted) {
    if (isFull()) {
      log = grown(wanted);
      head = 0;
    }
    push(head, size, at);
  }

  private long[] grown(int wanted) {
    int most = Math.max(size + 1, Math.min(2 * size, wanted));
    int room = Math.max(most - FIELDS, leastRing());
    long[] grown = new long[room < LONG_RING ? room : room + GAP];
    for (int i = 0; i < size - FIELDS; i++) {
      grown[i] = instant(i);
    }
    return grown;
  }

  /** How many have left. */
  final int gone(long length, long now) {
    int gone = 0;
    while (gone < size && !Nanos.isWithin(length, instant(gone), now)) {
      gone++;
    }
    return gone;
  }

  /** Drops so many of the oldest. */
  final void drop(int gone) {
    head = gone < size - FIELDS ? (short) index(ring(), gone) : 0;
    size -= (short) gone;
  }

  /** Drops one of those that came at an instant, if there is one. */
  final void remove(long at) {
    int i = size - 1;
    while (i >= 0 && instant(i) > at) {
      i--;
    }
    if (i >= 0 && instant(i) == at) {
      removeFrom(i);
      size--;
    }
  }

  private void removeFrom(int position) {
    int ringed = size - FIELDS;
    if (position < ringed) {
      long[] ring = ring();
      for (int i = position; i < ringed - 1; i++) {
        ring[index(ring, i)] = ring[index(ring, i + 1)];
      }
      return;
    }
    // Those before it move up, of the fields and of the ring's the last one.
    int later = size - 1 - position;
    if (later == 0) {
      newest = size == 1 ? Long.MIN_VALUE : second;
    }
    if (later <= 1) {
      second = third;
    }
    if (later <= 2) {
      third = fourth;
    }
    if (ringed > 0) {
      fourth = instant(ringed - 1);
    }
  }

  /** Returns a ledger with all of them, in which spends are from now on. */
  final Ledger toLedger(long length) {
    Ledger ledger = new Ledger();
    for (int i = 0; i < size; i++) {
      long at = instant(i);
      ledger.add(Amount.ONE, at, at, length);
    }
    log = ledger;
    size = IN_LEDGER;
    return ledger;
  }

  /** Begins anew, without a ledger. */
  final void clear() {
    log = NO_RING;
    head = 0;
    size = 0;
    newest = Long.MIN_VALUE;
  }

  private long[] ring() {
    return (long[]) log;
  }

  private int index(long[] ring, int i) {
    int index = head + i;
    int room = room(ring);
    return index < room ? index : index - room;
  }

  private static int room(long[] ring) {
    return ring.length < LONG_RING ? ring.length : ring.length - GAP;
  }
}
