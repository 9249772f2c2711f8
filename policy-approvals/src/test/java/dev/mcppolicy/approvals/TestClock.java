package dev.mcppolicy.approvals;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;

/** Clocks that stand still until they are told to move, together or apart. */
final class TestClock implements PolicyClock {

  private volatile long nanos;
  private volatile Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  synchronized void advance(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }

  /** Sets the wall clock alone. */
  synchronized void jump(Duration time) {
    wall = wall.plus(time);
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
