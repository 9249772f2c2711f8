package dev.mcppolicy.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts calls by time, in so few stretches of one length that they can be drawn; the length grows
 * with the log. Not thread-safe.
 */
final class History {

  private static final int MOST = 96;
  private static final long[] STEPS = {
    1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 7 * 86400, 28 * 86400
  };

  private TreeMap<Long, Tally> stretches = new TreeMap<>();
  private long step = STEPS[0];

  void count(Instant time, Tally decided) {
    stretches.merge(Math.floorDiv(time.getEpochSecond(), step), decided, Tally::plus);
    while (stretches.lastKey() - stretches.firstKey() >= MOST) {
      widen();
    }
  }

  private void widen() {
    long wider = step * 10;
    for (int i = STEPS.length - 1; i >= 0 && STEPS[i] > step; i--) {
      wider = STEPS[i];
    }
    TreeMap<Long, Tally> merged = new TreeMap<>();
    for (Map.Entry<Long, Tally> stretch : stretches.entrySet()) {
      merged.merge(Math.floorDiv(stretch.getKey() * step, wider), stretch.getValue(), Tally::plus);
    }
    stretches = merged;
    step = wider;
  }

  Duration step() {
    return Duration.ofSeconds(step);
  }

  /** Returns all stretches from the first to the last, those without calls too. */
  List<ReportColumn> columns() {
    List<ReportColumn> columns = new ArrayList<>();
    if (!stretches.isEmpty()) {
      for (long at = stretches.firstKey(); at <= stretches.lastKey(); at++) {
        columns.add(new ReportColumn(start(at), stretches.getOrDefault(at, Tally.NONE)));
      }
    }
    return columns;
  }

  private Instant start(long at) {
    return Instant.ofEpochSecond(
        Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), at * step)));
  }
}
