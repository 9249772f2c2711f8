package dev.mcppolicy.audit;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that shows the times of records. Elapsed time never runs backwards. Not thread-safe. */
final class RecordedClock implements PolicyClock {

  private static final Duration LONGEST = Duration.ofDays(10L * 365);

  private static final long FARTHEST = Long.MAX_VALUE / 2;

  private Instant wall;
  private long nanos;

  RecordedClock(Instant start) {
    this.wall = start;
  }

  /** Moves to the time of a record; from a far future there is no way back. */
  void moveTo(Instant time) {
    if (time.isAfter(wall)) {
      Duration step = Duration.between(wall, time);
      long more = step.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : step.toNanos();
      nanos = Math.min(nanos + more, FARTHEST);
      wall = time;
    }
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant wall() {
    return wall;
  }
}
