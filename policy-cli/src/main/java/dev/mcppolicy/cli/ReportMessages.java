package dev.mcppolicy.cli;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.Gaps;
import dev.mcppolicy.audit.ReportRow;
import dev.mcppolicy.audit.Tally;
import dev.mcppolicy.audit.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the command line says of audit logs that it sums up. */
final class ReportMessages {

  private static final int FINDINGS = 10;

  private ReportMessages() {}

  static String wrongTop() {
    return "--top must be a whole number from 1";
  }

  static String title() {
    return "Audit report";
  }

  /** Says which records were read. */
  static String extent(AuditReport report) {
    if (report.from().isEmpty() || report.to().isEmpty()) {
      return "no records";
    }
    return count(report.records(), "record")
        + ", from "
        + report.from().get()
        + " to "
        + report.to().get();
  }

  static String calls(Tally tally) {
    return count(tally.calls(), "call")
        + ": "
        + tally.allowed()
        + " allowed, "
        + tally.nearlyDenied()
        + " nearly denied, "
        + tally.denied()
        + " denied";
  }

  static String nearly() {
    return "Nearly denied: allowed only because a rule was in shadow mode.";
  }

  /** Says whether the log is to be trusted, worst first. */
  static List<String> trust(AuditReport report, boolean keyed) {
    List<String> lines = new ArrayList<>();
    Verification verification = report.verification();
    if (!verification.isGood()) {
      int found = verification.findings().size();
      lines.add("THIS LOG IS NOT WHAT WAS WRITTEN: " + count(found, "finding"));
      verification.findings().stream()
          .limit(FINDINGS)
          .forEach(finding -> lines.add(finding.toString()));
      if (found > FINDINGS) {
        lines.add("… and " + (found - FINDINGS) + " more: see policy audit verify");
      }
    } else if (verification.last() > 0) {
      lines.add(checked(verification, keyed));
    }
    Gaps gaps = report.gaps();
    if (gaps.dropped() > 0) {
      lines.add(
          count(gaps.dropped(), "decision") + " could not be written down, and are not counted");
    }
    if (gaps.unreadable() > 0) {
      lines.add(count(gaps.unreadable(), "line") + " can't be read, and are not counted");
    }
    if (verification.first() > 1) {
      lines.add(
          "the first "
              + (verification.first() - 1)
              + " records were not given, and are not counted");
    }
    if (verification.last() > 0 && !verification.closed()) {
      lines.add(
          "the log is not closed: it is still written to, its writer died, or its end was cut off");
    }
    verification.notes().stream().limit(FINDINGS).forEach(note -> lines.add(note.toString()));
    if (gaps.torn() > 0) {
      lines.add(count(gaps.torn(), "line") + " never finished, since the writer died");
    }
    if (gaps.unmatched() > 0) {
      lines.add(count(gaps.unmatched(), "outcome") + " of calls whose decision was not read");
    }
    return lines;
  }

  private static String checked(Verification verification, boolean keyed) {
    return "records "
        + verification.first()
        + " to "
        + verification.last()
        + ": nothing was changed"
        + (keyed
            ? "; signed up to record " + verification.signed()
            : ", as far as that shows without a key");
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Returns what stands for a name that is empty. */
  static String named(String name, String without) {
    return name.isEmpty() ? without : name;
  }

  static String others() {
    return "(all others)";
  }

  static String moreRows(int count) {
    return "… and " + count + " more";
  }

  static String firstTold(String message) {
    return "first told: " + message;
  }

  static String otherReasons(long calls) {
    return count(calls, "call") + " had other reasons";
  }

  /** Returns how many calls ended in an error, said by the server either way. */
  static long failed(ReportRow row) {
    return row.count(Outcome.FAILURE) + row.count(Outcome.ERROR);
  }

  /** Returns how many calls went out and were never answered. */
  static long unanswered(ReportRow row) {
    return row.count(Outcome.TIMEOUT) + row.count(Outcome.CANCELLED) + row.count(Outcome.LOST);
  }

  /** Returns a duration in the unit that suits it. */
  static String length(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    if (seconds < 0.01) {
      return String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    return seconds < 120
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
