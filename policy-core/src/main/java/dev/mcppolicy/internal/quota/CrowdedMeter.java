package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Window;
import org.jspecify.annotations.Nullable;

/**
 * A sliding meter that hands the room it has left to {@link Tills} once threads keep meeting at it.
 * Whoever does anything else with it has them closed before: locking it takes all back.
 */
abstract sealed class CrowdedMeter extends SlidingMeter permits SpaciousMeter {

  /** How often threads have to meet first; to open and to close costs as much as a few meetings. */
  static final int CROWD = 32;

  /** How often that is at most where nothing is gained: many threads use little room up at once. */
  static final int LARGEST_CROWD = 1_024;

  /** How many payments at tills are worth that. */
  static final int WORTH = 64;

  /** How much room is worth dividing. */
  static final int LEAST_ROOM = 16;

  private int meetings;
  private int crowd = CROWD;

  /** Read by those who see that this is lent, and else guarded by the lock. */
  private @Nullable Tills tills;

  CrowdedMeter(Window.Sliding window) {
    super(window);
  }

  /**
   * Spends 1 at the till of this thread, if there is one; returns when, or {@link Tills#UNPAID}.
   */
  final long payAtTill(Window.Sliding window, Amount max, long given) {
    Tills open = isLent() ? tills : null;
    return open == null || !open.areFor(window, max) ? Tills.UNPAID : open.pay(given);
  }

  /** The same for a thread that has locked this; the till gets a share, or a larger one. */
  final long payAtWiderTill(Window.Sliding window, Amount max, long given) {
    Tills open = tills;
    return open != null && open.areFor(window, max) && open.widen()
        ? open.pay(given)
        : Tills.UNPAID;
  }

  /** Notes that a thread had to wait here to spend 1, which it just did; there is one window. */
  final void met(Amount max, Horizon horizon) {
    if (++meetings < crowd || !max.isWhole() || newest() == Tills.UNPAID) {
      return;
    }
    purge(length(), newest());
    Amount spent = spent(newest());
    long room = spent.isWhole() ? max.wholeValue() - spent.wholeValue() : 0;
    if (room >= LEAST_ROOM) {
      meetings = 0;
      tills = new Tills((Window.Sliding) window(), max, room, newest(), horizon);
      lend();
    }
  }

  @Override
  final void gather() {
    Tills open = tills;
    if (open != null) {
      long[] paid = open.close();
      for (long at : paid) {
        add(Amount.ONE, at, at, Ledger.EXACT);
      }
      tills = null;
      crowd = paid.length < WORTH ? Math.min(2 * crowd, LARGEST_CROWD) : CROWD;
    }
  }
}
