package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Settled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final ToolCall RUN = ToolCall.of("run", Map.of("path", "s3cret"));

  @TempDir private Path folder;
  private Path file;
  private final TestClock clock = new TestClock();

  @BeforeEach
  void name() {
    file = folder.resolve("audit.jsonl");
  }

  private AuditLogBuilder log() {
    return AuditLog.jsonLines(file).clock(clock);
  }

  private PolicyEngine engine(AuditLog log) {
    return PolicyEngine.builder(Logs.POLICY).clock(clock).recorder(log).build();
  }

  private void run(AuditLog log, ToolCall call) {
    engine(log).check(call).reservation().settle(Outcome.OK);
  }

  @Test
  void writesWhatWasDecidedAndWhatBecameOfIt() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      Decision allowed =
          engine.check(
              ToolCall.of("pay", Map.of("amount", 5))
                  .withCaller(Caller.of("alice"))
                  .withServer("bank")
                  .withSession("s-1"));
      clock.advance(Duration.ofNanos(1_500_000));
      allowed.reservation().settle(Outcome.FAILURE);
      engine.check(ToolCall.of("pay").withCaller(Caller.of("alice")));
      engine.check(ToolCall.of("fly").withCaller(Caller.unidentified()));
    }
    assertThat(Logs.kinds(file))
        .containsExactly("Opened", "Decided", "Settled", "Decided", "Decided", "Closed");
    List<Decided> decided = Logs.read(file, Decided.class);
    Decided first = decided.get(0);
    assertThat(first.number()).isEqualTo(2);
    assertThat(first.time()).isEqualTo(TestClock.START);
    assertThat(first.isAllowed()).isTrue();
    assertThat(first.server()).contains("bank");
    assertThat(first.tool()).isEqualTo("pay");
    assertThat(first.grant()).contains("alice");
    assertThat(first.session()).contains("s-1");
    assertThat(first.code()).isEmpty();
    assertThat(first.policy()).contains(Logs.POLICY.digest());
    assertThat(first.argumentNames()).containsExactly("amount");
    assertThat(first.argumentsHmac()).isEmpty();
    assertThat(first.arguments()).isEmpty();
    Settled settled = Logs.read(file, Settled.class).get(0);
    assertThat(settled.id()).isEqualTo(first.id());
    assertThat(settled.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(settled.latency()).isEqualTo(Duration.ofNanos(1_500_000));
    Decided second = decided.get(1);
    assertThat(second.code()).contains(Code.LIMIT_EXCEEDED);
    assertThat(second.rule()).isEqualTo("/tools/pay/limits/0");
    assertThat(second.message()).startsWith("Limit reached");
    assertThat(second.retryAfter()).contains(Duration.ofMillis(59_999));
    assertThat(decided.get(2).code()).contains(Code.NOT_LISTED);
    assertThat(decided.get(2).grant()).isEmpty();
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void theLinesAreAsTheyAreDocumented() throws Exception {
    try (AuditLog log = log().open()) {
      log.flush();
    }
    assertThat(Files.readString(file))
        .startsWith(
            "{\"v\":1,\"n\":1,\"time\":\"2026-11-21T10:00:00Z\",\"type\":\"opened\",\"prev\":\""
                + "0".repeat(64)
                + "\",\"hash\":\"cbb91a81050340a0215de4619d59a2ace186ce50fa4f2ee5f279e1d43715dc17\"}\n");
  }

  @Test
  void aDecisionIsOnTheDiskBeforeItTakesEffect() throws Exception {
    try (AuditLog log = log().open()) {
      engine(log).check(RUN);
      assertThat(Logs.kinds(file)).containsExactly("Opened", "Decided");
      engine(log).checkAsync(RUN).join();
      assertThat(Logs.kinds(file)).containsExactly("Opened", "Decided", "Decided");
    }
  }

  @Test
  void valuesAreRecordedOnlyAsARedactorSays() throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("path", "s3cret");
    arguments.put("n", Double.NaN);
    arguments.put("list", Arrays.asList(1, null, "ü"));
    ToolCall call = ToolCall.of("run", arguments).withCaller(Caller.of("g").with("team", "t3am"));
    try (AuditLog log = log().argumentsKey(KEY).open()) {
      run(log, call);
    }
    assertThat(Files.readString(file)).doesNotContain("s3cret", "t3am", "ü");
    try (AuditLog log = log().recordArguments(ArgumentRedactor.without("path")).open()) {
      run(log, call);
    }
    assertThat(Files.readString(file)).doesNotContain("s3cret").contains("t3am");
    Decided decided = Logs.read(file, Decided.class).get(1);
    assertThat(decided.arguments().orElseThrow()).containsOnlyKeys("n", "list");
    assertThat(decided.arguments().orElseThrow().get("n")).isEqualTo("NaN");
    assertThat(decided.arguments().orElseThrow().get("list"))
        .isEqualTo(Arrays.asList(1, null, "ü"));
    assertThat(decided.caller().orElseThrow()).containsEntry("team", "t3am");
    try (AuditLog log = log().recordArguments(ArgumentRedactor.only("path")).open()) {
      run(log, call);
    }
    assertThat(Logs.read(file, Decided.class).get(2).arguments().orElseThrow())
        .isEqualTo(Map.of("path", "s3cret"));
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void sealedValuesAreReadWithTheKeyOnly() throws Exception {
    ArgumentSeal seal = ArgumentSeal.of(KEY);
    try (AuditLog log = log().recordArguments(ArgumentRedactor.everything()).seal(seal).open()) {
      run(log, RUN);
    }
    assertThat(Files.readString(file)).doesNotContain("s3cret");
    Decided decided = Logs.read(file, Decided.class).get(0);
    assertThat(decided.arguments()).isEmpty();
    assertThat(seal.open(decided).orElseThrow().arguments()).isEqualTo(Map.of("path", "s3cret"));
  }

  @Test
  void theDigestOfArgumentsIsTheirCanonicalJsonsHmac() throws Exception {
    try (AuditLog log = log().argumentsKey(KEY).open()) {
      run(log, ToolCall.of("run", Map.of("b", 1, "a", "x")));
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] digest = mac.doFinal("{\"a\":\"x\",\"b\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(Logs.read(file, Decided.class).get(0).argumentsHmac())
        .contains(HexFormat.of().formatHex(digest));
  }

  @Test
  void aRedactorThatFailsDenies() throws Exception {
    try (AuditLog log =
        log()
            .recordArguments(
                call -> {
                  throw new IllegalStateException("down");
                })
            .open()) {
      assertThat(engine(log).check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine(log).check(ToolCall.of("fly")).code()).contains(Code.NOT_LISTED);
    }
    try (AuditLog log = log().recordArguments(call -> Map.of("a", new Object())).open()) {
      assertThat(engine(log).check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
    }
    assertThat(Logs.read(file, Decided.class)).isEmpty();
    assertThat(Logs.read(file, AuditRecord.Dropped.class))
        .extracting(AuditRecord.Dropped::count)
        .containsExactly(2L, 1L);
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void hostileNamesAndSizesAreWrittenDownShortened() throws Exception {
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("argument\n" + i, "x".repeat(1000));
    }
    many.put("y".repeat(5000), 1);
    try (AuditLog log =
        log().argumentsKey(KEY).recordArguments(ArgumentRedactor.everything()).open()) {
      engine(log).check(ToolCall.of("\"},\n{\"\ud83d\u2028\u0000".repeat(1000), many));
      engine(log).check(ToolCall.of("run", many)).reservation().settle(Outcome.OK);
      engine(log).check(ToolCall.of("run", Map.of("a", new Object())));
      engine(log).check(ToolCall.of(null));
    }
    List<Decided> decided = Logs.read(file, Decided.class);
    assertThat(decided).hasSize(4);
    assertThat(decided.get(0).tool()).hasSize(1000).startsWith("\"},\n{\"\ud83d\u2028\u0000");
    assertThat(decided.get(0).cut()).containsExactly("tool", "args", "arguments");
    assertThat(decided.get(1).argumentNames()).hasSize(200);
    assertThat(decided.get(1).arguments()).isEmpty();
    assertThat(decided.get(1).argumentsHmac()).isPresent();
    assertThat(decided.get(2).code()).contains(Code.INVALID_CALL);
    assertThat(decided.get(2).argumentsHmac()).isEmpty();
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void goesOnWhereItEnded() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (AuditLog log = log().open()) {
        run(log, RUN);
      }
    }
    assertThat(Logs.read(file)).hasSize(12);
    assertThat(Logs.read(file).get(11).number()).isEqualTo(12);
    assertThat(Logs.verify(file).findings()).isEmpty();
    assertThat(Logs.verify(file).notes()).isEmpty();
  }

  @Test
  void beginsAnotherFileWhenOneIsFull() throws Exception {
    KeyPair keys = AuditKeys.generate();
    try (AuditLog log = log().rotateAt(2000).signWith(keys).open()) {
      for (int i = 0; i < 20; i++) {
        run(log, RUN);
      }
    }
    List<Path> files = files();
    assertThat(files.size()).isGreaterThan(3);
    assertThat(files.get(0).getFileName()).hasToString("audit-000000000001.jsonl");
    Verification verification =
        AuditVerifier.create()
            .withKey(keys.getPublic())
            .verify(List.of(files.toArray(Path[]::new)));
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.signed()).isEqualTo(verification.last());
    assertThat(verification.closed()).isTrue();
    for (Path full : files.subList(0, files.size() - 1)) {
      assertThat(Logs.kinds(full)).last().isEqualTo("Checkpoint");
    }
  }

  @Test
  void beginsAnotherFileWhenOneIsOld() throws Exception {
    try (AuditLog log = log().rotateAfter(Duration.ofDays(1)).open()) {
      run(log, RUN);
      clock.advance(Duration.ofDays(1).minusNanos(1));
      run(log, RUN);
      assertThat(files()).hasSize(1);
      clock.advance(Duration.ofNanos(1));
      run(log, RUN);
      assertThat(files()).hasSize(2);
    }
    assertThat(Logs.verify(files().toArray(Path[]::new)).findings()).isEmpty();
  }

  @Test
  void goesOnAfterAFullFileIfThereIsNoOther() throws Exception {
    try (AuditLog log = log().open()) {
      run(log, RUN);
    }
    Files.move(file, folder.resolve("audit-000000000001.jsonl"));
    Files.createFile(folder.resolve("audit-other.jsonl"));
    try (AuditLog log = log().open()) {
      run(log, RUN);
    }
    assertThat(Logs.read(file).get(0).number()).isEqualTo(5);
    assertThat(Logs.verify(file, folder.resolve("audit-000000000001.jsonl")).findings()).isEmpty();
  }

  private List<Path> files() throws IOException {
    return new RealDisk()
        .list(folder).stream().filter(path -> path.toString().endsWith(".jsonl")).toList();
  }

  @Test
  void oneLogWritesAtATime() throws Exception {
    try (AuditLog log = log().open()) {
      assertThatThrownBy(() -> log().open())
          .isInstanceOf(IOException.class)
          .hasMessage("another log is writing there: " + file.toAbsolutePath() + ".lock is locked");
      run(log, RUN);
    }
    log().open().close();
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void twoNamesOfOneFileAreOneLogAndItsFullFilesStandBesideIt() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = Files.createSymbolicLink(other.resolve("link.jsonl"), Path.of("..", "linked"));
    Files.createSymbolicLink(folder.resolve("linked"), file);
    try (AuditLog log = AuditLog.jsonLines(link).clock(clock).rotateAt(1).open()) {
      assertThatThrownBy(() -> log().open())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("another log is writing there: ")
          .hasMessageEndingWith("audit.jsonl.lock is locked");
      run(log, RUN);
    }
    assertThat(link).isSymbolicLink();
    assertThat(other.toFile().list()).containsExactly("link.jsonl");
    assertThat(files()).hasSizeGreaterThan(1).contains(file);
    assertThat(Logs.verify(files().toArray(Path[]::new)).findings()).isEmpty();

    Path circle = folder.resolve("circle.jsonl");
    Files.createSymbolicLink(circle, circle);
    assertThatThrownBy(() -> AuditLog.jsonLines(circle).open())
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void aLineThatWasNeverFinishedIsCutOff() throws Exception {
    try (AuditLog log = log().open()) {
      run(log, RUN);
    }
    Files.writeString(file, "{\"v\":1,\"n\":", StandardOpenOption.APPEND);
    log().open().close();
    assertThat(Logs.kinds(file))
        .containsExactly("Opened", "Decided", "Settled", "Closed", "Opened", "Torn", "Closed");
    AuditRecord.Torn torn = Logs.read(file, AuditRecord.Torn.class).get(0);
    assertThat(torn.bytes()).isEqualTo(11);
    assertThat(torn.begin()).isEqualTo("eyJ2IjoxLCJuIjo=");
    assertThat(Logs.verify(file).findings()).isEmpty();
    assertThat(Logs.verify(file).notes())
        .extracting(AuditFinding::message)
        .containsExactly("a line that was never finished was cut off before, of 11 bytes");
  }

  @Test
  void zerosThatALossOfPowerLeftAreCutOff() throws Exception {
    try (AuditLog log = log().open()) {
      run(log, RUN);
    }
    Files.write(file, new byte[5000], StandardOpenOption.APPEND);
    Files.writeString(file, "rest of a line\"}\n", StandardOpenOption.APPEND);
    log().open().close();
    assertThat(Logs.read(file, AuditRecord.Torn.class).get(0).bytes()).isEqualTo(5017);
    assertThat(Logs.verify(file).findings()).isEmpty();
  }

  @Test
  void aFileThatWasChangedIsNotWrittenTo() throws Exception {
    try (AuditLog log = log().open()) {
      run(log, RUN);
      run(log, RUN);
    }
    String before = Files.readString(file);
    for (String changed :
        List.of(
            before.replace("\"run\"", "\"ran\""),
            withAnotherLastDigit(before),
            before + "\n",
            before + "{}\n",
            before.substring(before.indexOf('\n') + 1) + before,
            "hello\n")) {
      Files.writeString(file, changed);
      assertThatThrownBy(() -> log().open())
          .isInstanceOf(AuditFormatException.class)
          .hasMessageContaining(
              "the line isn't what was written; verify the log, then move its files away");
      assertThat(Files.readString(file)).isEqualTo(changed);
    }
  }

  private static String withAnotherLastDigit(String log) {
    int last = log.length() - "0\"}\n".length();
    char other = log.charAt(last) == '0' ? '1' : '0';
    return log.substring(0, last) + other + log.substring(last + 1);
  }

  @Test
  void afterClosingNothingCanBeRecorded() throws Exception {
    AuditLog log = log().open();
    Decision open = engine(log).check(RUN);
    log.close();
    log.close();
    open.reservation().settle(Outcome.OK);
    assertThat(engine(log).check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
    assertThatThrownBy(log::flush)
        .isInstanceOf(IOException.class)
        .hasMessage("the audit log is closed");
    assertThat(Logs.kinds(file)).containsExactly("Opened", "Decided", "Closed");
  }

  @Test
  void aFolderThatIsNotThereIsToldAtOnce() {
    assertThatThrownBy(() -> AuditLog.jsonLines(folder.resolve("none/audit.jsonl")).open())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> AuditLog.jsonLines(folder).open()).isInstanceOf(IOException.class);
  }

  @Test
  void signsFromTimeToTime() throws Exception {
    KeyPair keys = AuditKeys.generate();
    try (AuditLog log =
        log().signWith(keys).checkpointAfter(10).checkpointAfter(Duration.ofMinutes(1)).open()) {
      run(log, RUN);
      clock.advance(Duration.ofMinutes(1));
      run(log, RUN);
      log.flush();
      assertThat(Logs.read(file, AuditRecord.Checkpoint.class)).hasSize(2);
      for (int i = 0; i < 5; i++) {
        run(log, RUN);
      }
      log.flush();
      assertThat(Logs.read(file, AuditRecord.Checkpoint.class)).hasSize(3);
    }
    Verification verification =
        AuditVerifier.create().withKey(keys.getPublic()).verify(List.of(file));
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.signed()).isEqualTo(verification.last());
  }

  @Test
  void misuseIsTold() {
    AuditLogBuilder builder = log();
    assertThatThrownBy(() -> builder.capacity(0)).hasMessage("decisions must be >= 1: 0");
    assertThatThrownBy(() -> builder.rotateAt(0)).hasMessage("bytes must be >= 1: 0");
    assertThatThrownBy(() -> builder.checkpointAfter(0)).hasMessage("records must be >= 1: 0");
    assertThatThrownBy(() -> builder.rotateAfter(Duration.ZERO))
        .hasMessage("age must be longer than zero: PT0S");
    assertThatThrownBy(() -> Flush.every(Duration.ZERO))
        .hasMessage("interval must be longer than zero: PT0S");
    assertThatThrownBy(() -> Flush.every(Duration.ofSeconds(-1)))
        .hasMessage("interval must be longer than zero: PT-1S");
    assertThatThrownBy(() -> builder.argumentsKey(new byte[15]))
        .hasMessage("key must have at least 16 bytes: 15");
    assertThatThrownBy(() -> log().seal(ArgumentSeal.of(KEY)).open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("seal needs recordArguments, or there is nothing to encrypt");
    KeyPair one = AuditKeys.generate();
    KeyPair other = AuditKeys.generate();
    assertThatThrownBy(() -> builder.signWith(new KeyPair(one.getPublic(), other.getPrivate())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keys must be an Ed25519 key pair");
  }

  @Test
  void saysHowItFares() throws Exception {
    try (AuditLog log = log().open()) {
      run(log, RUN);
      log.flush();
      assertThat(log.stats()).isEqualTo(new AuditStats(0, 3, 0, true));
    }
  }
}
