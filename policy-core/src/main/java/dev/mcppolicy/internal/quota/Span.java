package dev.mcppolicy.internal.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * One window on the clock.
 *
 * @param start its first instant
 * @param end the first instant after it, or {@link Instant#MAX} if it ends past all instants
 * @param nanos how long it is
 */
public record Span(Instant start, Instant end, long nanos) {

  static Span of(Instant start, Instant end) {
    return new Span(start, end, Nanos.of(Duration.between(start, end)));
  }

  boolean isOverAt(Instant wall) {
    return !wall.isBefore(end) && !end.equals(Instant.MAX);
  }

  boolean contains(Instant wall) {
    return !wall.isBefore(start) && !isOverAt(wall);
  }
}
