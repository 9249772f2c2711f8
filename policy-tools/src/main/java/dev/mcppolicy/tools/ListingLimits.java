package dev.mcppolicy.tools;

import java.time.Duration;

/**
 * How much a server may take while its tools are listed.
 *
 * @param time how long it may take in all
 * @param pages how many pages the list may have
 * @param bytes how many bytes it may write in all; a message never has more than a mebibyte
 */
public record ListingLimits(Duration time, int pages, long bytes) {

  /** 30 seconds, 1,000 pages, 32 MiB. */
  public static final ListingLimits DEFAULT =
      new ListingLimits(Duration.ofSeconds(30), 1_000, 32L * 1024 * 1024);

  /**
   * Checks that each is positive.
   *
   * @throws IllegalArgumentException if one isn't, or the time is longer than an hour
   */
  public ListingLimits {
    if (time.isNegative() || time.isZero() || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("time must be positive, and an hour at most: " + time);
    }
    if (pages < 1) {
      throw new IllegalArgumentException("pages must be >= 1: " + pages);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be >= 1: " + bytes);
    }
  }

  /** Returns these limits with another time. */
  public ListingLimits within(Duration time) {
    return new ListingLimits(time, pages, bytes);
  }
}
