package dev.mcppolicy.redis;

import dev.mcppolicy.store.Moment;
import java.time.Duration;
import java.time.Instant;

/**
 * How time is told to the script and read from its answers: as whole ticks. Where the server's own
 * clock counts it is told nothing.
 */
interface Timeline {

  /** The elapsed time of a call, or empty if the server reads its clock. */
  String elapsed(Moment moment);

  /** The time of day of a call, or empty if the server reads its clock. */
  String wall(Moment moment);

  /**
   * The time of day at which the server is likely to judge.
   *
   * @throws IllegalStateException if nothing is known of it
   */
  Instant expected(Moment moment);

  /** A length, rounded up; {@code -} if it never ends. */
  String ticks(Duration length);

  /** A time of day that is a whole number of ticks, or {@code -} for one that never comes. */
  String ticks(Instant wall);

  /** A length that the script answered. */
  Duration length(String ticks);

  /** A time of day that the script answered. */
  Instant wall(String ticks);

  /** Notes what the server's clock read in an answer that has just come. */
  void answered(String wall);

  /** Says whether a window of this length starts at whole ticks. */
  boolean isWhole(Duration length);
}
