package dev.mcppolicy.docs;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told to move. */
public final class TestClock implements PolicyClock {

  private final Instant start;
  private volatile long nanos;

  /** Creates a clock that starts at the epoch. */
  public TestClock() {
    this(Instant.EPOCH);
  }

  /** Creates a clock. */
  public TestClock(Instant start) {
    this.start = start;
  }

  /** Moves it on. */
  public void advance(Duration by) {
    nanos += by.toNanos();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant wall() {
    return start.plusNanos(nanos);
  }
}
