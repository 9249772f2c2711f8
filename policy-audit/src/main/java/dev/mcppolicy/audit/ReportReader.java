package dev.mcppolicy.audit;

import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Settled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what the records of a log say. Not thread-safe. */
final class ReportReader {

  /** How many names of one kind are told apart. */
  static final int NAMES = 500;

  /** How many reasons are told apart. */
  static final int REASONS = 500;

  /** How many allowed calls are remembered until their outcome comes. */
  private static final int IN_FLIGHT = 100_000;

  private final CallTable tools = new CallTable(NAMES);
  private final CallTable servers = new CallTable(NAMES);
  private final CallTable grants = new CallTable(NAMES);
  private final CallTable policies = new CallTable(NAMES);
  private final CallTable.Counts all = new CallTable.Counts();
  private final ReasonTable reasons = new ReasonTable(REASONS);
  private final History history = new History();
  private final Map<String, List<CallTable.Counts>> inFlight =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<CallTable.Counts>> eldest) {
          return size() > IN_FLIGHT;
        }
      };

  private Tally total = Tally.NONE;
  private long records;
  private long first;
  private @Nullable Instant from;
  private @Nullable Instant to;
  private long dropped;
  private long torn;
  private long opened;
  private long closed;
  private long unreadable;
  private long unmatched;

  /** Reads files in the order of their first records. */
  void read(List<Path> files) throws IOException {
    for (Path file : AuditFiles.inOrder(files)) {
      try (AuditReader reader = AuditReader.open(file)) {
        while (next(reader)) {}
      }
    }
  }

  private boolean next(AuditReader reader) throws IOException {
    try {
      Optional<AuditRecord> next = reader.next();
      next.ifPresent(this::count);
      return next.isPresent();
    } catch (AuditFormatException e) {
      unreadable++;
      return true;
    }
  }

  private void count(AuditRecord record) {
    records++;
    first = first == 0 ? record.number() : Math.min(first, record.number());
    from = from == null || record.time().isBefore(from) ? record.time() : from;
    to = to == null || record.time().isAfter(to) ? record.time() : to;
    if (record instanceof Decided decided) {
      decided(decided);
    } else if (record instanceof Settled settled) {
      settled(settled);
    } else if (record instanceof AuditRecord.Dropped gap) {
      dropped += Math.min(gap.count(), Long.MAX_VALUE - dropped);
    } else if (record instanceof AuditRecord.Torn) {
      torn++;
    } else if (record instanceof AuditRecord.Opened) {
      opened++;
    } else if (record instanceof AuditRecord.Closed) {
      closed++;
    }
  }

  private void decided(Decided decided) {
    Tally tally = Tally.of(decided);
    total = total.plus(tally);
    history.count(decided.time(), tally);
    reasons.count(decided);
    List<CallTable.Counts> counts =
        List.of(
            all,
            tools.count(decided.tool(), tally),
            servers.count(decided.server().orElse(""), tally),
            grants.count(decided.grant().orElse(""), tally),
            policies.count(decided.policy().orElse(""), tally));
    if (decided.isAllowed()) {
      inFlight.put(decided.id(), counts);
    }
  }

  private void settled(Settled settled) {
    List<CallTable.Counts> counts = inFlight.remove(settled.id());
    if (counts == null) {
      unmatched++;
    } else {
      counts.forEach(each -> each.settle(settled.outcome(), settled.latency()));
    }
  }

  /** Returns the number of the first record; 0 if there is none. */
  long first() {
    return first;
  }

  AuditReport report(Verification verification) {
    ReportRow summed = all.row("");
    return new AuditReport(
        records,
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        new ReportRow("", total, summed.outcomes(), summed.latency()),
        tools.table(),
        servers.table(),
        grants.table(),
        policies.table(),
        reasons.reasons(),
        reasons.others(),
        history.step(),
        history.columns(),
        new Gaps(dropped, torn, opened, closed, unreadable, unmatched),
        verification);
  }
}
