package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The requests that were sent and not yet answered, by id, with what each has taken. Each is
 * settled by its answer, by the end of its time or by the end of the session. Thread-safe.
 */
final class InFlight {

  /** As long as a timer can wait. */
  private static final Duration FOR_EVER = Duration.ofDays(100 * 365);

  private final Map<Object, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(Reservation reservation, Disposable.Swap timer) {

    void settle(Outcome outcome) {
      reservation.settle(outcome);
      timer.dispose();
    }
  }

  /**
   * Adds a request that is about to be sent.
   *
   * @param patience how long its sender waits for the answer
   * @return whether it was added: not if its id is in use
   */
  boolean add(Object id, Reservation reservation, Duration patience) {
    Entry entry = new Entry(reservation, Disposables.swap());
    if (entries.putIfAbsent(id, entry) != null) {
      return false;
    }
    try {
      entry
          .timer()
          .update(
              Schedulers.parallel()
                  .schedule(
                      () -> settle(id, entry, Outcome.TIMEOUT),
                      nanos(patience),
                      TimeUnit.NANOSECONDS));
    } catch (RuntimeException e) {
      settle(id, entry, Outcome.NOT_SENT);
      throw e;
    }
    return true;
  }

  private static long nanos(Duration patience) {
    return patience.isNegative()
        ? 0
        : patience.compareTo(FOR_EVER) < 0 ? patience.toNanos() : FOR_EVER.toNanos();
  }

  private void settle(Object id, Entry entry, Outcome outcome) {
    if (entries.remove(id, entry)) {
      entry.settle(outcome);
    }
  }

  /** Says whether a request with an id is in flight. */
  boolean holds(Object id) {
    return entries.containsKey(id);
  }

  /** Settles a request; nothing happens if it isn't in flight. */
  void settle(Object id, Outcome outcome) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      entry.settle(outcome);
    }
  }

  /** Settles all requests alike. */
  void settleAll(Outcome outcome) {
    entries.keySet().forEach(id -> settle(id, outcome));
  }
}
