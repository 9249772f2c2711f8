package dev.mcppolicy.internal.quota;

import java.time.Instant;

/**
 * One window on the clock.
 *
 * @param start its first instant
 * @param end the first instant after it, or {@link Instant#MAX} if it ends past all instants
 */
record Span(Instant start, Instant end) {

  boolean isOverAt(Instant wall) {
    return !wall.isBefore(end) && !end.equals(Instant.MAX);
  }

  boolean contains(Instant wall) {
    return !wall.isBefore(start) && !isOverAt(wall);
  }
}
