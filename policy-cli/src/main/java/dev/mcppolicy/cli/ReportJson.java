package dev.mcppolicy.cli;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.Gaps;
import dev.mcppolicy.audit.Latency;
import dev.mcppolicy.audit.Reason;
import dev.mcppolicy.audit.ReportRow;
import dev.mcppolicy.audit.ReportTable;
import dev.mcppolicy.audit.Tally;
import dev.mcppolicy.audit.Verification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Turns what an audit log tells into JSON. */
final class ReportJson {

  private ReportJson() {}

  static Json of(AuditReport report, boolean keyed) {
    return Json.object()
        .put("records", report.records())
        .put("from", report.from())
        .put("to", report.to())
        .put("whole", report.isWhole())
        .put("verification", verification(report.verification(), keyed))
        .put("gaps", gaps(report.gaps()))
        .put("total", row(report.total(), false))
        .put("tools", table(report.tools()))
        .put("servers", table(report.servers()))
        .put("grants", table(report.grants()))
        .put("policies", table(report.policies()))
        .put("reasons", report.reasons().stream().map(ReportJson::reason).toList())
        .put("other_reasons", report.otherReasons())
        .put("history_step_seconds", report.step().toSeconds())
        .put(
            "history",
            report.history().stream()
                .map(column -> tally(Json.object().put("from", column.from()), column.calls()))
                .toList());
  }

  private static Json verification(Verification verification, boolean keyed) {
    return Json.object()
        .put("good", verification.isGood())
        .put("signatures_checked", keyed)
        .put("first", verification.first())
        .put("last", verification.last())
        .put("signed", verification.signed())
        .put("closed", verification.closed())
        .put("findings", verification.findings().stream().map(Object::toString).toList());
  }

  private static Json gaps(Gaps gaps) {
    return Json.object()
        .put("dropped", gaps.dropped())
        .put("torn", gaps.torn())
        .put("opened", gaps.opened())
        .put("closed", gaps.closed())
        .put("unreadable", gaps.unreadable())
        .put("unmatched", gaps.unmatched());
  }

  private static Json table(ReportTable table) {
    return Json.object()
        .put("rows", table.rows().stream().map(row -> row(row, true)).toList())
        .put("other", table.other().map(row -> row(row, false)));
  }

  private static Json row(ReportRow row, boolean named) {
    Json json = named ? Json.object().put("name", row.name()) : Json.object();
    Json outcomes = Json.object();
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.id(), row.count(outcome));
    }
    return tally(json, row.calls())
        .put("outcomes", outcomes.put("none", row.withoutOutcome()))
        .put("latency_ms", row.latency().map(ReportJson::latency));
  }

  private static Json tally(Json json, Tally tally) {
    return json.put("allowed", tally.allowed())
        .put("nearly_denied", tally.nearlyDenied())
        .put("denied", tally.denied());
  }

  private static Json latency(Latency latency) {
    return Json.object()
        .put("count", latency.count())
        .put("median", millis(latency.median()))
        .put("p90", millis(latency.p90()))
        .put("p99", millis(latency.p99()))
        .put("longest", millis(latency.longest()));
  }

  private static BigDecimal millis(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .movePointRight(3)
        .add(BigDecimal.valueOf(duration.getNano(), 6))
        .setScale(3, RoundingMode.UP);
  }

  private static Json reason(Reason reason) {
    return Json.object()
        .put("code", reason.code())
        .put("rule", reason.rule())
        .put("message", reason.message())
        .put("denied", reason.denied())
        .put("nearly_denied", reason.nearlyDenied());
  }
}
