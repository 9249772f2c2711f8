package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReportTest {

  private static final Policy POLICY =
      Policy.denyByDefault()
          .tool("run", tool -> {})
          .tool("tried", tool -> tool.deny("not yet").shadow())
          .tool("drop", tool -> tool.deny("Never."))
          .build();

  @TempDir private Path folder;
  private Path file;
  private final TestClock clock = new TestClock();

  @BeforeEach
  void name() {
    file = folder.resolve("audit.jsonl");
  }

  private AuditLog open() throws IOException {
    return AuditLog.jsonLines(file).clock(clock).open();
  }

  private PolicyEngine engine(AuditLog log) {
    return PolicyEngine.builder(POLICY).clock(clock).recorder(log).build();
  }

  private void call(PolicyEngine engine, String tool, Outcome outcome, int millis) {
    Decision decision =
        engine.check(ToolCall.of(tool).withServer("files").withCaller(Caller.of("alice")));
    clock.advance(Duration.ofMillis(millis));
    decision.reservation().settle(outcome);
  }

  private void sample() throws IOException {
    try (AuditLog log = open()) {
      PolicyEngine engine = engine(log);
      call(engine, "run", Outcome.OK, 10);
      call(engine, "run", Outcome.FAILURE, 20);
      call(engine, "run", Outcome.TIMEOUT, 3000);
      call(engine, "tried", Outcome.OK, 5);
      call(engine, "drop", Outcome.OK, 1);
      call(engine, "drop", Outcome.OK, 1);
      call(engine, "fly", Outcome.OK, 1);
      engine.check(ToolCall.of("run").withCaller(Caller.of("bob")));
    }
  }

  @Test
  void tellsWhatWasCalledByWhomAndWhy() throws Exception {
    sample();
    AuditReport report = AuditReport.read(List.of(file));
    assertThat(report.total().calls()).isEqualTo(new Tally(4, 1, 3));
    assertThat(report.total().calls().calls()).isEqualTo(8);
    assertThat(report.tools().rows())
        .extracting(ReportRow::name, ReportRow::calls)
        .containsExactly(
            tuple("run", new Tally(4, 0, 0)),
            tuple("drop", new Tally(0, 0, 2)),
            tuple("fly", new Tally(0, 0, 1)),
            tuple("tried", new Tally(0, 1, 0)));
    ReportRow run = report.tools().rows().get(0);
    assertThat(run.count(Outcome.OK)).isEqualTo(1);
    assertThat(run.count(Outcome.TIMEOUT)).isEqualTo(1);
    assertThat(run.withoutOutcome()).isEqualTo(1);
    assertThat(run.latency().orElseThrow().longest()).isEqualTo(Duration.ofSeconds(3));
    assertThat(report.grants().rows()).extracting(ReportRow::name).containsExactly("alice", "bob");
    assertThat(report.servers().rows()).extracting(ReportRow::name).containsExactly("files", "");
    assertThat(report.policies().rows())
        .extracting(ReportRow::name)
        .containsExactly(POLICY.digest());
    assertThat(report.reasons())
        .containsExactly(
            new Reason(Code.DENIED, "/tools/drop/action", "Never.", 2, 0),
            new Reason(Code.NOT_LISTED, "/default", report.reasons().get(1).message(), 1, 0),
            new Reason(Code.DENIED, "/tools/tried/action", "", 0, 1));
    assertThat(report.from()).contains(TestClock.START);
    assertThat(report.history().stream().mapToLong(c -> c.calls().calls()).sum()).isEqualTo(8);
    assertThat(report.isWhole()).isTrue();
    assertThat(report.verification().closed()).isTrue();
  }

  @Test
  void neverCallsAChangedLogWhole() throws Exception {
    sample();
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      int at = random.nextInt(bad.length - 1);
      bad[at] ^= (byte) (1 << random.nextInt(7));
      Files.write(file, bad);
      assertThat(AuditReport.read(List.of(file)).isWhole()).as("byte " + at).isFalse();
    }
  }

  @Test
  void countsWhatCantBeRead() throws Exception {
    sample();
    Files.writeString(file, "{\"v\":1}\nnonsense\n\n", StandardOpenOption.APPEND);
    AuditReport report = AuditReport.read(List.of(file));
    assertThat(report.gaps().unreadable()).isEqualTo(3);
    assertThat(report.total().calls().calls()).isEqualTo(8);
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void readsFilesInAnyOrderAndSaysThatTheFirstAreMissing() throws Exception {
    try (AuditLog log = AuditLog.jsonLines(file).clock(clock).rotateAt(1500).open()) {
      PolicyEngine engine = engine(log);
      for (int i = 0; i < 12; i++) {
        call(engine, "run", Outcome.OK, 10);
      }
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(path -> path.toString().endsWith(".jsonl")).toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    assertThat(AuditReport.read(files).total().calls().calls()).isEqualTo(12);
    assertThat(AuditReport.read(files).isWhole()).isTrue();
    AuditReport last = AuditReport.read(AuditFiles.inOrder(files).subList(1, files.size()));
    assertThat(last.verification().first()).isGreaterThan(1);
    assertThat(last.total().calls().calls()).isBetween(1L, 11L);
    assertThat(AuditReport.read(AuditFiles.inOrder(files).subList(0, 1)).verification().closed())
        .isFalse();
    assertThat(AuditReport.read(List.of(files.get(0), files.get(0))).isWhole()).isFalse();
  }

  @Test
  void namesOfAnAgentsOwnMakingTakeNoRoomFromRealTools() {
    CallTable table = new CallTable(3);
    for (int i = 0; i < 1000; i++) {
      table.count("made-up-" + i, new Tally(0, 0, 1));
    }
    table.count("run", new Tally(1, 0, 0));
    table.count("read", new Tally(0, 1, 0));
    ReportTable report = table.table();
    assertThat(report.rows()).extracting(ReportRow::name).hasSize(3).contains("run", "read");
    assertThat(report.other().orElseThrow().calls()).isEqualTo(new Tally(0, 0, 999));
  }

  @Test
  void longNamesAreCutAndStayDifferent() {
    String name = "x".repeat(1_000_000);
    assertThat(Named.of(name + "a")).hasSizeLessThan(250).isNotEqualTo(Named.of(name + "b"));
    assertThat(Named.of("short")).isEqualTo("short");
    assertThat(Named.brief("y".repeat(199) + "\ud83d\ude00")).isEqualTo("y".repeat(199) + "…");
  }

  @Test
  void percentilesAreNeverTooShortAndHardlyTooLong() {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      Latencies latencies = new Latencies();
      long[] micros = new long[1 + random.nextInt(500)];
      for (int i = 0; i < micros.length; i++) {
        micros[i] = random.nextLong(1L << random.nextInt(1, 40));
        latencies.add(Duration.ofNanos(micros[i] * 1000));
      }
      Arrays.sort(micros);
      Latency summary = latencies.summary().orElseThrow();
      checkPercentile(summary.median(), micros, 50);
      checkPercentile(summary.p90(), micros, 90);
      checkPercentile(summary.p99(), micros, 99);
      assertThat(summary.longest().toNanos() / 1000).isEqualTo(micros[micros.length - 1]);
    }
  }

  private static void checkPercentile(Duration seen, long[] micros, int percent) {
    long exact = micros[(micros.length * percent + 99) / 100 - 1];
    assertThat(seen.toNanos() / 1000).isBetween(exact, exact + exact / 15 + 1);
  }

  @Test
  void timeIsDividedIntoFewStretchesHoweverLongTheLogIs() {
    History history = new History();
    Tally one = new Tally(1, 0, 0);
    history.count(Instant.parse("2026-01-01T00:00:00Z"), one);
    assertThat(history.columns()).hasSize(1);
    for (String time :
        List.of(
            "2026-01-01T00:01:00Z",
            "2026-01-01T08:00:00Z",
            "2026-03-01T00:00:00Z",
            "2020-03-01T00:00:00Z",
            "-1000000000-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59Z")) {
      history.count(Instant.parse(time), one);
      assertThat(history.columns()).hasSizeBetween(2, 96);
    }
    assertThat(history.columns().stream().mapToLong(c -> c.calls().calls()).sum()).isEqualTo(7);
  }

  @Test
  void anEmptyFileHoldsNothing() throws Exception {
    Files.createFile(file);
    AuditReport report = AuditReport.read(List.of(file));
    assertThat(report.records()).isZero();
    assertThat(report.history()).isEmpty();
    assertThat(report.total().latency()).isEmpty();
    assertThatThrownBy(() -> AuditReport.read(List.of(folder.resolve("none"))))
        .isInstanceOf(NoSuchFileException.class);
  }
}
