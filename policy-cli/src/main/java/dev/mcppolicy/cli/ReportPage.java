package dev.mcppolicy.cli;

import dev.mcppolicy.analysis.internal.page.Bars;
import dev.mcppolicy.analysis.internal.page.DataTable;
import dev.mcppolicy.analysis.internal.page.DataTable.Column;
import dev.mcppolicy.analysis.internal.page.Element;
import dev.mcppolicy.analysis.internal.page.Html;
import dev.mcppolicy.analysis.internal.page.Page;
import dev.mcppolicy.analysis.internal.page.Series;
import dev.mcppolicy.analysis.internal.page.Timeline;
import dev.mcppolicy.analysis.internal.page.Tone;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.Latency;
import dev.mcppolicy.audit.Reason;
import dev.mcppolicy.audit.ReportColumn;
import dev.mcppolicy.audit.ReportRow;
import dev.mcppolicy.audit.ReportTable;
import dev.mcppolicy.audit.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Turns what an audit log tells into a page. */
final class ReportPage {

  private static final int BARS = 15;
  private static final List<Series> DECISIONS =
      List.of(
          new Series("allowed", Tone.GOOD),
          new Series("nearly denied", Tone.DOUBTFUL),
          new Series("denied", Tone.BAD));
  private static final List<Series> DENIALS =
      List.of(new Series("denied", Tone.BAD), new Series("nearly denied", Tone.DOUBTFUL));

  private ReportPage() {}

  static String of(AuditReport report, boolean keyed) {
    Tally total = report.total().calls();
    Page page = Page.titled(ReportMessages.title()).lead(ReportMessages.extent(report));
    page.lead(trust(report, keyed));
    page.lead(
        Page.figures(
            "Calls", number(total.calls()),
            "Allowed", number(total.allowed()),
            "Nearly denied", number(total.nearlyDenied()),
            "Denied", number(total.denied()),
            "Failed", number(ReportMessages.failed(report.total())),
            "No answer", number(ReportMessages.unanswered(report.total())),
            "Median", length(report.total(), Latency::median),
            "99 % within", length(report.total(), Latency::p99)));
    page.lead(ReportMessages.nearly());
    page.section("history", "When", history(report));
    page.section(
        "tools",
        "What was called",
        chart(report.tools()),
        table("tools", "Tool", report.tools(), "(no name)"));
    page.section("reasons", "Why calls were denied", reasonChart(report), reasons(report));
    page.section("grants", "Who called", table("grants", "Grant", report.grants(), "(unknown)"));
    page.section(
        "servers", "Which servers", table("servers", "Server", report.servers(), "(no name)"));
    page.section(
        "policies", "By which policy", table("policies", "Digest", report.policies(), "(none)"));
    return page.print();
  }

  private static Element trust(AuditReport report, boolean keyed) {
    Element list = Element.of("ul");
    boolean first = true;
    for (String line : ReportMessages.trust(report, keyed)) {
      Element item = Element.of("li");
      if (first) {
        item.add(
            report.isWhole() ? Tone.GOOD.badge("log") : Tone.SEVERE.badge("log"), Html.text(" "));
      }
      list.add(item.add(line));
      first = false;
    }
    return list;
  }

  private static Element history(AuditReport report) {
    Timeline timeline =
        Timeline.of("Calls, each column " + ReportMessages.length(report.step()), DECISIONS);
    for (ReportColumn column : report.history()) {
      Tally calls = column.calls();
      timeline.column(
          column.from().toString(), calls.allowed(), calls.nearlyDenied(), calls.denied());
    }
    return timeline.toElement();
  }

  private static Element chart(ReportTable table) {
    Bars bars = Bars.of("Tools with most calls", DECISIONS);
    table.rows().stream().limit(BARS).forEach(row -> bar(bars, row.name(), row.calls()));
    if (table.rows().size() > BARS || table.other().isPresent()) {
      Tally rest =
          table.rows().stream()
              .skip(BARS)
              .map(ReportRow::calls)
              .reduce(
                  table.other().map(ReportRow::calls).orElse(new Tally(0, 0, 0)),
                  (a, b) ->
                      new Tally(
                          a.allowed() + b.allowed(),
                          a.nearlyDenied() + b.nearlyDenied(),
                          a.denied() + b.denied()));
      bar(bars, ReportMessages.others(), rest);
    }
    return bars.toElement();
  }

  private static void bar(Bars bars, String name, Tally calls) {
    bars.bar(
        ReportMessages.named(name, "(no name)"),
        calls.allowed(),
        calls.nearlyDenied(),
        calls.denied());
  }

  private static Element table(String id, String title, ReportTable table, String without) {
    DataTable data =
        DataTable.of(
            id + "-table",
            title + "s, most calls first",
            Column.text(title),
            Column.number("Calls"),
            Column.number("Allowed"),
            Column.number("Nearly denied"),
            Column.number("Denied"),
            Column.number("Failed"),
            Column.number("No answer"),
            Column.number("Median"),
            Column.number("99 %"));
    table.rows().forEach(row -> row(data, row, ReportMessages.named(row.name(), without)));
    table.other().ifPresent(row -> row(data, row, ReportMessages.others()));
    return data.toElement();
  }

  private static void row(DataTable data, ReportRow row, String name) {
    data.row()
        .cell(name)
        .cell(row.calls().calls())
        .cell(row.calls().allowed())
        .cell(row.calls().nearlyDenied())
        .cell(row.calls().denied())
        .cell(ReportMessages.failed(row))
        .cell(ReportMessages.unanswered(row))
        .ranked(Html.text(length(row, Latency::median)), nanos(row, Latency::median))
        .ranked(Html.text(length(row, Latency::p99)), nanos(row, Latency::p99));
  }

  private static Element reasonChart(AuditReport report) {
    Bars bars = Bars.of("Most frequent reasons", DENIALS);
    for (Reason reason : report.reasons().stream().limit(BARS).toList()) {
      bars.bar(
          (reason.code() + " " + reason.rule()).strip(), reason.denied(), reason.nearlyDenied());
    }
    return bars.toElement();
  }

  private static Element reasons(AuditReport report) {
    List<String> codes =
        report.reasons().stream().map(reason -> reason.code().id()).distinct().sorted().toList();
    DataTable data =
        DataTable.of(
                "reasons-table",
                "Reasons, most frequent first",
                Column.text("Rule"),
                Column.text("Code"),
                Column.text("What the first agent was told"),
                Column.number("Denied"),
                Column.number("Nearly denied"))
            .facet("code", "Code", codes);
    for (Reason reason : report.reasons()) {
      data.row()
          .cell(reason.rule())
          .cell(reason.code().id())
          .cell(reason.message())
          .cell(reason.denied())
          .cell(reason.nearlyDenied())
          .facet("code", reason.code().id());
    }
    Element element = Element.of("div", data.toElement());
    return report.otherReasons() == 0
        ? element
        : element.add(Element.of("p", ReportMessages.otherReasons(report.otherReasons())));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String length(ReportRow row, Function<Latency, Duration> part) {
    return row.latency().map(part).map(ReportMessages::length).orElse("-");
  }

  private static long nanos(ReportRow row, Function<Latency, Duration> part) {
    return row.latency().map(part).map(Duration::toMillis).orElse(-1L);
  }
}
