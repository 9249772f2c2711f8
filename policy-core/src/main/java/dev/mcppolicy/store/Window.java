package dev.mcppolicy.store;

import dev.mcppolicy.internal.quota.CalendarWindows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stretch of time over which a quota counts. */
public sealed interface Window {

  /**
   * The half-open interval (now − length, now].
   *
   * @param length how long; more than zero
   */
  record Sliding(Duration length) implements Window {
    /** Checks the length. */
    public Sliding {
      requirePositive(length);
    }

    // Written out, as of a counter's id, for the sake of the first policy that a JVM loads.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sliding that && length.equals(that.length);
    }

    @Override
    public int hashCode() {
      return length.hashCode();
    }
  }

  /**
   * A stretch that starts on the clock: a week on Monday at midnight, any other at midnight and
   * every length from there.
   *
   * @param length seven days, or a length that divides a day
   * @param zone whose clock
   */
  record Calendar(Duration length, ZoneId zone) implements Window {
    /** Seven days: the one length that is longer than a day. */
    public static final Duration WEEK = Duration.ofDays(7);

    /** Checks the length. */
    public Calendar {
      requirePositive(length);
      Objects.requireNonNull(zone, "zone");
      if (!length.equals(WEEK) && !dividesADay(length)) {
        throw new IllegalArgumentException("length must be a week or divide a day: " + length);
      }
    }

    /** Returns the first instant of the window that holds an instant. */
    public Instant start(Instant at) {
      return CalendarWindows.around(this, at).start();
    }

    /**
     * Returns the first instant after the window that holds an instant, or {@link Instant#MAX} if
     * that window never ends.
     */
    public Instant end(Instant at) {
      return CalendarWindows.around(this, at).end();
    }

    /** Says whether a whole number of such lengths makes a day. */
    public static boolean dividesADay(Duration length) {
      return !length.isNegative()
          && !length.isZero()
          && length.compareTo(Duration.ofDays(1)) <= 0
          && Duration.ofDays(1).toNanos() % length.toNanos() == 0;
    }
  }

  /** All of the counter's life. */
  record Lifetime() implements Window {}

  /** From the taking of a charge until its settlement: how many calls are in flight. */
  record InFlight() implements Window {}

  private static void requirePositive(Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("length must be longer than zero: " + length);
    }
  }
}
