package dev.mcppolicy.audit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts latencies in steps of a sixteenth of their magnitude, of which there are at most about a
 * thousand. Not thread-safe.
 */
final class Latencies {

  private static final int BITS = 4;

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long total;
  private long longest;

  void add(Duration latency) {
    long micros = micros(latency);
    counts.merge(top(micros), 1L, Long::sum);
    total++;
    longest = Math.max(longest, micros);
  }

  void addAll(Latencies others) {
    others.counts.forEach((top, count) -> counts.merge(top, count, Long::sum));
    total += others.total;
    longest = Math.max(longest, others.longest);
  }

  private static long micros(Duration latency) {
    if (latency.isNegative()) {
      return 0;
    }
    try {
      return Math.addExact(
          Math.multiplyExact(latency.getSeconds(), 1_000_000L), latency.getNano() / 1000);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Returns the end of the step in which a number is. */
  private static long top(long micros) {
    int magnitude = 63 - Long.numberOfLeadingZeros(Math.max(1, micros));
    int shift = Math.max(0, magnitude - BITS);
    return micros | ((1L << shift) - 1);
  }

  Optional<Latency> summary() {
    if (total == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Latency(total, percentile(50), percentile(90), percentile(99), duration(longest)));
  }

  private Duration percentile(int percent) {
    long rank = (total * percent + 99) / 100;
    long seen = 0;
    for (Map.Entry<Long, Long> step : counts.entrySet()) {
      seen += step.getValue();
      if (seen >= rank) {
        return duration(Math.min(step.getKey(), longest));
      }
    }
    return duration(longest);
  }

  private static Duration duration(long micros) {
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1000);
  }
}
