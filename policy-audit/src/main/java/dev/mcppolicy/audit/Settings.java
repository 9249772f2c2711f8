package dev.mcppolicy.audit;

import dev.mcppolicy.PolicyClock;
import java.time.Duration;

/**
 * How a log is written.
 *
 * @param flush when records are forced to the disk
 * @param whenUnavailable what becomes of calls that can't be written down
 * @param rotateAt how many bytes a file may hold before it is full
 * @param rotateAfter how old its first record may be
 * @param checkpointRecords how many records may come without a signature
 * @param checkpointInterval how long they may stay without one
 * @param clock the time
 */
record Settings(
    Flush flush,
    WhenUnavailable whenUnavailable,
    long rotateAt,
    Duration rotateAfter,
    long checkpointRecords,
    Duration checkpointInterval,
    PolicyClock clock) {

  long forceNanos() {
    return nanos(flush.interval());
  }

  long checkpointNanos() {
    return nanos(checkpointInterval);
  }

  /** Returns the nanoseconds of a duration, at most as many as a long holds. */
  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
