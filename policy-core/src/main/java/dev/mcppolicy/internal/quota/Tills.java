package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Window;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The room that a {@link CrowdedMeter} has left, in shares for threads that then don't meet. No
 * share can be spent twice, and all of them together are what fits: a limit holds in every window
 * as it would without tills, and that no share has room left doesn't mean that there is none.
 *
 * <p>Paying is thread-safe. All else is guarded by the lock of the counter.
 */
final class Tills {

  /** What is no instant: nothing was paid. */
  static final long UNPAID = Long.MIN_VALUE;

  /**
   * A power of two, at least twice the processors up to some: threads of one pool have numbers in a
   * row.
   */
  private static final int MOST =
      2 * Integer.highestOneBit(Math.min(63, 2 * Runtime.getRuntime().availableProcessors() - 1));

  private final Window.Sliding window;
  private final Amount max;
  private final long length;
  private final Horizon horizon;
  private final long since;
  private final AtomicReferenceArray<@Nullable Till> tills = new AtomicReferenceArray<>(MOST);

  /** What is in nobody's share. */
  private long room;

  /**
   * Makes tills, none of which is open.
   *
   * @param max what a window may hold
   * @param room how much of that is left at {@code since}
   * @param since the instant of the latest spend
   */
  Tills(Window.Sliding window, Amount max, long room, long since, Horizon horizon) {
    this.window = window;
    this.max = max;
    this.length = Nanos.of(window.length());
    this.room = room;
    this.since = since;
    this.horizon = horizon;
  }

  /** Says whether what is paid here is limited like this. */
  boolean areFor(Window.Sliding asked, Amount most) {
    return window.equals(asked) && max.equals(most);
  }

  /** Spends 1 from the share of this thread; returns when, or {@link #UNPAID}. */
  long pay(long given) {
    Till till = tills.getAcquire(place());
    return till == null ? UNPAID : till.pay(given, horizon);
  }

  /** Gives this thread half of the room that is left; says whether there was any. */
  boolean widen() {
    if (room == 0) {
      return false;
    }
    int place = place();
    Till till = tills.getAcquire(place);
    if (till == null) {
      till = new Till(window, length, since);
      tills.setRelease(place, till);
    }
    int more = (int) Math.min(room - room / 2, till.growth());
    room -= more; // first: whatever fails now, nobody has it twice
    till.widen(more);
    return more > 0;
  }

  /** Closes all; returns the instants of what was spent and may still count, oldest first. */
  long[] close() {
    int paid = 0;
    for (int i = 0; i < MOST; i++) {
      Till till = tills.getAcquire(i);
      if (till != null) {
        till.close();
        paid += till.paid().entries();
      }
    }
    long[] instants = new long[paid];
    for (int i = 0; i < MOST; i++) {
      Till till = tills.getAcquire(i);
      if (till != null) {
        SlidingMeter meter = till.paid();
        for (int entry = meter.entries() - 1; entry >= 0; entry--) {
          instants[--paid] = meter.instant(entry);
        }
      }
    }
    Arrays.sort(instants);
    return instants;
  }

  private static int place() {
    return (int) Thread.currentThread().getId() & (MOST - 1);
  }
}
