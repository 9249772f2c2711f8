package dev.mcppolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to move. */
public final class VirtualClock implements PolicyClock {

  private final Instant start;
  private final AtomicLong nanos = new AtomicLong();

  public VirtualClock() {
    this(Instant.EPOCH);
  }

  public VirtualClock(Instant start) {
    this.start = start;
  }

  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant wall() {
    return start.plusNanos(nanos.get());
  }
}
