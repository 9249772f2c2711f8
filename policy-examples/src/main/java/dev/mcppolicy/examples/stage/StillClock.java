package dev.mcppolicy.examples.stage;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved, so that each run prints the same. Thread-safe. */
public final class StillClock implements PolicyClock {

  private volatile Duration elapsed = Duration.ZERO;

  /** Creates a clock that stands at the beginning of 1970. */
  public StillClock() {}

  /** Moves the clock on. */
  public synchronized void advance(Duration time) {
    elapsed = elapsed.plus(time);
  }

  @Override
  public long nanos() {
    return elapsed.toNanos();
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH.plus(elapsed);
  }
}
