package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.audit.AuditFinding;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.Gaps;
import dev.mcppolicy.audit.ReportRow;
import dev.mcppolicy.audit.ReportTable;
import dev.mcppolicy.audit.Tally;
import dev.mcppolicy.audit.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of audit logs beyond what transcripts show, and the page. */
class AuditReportTest {

  @TempDir private Path folder;

  @Test
  void thePageShowsHostileNamesAsTextAndLoadsNothing() throws Exception {
    Path page = folder.resolve("report.html");
    Run run = Run.of("audit", "report", "--html", page.toString(), Fixtures.path("month.jsonl"));
    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(page))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("<span class=\"unseen\">\\u202e</span>")
        .doesNotContain("<script>alert", "\u202e", "http:", "https:")
        .contains("default-src 'none'")
        .contains("/tools/create_charge/require/1");
  }

  @Test
  void aPageOfAChangedLogSaysSo() throws Exception {
    Path page = folder.resolve("report.html");
    Run run =
        Run.of("audit", "report", "--html", page.toString(), Fixtures.path("month-changed.jsonl"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(Files.readString(page))
        .contains("<span class=\"badge tone-severe\">log</span> THIS LOG IS NOT WHAT WAS WRITTEN");
  }

  @Test
  void aPageThatCantBeWrittenIsNoReport() {
    Run run =
        Run.of(
            "audit",
            "report",
            "--html",
            folder.resolve("none/report.html").toString(),
            Fixtures.path("month.jsonl"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("can't be written: there is no such folder");
  }

  @Test
  void everyGapIsSaid() {
    AuditFinding note = new AuditFinding(Path.of("a.jsonl"), 3, 0, "a note");
    assertThat(
            ReportMessages.trust(
                report(
                    new Gaps(3, 1, 1, 0, 2, 1),
                    new Verification(List.of(), List.of(note), 5, 9, 7, false)),
                true))
        .containsExactly(
            "records 5 to 9: nothing was changed; signed up to record 7",
            "3 decisions could not be written down, and are not counted",
            "2 lines can't be read, and are not counted",
            "the first 4 records were not given, and are not counted",
            "the log is not closed: it is still written to, its writer died, or its end was cut off",
            "a.jsonl:3: a note",
            "1 line never finished, since the writer died",
            "1 outcome of calls whose decision was not read");
  }

  @Test
  void notAllFindingsAreListed() {
    AuditFinding finding = new AuditFinding(Path.of("a.jsonl"), 3, 2, "wrong");
    assertThat(
            ReportMessages.trust(
                report(
                    new Gaps(0, 0, 1, 1, 0, 0),
                    new Verification(Collections.nCopies(12, finding), List.of(), 1, 9, 0, true)),
                false))
        .hasSize(12)
        .startsWith("THIS LOG IS NOT WHAT WAS WRITTEN: 12 findings", "a.jsonl:3: record 2: wrong")
        .endsWith("… and 2 more: see policy audit verify");
  }

  @Test
  void aLengthIsToldInTheUnitThatSuitsIt() {
    assertThat(ReportMessages.length(Duration.ofNanos(1_234_567))).isEqualTo("1.23 ms");
    assertThat(ReportMessages.length(Duration.ofMillis(456))).isEqualTo("456 ms");
    assertThat(ReportMessages.length(Duration.ofMillis(45_678))).isEqualTo("45.7 s");
    assertThat(ReportMessages.length(Duration.ofHours(2))).isEqualTo("120 min");
  }

  private static AuditReport report(Gaps gaps, Verification verification) {
    ReportTable none = new ReportTable(List.of(), Optional.empty());
    return new AuditReport(
        5,
        Optional.of(Instant.EPOCH),
        Optional.of(Instant.EPOCH),
        new ReportRow("", new Tally(0, 0, 0), Map.of(), Optional.empty()),
        none,
        none,
        none,
        none,
        List.of(),
        0,
        Duration.ofSeconds(1),
        List.of(),
        gaps,
        verification);
  }
}
