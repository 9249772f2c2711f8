package dev.mcppolicy.internal.quota;

import java.time.Duration;

/**
 * Arithmetic of elapsed time. Instants are any {@code long}s; what lies between two of them may not
 * fit one, and is never computed as if it did.
 */
final class Nanos {
  /** A length that no time exceeds: what starts never ends. */
  static final long FOREVER = Long.MAX_VALUE;

  private static final long SECONDS = FOREVER / 1_000_000_000;

  private Nanos() {}

  /** The length in nanoseconds, or {@link #FOREVER} if it is longer than a {@code long} says. */
  static long of(Duration length) {
    long seconds = length.getSeconds();
    long nanos = seconds * 1_000_000_000 + length.getNano();
    return seconds > SECONDS || (seconds == SECONDS && nanos < 0) ? FOREVER : nanos;
  }

  /** Says whether at {@code now} less than {@code length} has passed since {@code then}. */
  static boolean isWithin(long length, long then, long now) {
    // The difference, read without a sign, is exact.
    return length == FOREVER || now <= then || Long.compareUnsigned(now - then, length) < 0;
  }

  /** How long it is from {@code from} until {@code length} after {@code start}. */
  static Duration until(long start, long length, long from) {
    return Duration.ofNanos(start).plusNanos(length).minus(Duration.ofNanos(from));
  }

  /**
   * The same in nanoseconds; below zero if {@code from} is before {@code start}, or past the end.
   */
  static long left(long start, long length, long from) {
    long passed = from - start;
    return from < start || passed < 0 ? -1 : length - passed;
  }

  static Duration between(long from, long to) {
    return Duration.ofNanos(to).minus(Duration.ofNanos(from));
  }

  /** The instant {@code length} after {@code start}, or the last one if it lies past that. */
  static long after(long start, long length) {
    long end = start + length;
    return end < start ? Long.MAX_VALUE : end;
  }

  /** Twice the length, or {@link #FOREVER}. */
  static long twice(long length) {
    return length > FOREVER / 2 ? FOREVER : 2 * length;
  }
}
