package dev.mcppolicy.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which counters of a replay may hold more or less than they would have. Not thread-safe. */
final class Uncertainty {

  private final PolicyReads reads;
  private final Map<String, Instant> until = new HashMap<>();

  Uncertainty(PolicyReads reads) {
    this.reads = reads;
  }

  /** Says that it is unknown whether a call of a tool was counted. */
  void of(String tool, Instant time) {
    reads.ofTool(tool).counters().forEach(counter -> of(time, counter));
  }

  /** Says that it is unknown which calls were counted. */
  void ofAll(Instant time) {
    reads.counters().forEach(counter -> of(time, counter));
  }

  private void of(Instant time, String counter) {
    Duration memory = reads.memory(counter);
    Instant end = time.isAfter(Instant.MAX.minus(memory)) ? Instant.MAX : time.plus(memory);
    until.merge(counter, end, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Returns a counter that calls of a tool meet and that is uncertain, if there is one. */
  Optional<String> at(String tool, Instant time) {
    return reads.ofTool(tool).counters().stream()
        .filter(counter -> !until.getOrDefault(counter, Instant.MIN).isBefore(time))
        .sorted()
        .findFirst();
  }
}
