package dev.mcppolicy.approvals;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time after which something is over. It is over when either clock says so: the elapsed
 * time, which a wall clock set back does not hold up, or the wall clock, which goes on while the
 * machine sleeps.
 *
 * @param since when it began, by the wall clock
 * @param sinceNanos when it began, by the elapsed time
 * @param length how long it is
 */
record Term(Instant since, long sinceNanos, Duration length) {

  static Term starting(PolicyClock clock, Duration length) {
    return new Term(clock.wall(), clock.nanos(), length);
  }

  /** Returns the rest of a span that began in an earlier process; null if it can't be trusted. */
  static @Nullable Term resumed(PolicyClock clock, Instant since, Duration length) {
    Duration elapsed = Duration.between(since, clock.wall());
    if (elapsed.isNegative() || elapsed.compareTo(length) >= 0) {
      return null;
    }
    return new Term(since, clock.nanos() - elapsed.toNanos(), length);
  }

  /**
   * Returns when it began, as it is written down: so long before the time that the clock shows now
   * as has elapsed. Else a clock that was set back would make it longer.
   */
  Instant written(PolicyClock clock) {
    Instant elapsed = clock.wall().minusNanos(clock.nanos() - sinceNanos);
    return elapsed.isBefore(since) ? elapsed : since;
  }

  boolean isOver(PolicyClock clock) {
    return clock.nanos() - sinceNanos >= length.toNanos() || !clock.wall().isBefore(until());
  }

  Instant until() {
    return since.plus(length);
  }
}
