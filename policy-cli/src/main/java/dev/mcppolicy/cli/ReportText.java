package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.Latency;
import dev.mcppolicy.audit.Reason;
import dev.mcppolicy.audit.ReportRow;
import dev.mcppolicy.audit.ReportTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Prints what an audit log tells, in tables.
 *
 * @param out where
 * @param top how many rows of each table
 */
record ReportText(Output out, int top) {

  void print(AuditReport report, boolean keyed) {
    out.line(ReportMessages.extent(report));
    Style style = report.isWhole() ? Style.PLAIN : Style.BAD;
    ReportMessages.trust(report, keyed).forEach(line -> out.print(style, line).newLine());
    out.print(Style.STRONG, ReportMessages.calls(report.total().calls())).newLine();
    if (report.total().calls().calls() == 0) {
      return;
    }
    table("tool", report.tools(), "(no name)");
    table("server", report.servers(), "(no name)");
    table("grant", report.grants(), "(unknown)");
    table("policy", report.policies(), "(none)");
    reasons(report);
  }

  private void table(String title, ReportTable table, String without) {
    out.newLine();
    out.print(
        Style.FAINT,
        "   calls  allowed   nearly   denied   failed  no answer   median      p99  " + title);
    out.newLine();
    List<ReportRow> rows = table.rows();
    rows.stream().limit(top).forEach(row -> row(row, ReportMessages.named(row.name(), without)));
    if (rows.size() > top) {
      out.line(ReportMessages.moreRows(rows.size() - top));
    }
    table.other().ifPresent(other -> row(other, ReportMessages.others()));
  }

  private void row(ReportRow row, String name) {
    out.line(
        String.format(
                Locale.ROOT,
                "%8d %8d %8d %8d %8d   %8d %8s %8s  ",
                row.calls().calls(),
                row.calls().allowed(),
                row.calls().nearlyDenied(),
                row.calls().denied(),
                ReportMessages.failed(row),
                ReportMessages.unanswered(row),
                length(row, Latency::median),
                length(row, Latency::p99))
            + name);
  }

  private static String length(ReportRow row, Function<Latency, Duration> part) {
    return row.latency().map(part).map(ReportMessages::length).orElse("-");
  }

  private void reasons(AuditReport report) {
    if (report.reasons().isEmpty()) {
      return;
    }
    out.newLine().print(Style.FAINT, "  denied   nearly  why").newLine();
    for (Reason reason : report.reasons().stream().limit(top).toList()) {
      out.print(String.format(Locale.ROOT, "%8d %8d  ", reason.denied(), reason.nearlyDenied()));
      out.line((reason.code() + " " + reason.rule()).strip());
      if (!reason.message().isEmpty()) {
        out.print(" ".repeat(19))
            .print(Style.FAINT, ReportMessages.firstTold(reason.message()))
            .newLine();
      }
    }
    if (report.reasons().size() > top) {
      out.line(ReportMessages.moreRows(report.reasons().size() - top));
    }
    if (report.otherReasons() > 0) {
      out.line(ReportMessages.otherReasons(report.otherReasons()));
    }
  }
}
