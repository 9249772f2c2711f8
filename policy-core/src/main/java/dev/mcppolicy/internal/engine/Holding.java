package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Ticket;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What one allowed call holds: a ticket of the store, and listeners to tell when it is settled. */
final class Holding implements Reservation {

  private final AtomicBoolean settled = new AtomicBoolean();
  private final Court court;
  private final @Nullable Ticket ticket;
  private final Bill bill;
  private final String id;
  private final long since;

  Holding(Court court, @Nullable Ticket ticket, Bill bill, String id, long since) {
    this.court = court;
    this.ticket = ticket;
    this.bill = bill;
    this.id = id;
    this.since = since;
  }

  String id() {
    return id;
  }

  @Override
  public void settle(Outcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    if (ticket != null) {
      giveBack(court.store(), ticket, bill.returned(outcome));
    }
    if (!court.audience().isEmpty()) {
      court.audience().settled(id, outcome, since);
    }
  }

  /**
   * Gives back everything of a call that was denied after all, and of which nobody has heard. Says
   * whether that had not been done before.
   */
  boolean release() {
    boolean first = settled.compareAndSet(false, true);
    if (first && ticket != null) {
      giveBack(court.store(), ticket, bill.returned(Outcome.NOT_SENT));
    }
    return first;
  }

  /** The same for a call that may have been recorded, so that the recorder hears of it. */
  void withdraw() {
    if (release()) {
      court.audience().notSent(id, since);
    }
  }

  /** Settles a ticket; what a store throws is logged, since the call is over. */
  static void giveBack(CounterStore store, Ticket ticket, BitSet returned) {
    try {
      store
          .settle(ticket, returned)
          .whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  Log.notSettled(failure);
                }
              });
    } catch (Throwable failure) {
      Log.notSettled(failure);
    }
  }
}
