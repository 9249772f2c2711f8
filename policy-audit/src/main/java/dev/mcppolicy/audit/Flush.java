package dev.mcppolicy.audit;

import java.time.Duration;

/**
 * When records are forced to the disk.
 *
 * @param interval how long they may wait; zero if a decision takes effect only after its record is
 *     on the disk
 */
public record Flush(Duration interval) {

  private static final Flush PER_RECORD = new Flush(Duration.ZERO);

  /**
   * Checks the interval.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Flush {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(AuditMessages.negativeInterval(interval));
    }
  }

  /**
   * A decision takes effect only after its record is on the disk. Records that come together are
   * forced together.
   */
  public static Flush perRecord() {
    return PER_RECORD;
  }

  /**
   * A decision takes effect once its record is queued; what was queued within the interval is lost
   * when the process or the machine dies.
   *
   * @throws IllegalArgumentException if {@code interval} isn't longer than zero
   */
  public static Flush every(Duration interval) {
    if (interval.isZero()) {
      throw new IllegalArgumentException(AuditMessages.negativeInterval(interval));
    }
    return new Flush(interval);
  }

  boolean isPerRecord() {
    return interval.isZero();
  }
}
