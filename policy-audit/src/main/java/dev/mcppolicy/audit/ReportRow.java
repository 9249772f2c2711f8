package dev.mcppolicy.audit;

import dev.mcppolicy.Outcome;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a report says of the calls of one tool, grant, server or policy.
 *
 * @param name its name, cut if it is very long; empty for calls that name none
 * @param calls how they were decided
 * @param outcomes what became of those that were allowed, as far as it is recorded
 * @param latency how long they took, if any has ended
 */
public record ReportRow(
    String name, Tally calls, Map<Outcome, Long> outcomes, Optional<Latency> latency) {

  /** Copies the map. */
  public ReportRow {
    Objects.requireNonNull(name, "name");
    outcomes = Map.copyOf(outcomes);
  }

  /** Returns how many calls ended so. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Returns how many allowed calls have no outcome: they are in flight, or it was lost. */
  public long withoutOutcome() {
    long ended = outcomes.values().stream().mapToLong(Long::longValue).sum();
    return Math.max(0, calls.allowed() + calls.nearlyDenied() - ended);
  }
}
