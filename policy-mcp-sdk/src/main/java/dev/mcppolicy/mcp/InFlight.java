package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

  private final Map<Object, Pending> requests = new ConcurrentHashMap<>();
  private final Alarm alarm = new Alarm(this::settleLate);

  /** The nanoseconds that a timer can wait. */
  static final long LONGEST = FOR_EVER.toNanos();

  /** Returns the nanoseconds of a duration, at most as many as a timer can wait. */
  static long nanos(Duration patience) {
    return patience.compareTo(FOR_EVER) < 0 ? patience.toNanos() : LONGEST;
  }

  /**
   * Adds a request that is about to be sent.
   *
   * @param due the moment of {@link System#nanoTime} until which its sender waits for the answer
   * @param now such a moment that has come
   * @return the request, or null if it was not added: its id is in use
   */
  @Nullable Pending add(Object id, Reservation reservation, long due, long now) {
    Pending request = new Pending(requests, id, reservation, due);
    if (requests.putIfAbsent(id, request) != null) {
      return null;
    }
    try {
      alarm.ringsBy(due, now);
    } catch (RuntimeException e) {
      request.settle(Outcome.NOT_SENT);
      throw e;
    }
    return request;
  }

  /** Settles what is late, and has the alarm ring for whatever is late next. */
  private void settleLate() {
    long now = System.nanoTime();
    boolean more = false;
    long next = 0;
    for (Pending request : requests.values()) {
      if (request.due() - now <= 0) {
        request.settle(Outcome.TIMEOUT);
      } else if (!more || request.due() - next < 0) {
        more = true;
        next = request.due();
      }
    }
    if (more) {
      alarm.ringsBy(next, now);
    }
  }

  /** Settles a request; nothing happens if it isn't in flight. */
  void settle(Object id, Outcome outcome) {
    Pending request = requests.remove(id);
    if (request != null) {
      request.end(outcome);
    }
  }

  /** Settles all requests alike, and leaves no timer behind. */
  void settleAll(Outcome outcome) {
    requests.values().forEach(request -> request.settle(outcome));
    alarm.stop();
    settleLate(); // whoever has been added meanwhile has the alarm ring again
  }
}
