package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.util.Map;

/**
 * A request that was sent and not yet answered, with what it has taken. It is settled once, by
 * whoever removes it from among the others. Thread-safe.
 */
final class Pending {

  private final Map<Object, Pending> all;
  private final Object id;
  private final Reservation reservation;
  private final long due;
  private volatile boolean open = true;

  /**
   * Makes a request that is not among the others yet.
   *
   * @param all where it will be, by its id, as long as it isn't settled
   * @param due the moment of {@link System#nanoTime} after which nobody waits for the answer
   */
  Pending(Map<Object, Pending> all, Object id, Reservation reservation, long due) {
    this.all = all;
    this.id = id;
    this.reservation = reservation;
    this.due = due;
  }

  long due() {
    return due;
  }

  /** Says whether this isn't settled yet. */
  boolean isOpen() {
    return open;
  }

  /** Settles this, unless that was done before. */
  void settle(Outcome outcome) {
    if (all.remove(id, this)) {
      end(outcome);
    }
  }

  /** Settles this, for whoever has removed it. */
  void end(Outcome outcome) {
    open = false; // first: what is given back must not be sent
    reservation.settle(outcome);
  }
}
