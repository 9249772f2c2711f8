package dev.mcppolicy.audit;

import dev.mcppolicy.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts calls by a name, of which there is only room for so many. A name that was allowed a call
 * takes the room of one that never was, so that nobody fills it with names of their own making.
 * What finds no room is counted together. Not thread-safe.
 */
final class CallTable {

  private final int room;
  private final Map<String, Counts> names = new LinkedHashMap<>();
  private final Counts other = new Counts();

  CallTable(int room) {
    this.room = room;
  }

  /** What is counted of one name. */
  static final class Counts {
    private Tally calls = Tally.NONE;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Latencies latencies = new Latencies();

    void settle(Outcome outcome, Duration latency) {
      outcomes.merge(outcome, 1L, Long::sum);
      latencies.add(latency);
    }

    private void add(Counts more) {
      calls = calls.plus(more.calls);
      more.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
      latencies.addAll(more.latencies);
    }

    private boolean wasAllowed() {
      return calls.allowed() + calls.nearlyDenied() > 0;
    }

    ReportRow row(String name) {
      return new ReportRow(name, calls, outcomes, latencies.summary());
    }
  }

  /** Counts a decision, and returns where its outcome is counted. */
  Counts count(String name, Tally decided) {
    String bounded = Named.of(name);
    Counts counts = names.get(bounded);
    if (counts == null) {
      counts = placeFor(bounded, decided.denied() == 0);
    }
    counts.calls = counts.calls.plus(decided);
    return counts;
  }

  private Counts placeFor(String name, boolean allowed) {
    if (names.size() >= room && !(allowed && makeRoom())) {
      return other;
    }
    Counts counts = new Counts();
    names.put(name, counts);
    return counts;
  }

  private boolean makeRoom() {
    Optional<Map.Entry<String, Counts>> least =
        names.entrySet().stream()
            .filter(entry -> !entry.getValue().wasAllowed())
            .min(Comparator.comparingLong(entry -> entry.getValue().calls.denied()));
    least.ifPresent(
        entry -> {
          other.add(entry.getValue());
          names.remove(entry.getKey());
        });
    return least.isPresent();
  }

  ReportTable table() {
    List<ReportRow> rows = new ArrayList<>();
    names.forEach((name, counts) -> rows.add(counts.row(name)));
    rows.sort(
        Comparator.comparingLong((ReportRow row) -> row.calls().calls())
            .reversed()
            .thenComparing(ReportRow::name));
    return new ReportTable(
        rows, other.calls.calls() == 0 ? Optional.empty() : Optional.of(other.row("")));
  }
}
