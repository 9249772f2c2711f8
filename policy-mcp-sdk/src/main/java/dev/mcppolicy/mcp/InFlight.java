package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that were sent and not yet answered, by id, with what each has taken. Each is
 * settled by its answer, by the end of its time or by the end of the session. Thread-safe.
 *
 * <p>To set a timer for each request costs more than all else that is done for it: where no other
 * timer is set, its thread is woken to hear of this one. One {@linkplain Alarm alarm} serves all.
 */
final class InFlight {

  /** As long as a timer can wait. */
  private static final Duration FOR_EVER = Duration.ofDays(100 * 365);

  private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
  private final Alarm alarm = new Alarm(this::settleLate);

  /**
   * A request.
   *
   * @param due the moment of {@link System#nanoTime} after which nobody waits for the answer
   */
  private record Entry(Reservation reservation, long due) {}

  /** Returns the nanoseconds of a duration, at most as many as a timer can wait. */
  static long nanos(Duration patience) {
    return patience.compareTo(FOR_EVER) < 0 ? patience.toNanos() : FOR_EVER.toNanos();
  }

  /**
   * Adds a request that is about to be sent.
   *
   * @param due the moment of {@link System#nanoTime} until which its sender waits for the answer
   * @return whether it was added: not if its id is in use
   */
  boolean add(Object id, Reservation reservation, long due) {
    Entry entry = new Entry(reservation, due);
    if (entries.putIfAbsent(id, entry) != null) {
      return false;
    }
    try {
      alarm.ringsBy(due);
    } catch (RuntimeException e) {
      settle(id, entry, Outcome.NOT_SENT);
      throw e;
    }
    return true;
  }

  /** Settles what is late, and has the alarm ring for whatever is late next. */
  private void settleLate() {
    long now = System.nanoTime();
    boolean more = false;
    long next = 0;
    for (Map.Entry<Object, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      if (entry.due() - now <= 0) {
        settle(each.getKey(), entry, Outcome.TIMEOUT);
      } else if (!more || entry.due() - next < 0) {
        more = true;
        next = entry.due();
      }
    }
    if (more) {
      alarm.ringsBy(next);
    }
  }

  private void settle(Object id, Entry entry, Outcome outcome) {
    if (entries.remove(id, entry)) {
      entry.reservation().settle(outcome);
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
      entry.reservation().settle(outcome);
    }
  }

  /** Settles all requests alike. */
  void settleAll(Outcome outcome) {
    entries.keySet().forEach(id -> settle(id, outcome));
  }
}
