package dev.mcppolicy;

import java.time.Instant;

/**
 * Where time comes in: elapsed time, by which sliding windows are counted, and the wall clock, by
 * which calendar windows are.
 *
 * <p>Implementations are thread-safe.
 */
public interface PolicyClock {

  /** Returns the clocks of this machine. */
  static PolicyClock system() {
    return SystemClock.INSTANCE;
  }

  /** Returns nanoseconds since some origin. They should never run backwards. */
  long nanos();

  /** Returns the time of day, which may jump. */
  Instant wall();
}
