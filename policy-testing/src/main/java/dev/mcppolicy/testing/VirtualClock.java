package dev.mcppolicy.testing;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is told to move.
 *
 * <p>This class is thread-safe.
 */
public final class VirtualClock implements PolicyClock {

  private final Instant start;
  private final AtomicLong nanos = new AtomicLong();

  /** Creates a clock that stands at {@code 1970-01-01T00:00:00Z}. */
  public VirtualClock() {
    this(Instant.EPOCH);
  }

  /** Creates a clock that stands at a moment. */
  public VirtualClock(Instant start) {
    this.start = Objects.requireNonNull(start, "start");
  }

  /**
   * Moves the clock on.
   *
   * @throws IllegalArgumentException if {@code time} isn't longer than zero, or takes the clock
   *     more than 292 years from its start
   */
  public void advance(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be longer than zero: " + time);
    }
    try {
      long step = time.toNanos();
      nanos.updateAndGet(now -> Math.addExact(now, step));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("time must stay within 292 years: " + time, e);
    }
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
