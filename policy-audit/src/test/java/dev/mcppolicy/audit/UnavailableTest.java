package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Dropped;
import dev.mcppolicy.audit.AuditRecord.Settled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a log can't be written, calls are denied, and nothing is lost in silence. */
class UnavailableTest {

  private static final Logger CORE = Logger.getLogger("dev.mcppolicy");
  private static final Logger LOG = Logger.getLogger("dev.mcppolicy.audit");
  private static final ToolCall RUN = ToolCall.of("run");
  private static final ToolCall FLY = ToolCall.of("fly");

  @TempDir private Path folder;
  private Path file;
  private final TestClock clock = new TestClock();
  private final FaultyDisk disk = new FaultyDisk();

  @BeforeAll
  static void silence() {
    CORE.setLevel(Level.OFF);
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void hear() {
    CORE.setLevel(null);
    LOG.setLevel(null);
  }

  @BeforeEach
  void name() {
    file = folder.resolve("audit.jsonl");
  }

  private AuditLogBuilder log() {
    return new AuditLogBuilder(file, disk).clock(clock);
  }

  private PolicyEngine engine(AuditLog log) {
    return PolicyEngine.builder(Logs.POLICY)
        .clock(clock)
        .recorder(log)
        .recordTimeout(Duration.ofMinutes(1))
        .build();
  }

  private long dropped() throws IOException {
    return Logs.read(file, Dropped.class).stream().mapToLong(Dropped::count).sum();
  }

  private void intact(Path... files) throws IOException {
    assertThat(Logs.verify(files).findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 250})
  void aFullDiskDeniesAndTheLogGoesOnWhenThereIsRoom(int written) throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      Decision before = engine.check(RUN);
      disk.full(true, written);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine.checkAsync(RUN).join().code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine.check(FLY).code()).contains(Code.NOT_LISTED);
      before.reservation().settle(Outcome.OK);
      assertThatThrownBy(log::flush).isInstanceOf(IOException.class);
      assertThat(log.stats().available()).isFalse();
      disk.full(false, 0);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
      assertThat(log.stats().available()).isTrue();
    }
    intact(file);
    assertThat(Logs.read(file, Decided.class)).hasSize(2).allMatch(Decided::isAllowed);
    assertThat(Logs.read(file, Settled.class)).hasSize(1);
    assertThat(Logs.read(file, Dropped.class)).extracting(Dropped::count).containsExactly(3L);
  }

  @Test
  void aForceThatFailsDeniesAndWhatWasNotForcedIsWrittenAgain() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      Decision before = engine.check(RUN);
      disk.forceFails(true);
      before.reservation().settle(Outcome.ERROR);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.forceFails(false);
      disk.full(true, 50);
      disk.truncateFails(true);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.full(false, 0);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.truncateFails(false);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    intact(file);
    assertThat(Logs.read(file, Settled.class))
        .extracting(Settled::outcome)
        .containsExactly(Outcome.ERROR);
    assertThat(Logs.read(file, Dropped.class)).extracting(Dropped::count).containsExactly(3L);
  }

  @Test
  void whatACallTookThatCantBeRecordedIsGivenBack() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      disk.full(true, 0);
      assertThat(engine.check(ToolCall.of("pay")).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.full(false, 0);
      assertThat(engine.check(ToolCall.of("pay")).isAllowed()).isTrue();
      assertThat(engine.check(ToolCall.of("pay")).code()).contains(Code.LIMIT_EXCEEDED);
    }
    intact(file);
  }

  @Test
  void aFullQueueDeniesAtOnceAndKeepsPlacesForOutcomes() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<Decision>> waiting = new ArrayList<>();
    try (AuditLog log = log().capacity(3).open()) {
      PolicyEngine engine = engine(log);
      Decision before = engine.check(RUN);
      disk.hold(latch);
      for (int i = 0; i < 3; i++) {
        waiting.add(engine.checkAsync(RUN));
      }
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine.check(FLY).code()).contains(Code.NOT_LISTED);
      before.reservation().settle(Outcome.OK);
      latch.countDown();
      for (CompletableFuture<Decision> decision : waiting) {
        assertThat(decision.get(1, TimeUnit.MINUTES).isAllowed()).isTrue();
      }
      assertThat(log.stats().dropped()).isEqualTo(2);
    }
    intact(file);
    assertThat(Logs.read(file, Decided.class)).hasSize(4);
    assertThat(Logs.read(file, Settled.class)).hasSize(1);
    assertThat(dropped()).isEqualTo(2); // in one record or in two: the writer may be late to wake
  }

  @Test
  void whatGoesOnOnceItIsRecordedKnowsNobody() throws Exception {
    InheritableThreadLocal<String> who = new InheritableThreadLocal<>();
    CountDownLatch latch = new CountDownLatch(1);
    who.set("ann");
    try (AuditLog log = log().open()) {
      disk.hold(latch);
      CompletableFuture<Optional<String>> after =
          engine(log).checkAsync(RUN).thenApply(decision -> Optional.ofNullable(who.get()));
      latch.countDown();
      assertThat(after.get(1, TimeUnit.MINUTES)).isEmpty();
    } finally {
      who.remove();
    }
  }

  @Test
  void blockWaitsForRoom() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    disk.hold(new CountDownLatch(0));
    try (AuditLog log = log().capacity(1).whenUnavailable(WhenUnavailable.BLOCK).open()) {
      disk.hold(latch);
      PolicyEngine engine = engine(log);
      List<CompletableFuture<Decision>> waiting =
          Stream.generate(() -> engine.checkAsync(RUN)).limit(10).toList();
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      latch.countDown();
      for (CompletableFuture<Decision> decision : waiting) {
        assertThat(decision.get(1, TimeUnit.MINUTES).isAllowed()).isTrue();
      }
      disk.full(true, 7);
      CompletableFuture<Decision> later = engine.checkAsync(RUN);
      assertThatThrownBy(log::flush).isInstanceOf(IOException.class);
      assertThat(later).isNotDone();
      disk.full(false, 0);
      assertThat(later.get(1, TimeUnit.MINUTES).isAllowed()).isTrue();
    }
    intact(file);
    assertThat(Logs.read(file, Decided.class)).hasSize(11);
    assertThat(Logs.read(file, Dropped.class)).isEmpty();
  }

  @Test
  void aCallThatWaitsNoLongerIsNotWrittenDownAsIfItHadGoneOut() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    try (AuditLog log = log().whenUnavailable(WhenUnavailable.BLOCK).open()) {
      PolicyEngine engine =
          PolicyEngine.builder(Logs.POLICY)
              .recorder(log)
              .recordTimeout(Duration.ofMillis(10))
              .build();
      disk.hold(latch);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      latch.countDown();
      log.flush();
    }
    intact(file);
    List<Decided> decided = Logs.read(file, Decided.class);
    List<Settled> settled = Logs.read(file, Settled.class);
    assertThat(decided.size() + dropped()).isEqualTo(2);
    assertThat(settled)
        .extracting(Settled::id)
        .isEqualTo(decided.stream().map(Decided::id).toList());
    assertThat(settled).allMatch(one -> one.outcome() == Outcome.NOT_SENT);
  }

  @Test
  void dropGoesOnAndCounts() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    try (AuditLog log = log().capacity(2).whenUnavailable(WhenUnavailable.DROP).open()) {
      PolicyEngine engine = engine(log);
      disk.hold(latch);
      for (int i = 0; i < 10; i++) {
        assertThat(engine.check(RUN).isAllowed()).isTrue();
      }
      latch.countDown();
      log.flush();
      disk.full(true, 0);
      for (int i = 0; i < 10; i++) {
        assertThat(engine.check(RUN).isAllowed()).isTrue();
      }
      disk.full(false, 0);
    }
    intact(file);
    long written = Logs.read(file, Decided.class).size();
    long dropped = dropped();
    assertThat(written + dropped).isEqualTo(20);
    assertThat(dropped).isGreaterThanOrEqualTo(10);
  }

  @Test
  void withAnIntervalACallWaitsForTheDiskOnlyWhileThatFails() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    try (AuditLog log = log().flush(Flush.every(Duration.ofHours(1))).open()) {
      PolicyEngine engine = engine(log);
      disk.hold(latch);
      Decision first = engine.check(RUN);
      assertThat(first.isAllowed()).isTrue();
      disk.forceFails(true);
      latch.countDown();
      assertThatThrownBy(log::flush).isInstanceOf(IOException.class);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      first.reservation().settle(Outcome.OK);
      disk.forceFails(false);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
      log.flush();
    }
    intact(file);
    assertThat(Logs.read(file, Decided.class)).hasSize(2);
    assertThat(Logs.read(file, Settled.class)).hasSize(1);
    assertThat(Logs.read(file, Dropped.class)).extracting(Dropped::count).containsExactly(1L);
  }

  @Test
  void aFileThatIsTakenAwayIsFollowedByANewOne() throws Exception {
    Path away = folder.resolve("away.jsonl");
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      Files.move(file, away);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    assertThat(Logs.read(file).get(0).number()).isEqualTo(3);
    intact(away, file);
  }

  @Test
  void aFileThatIsDeletedIsMissed() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      Files.delete(file);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    assertThat(Logs.verify(file).findings())
        .extracting(AuditFinding::message)
        .containsExactly("records 1 to 2 are missing");
  }

  @Test
  void anotherFileInItsPlaceIsNotWrittenTo() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      Files.delete(file);
      Files.writeString(file, "mine\n");
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(Files.readString(file)).isEqualTo("mine\n");
      Files.delete(file);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    assertThat(Logs.kinds(file)).containsExactly("Dropped", "Decided", "Closed");
  }

  @Test
  void aFileToWhichSomebodyElseWritesOrThatIsCutIsNotWrittenTo() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      String before = Files.readString(file);
      Files.writeString(file, "more\n", StandardOpenOption.APPEND);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(Files.readString(file)).isEqualTo(before + "more\n");
      Files.writeString(file, before.substring(0, 100));
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      Files.writeString(file, before);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    intact(file);
  }

  @Test
  void aFileToWhichSomebodyElseWroteIsFollowedByANewOneWhenItIsTakenAway() throws Exception {
    Path away = folder.resolve("away.jsonl");
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      String before = Files.readString(file);
      Files.writeString(file, "more\n", StandardOpenOption.APPEND);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      Files.move(file, away);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
      assertThat(Files.readString(away)).isEqualTo(before + "more\n");
    }
    assertThat(Logs.read(file).get(0).number()).isEqualTo(3);
  }

  @Test
  void aCopyInItsPlaceIsAsGood() throws Exception {
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.write(file, bytes);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    intact(file);
  }

  @Test
  void aFolderThatIsGoneDeniesUntilItIsBack() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    file = inner.resolve("audit.jsonl");
    Path away = folder.resolve("away");
    try (AuditLog log = log().open()) {
      PolicyEngine engine = engine(log);
      engine.check(RUN);
      Files.move(inner, away);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      Files.createDirectory(inner);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
      assertThatThrownBy(() -> AuditLog.jsonLines(file).open()).isInstanceOf(IOException.class);
    }
    intact(away.resolve("audit.jsonl"), file);
  }

  @Test
  void aFullFileThatCantBeRenamedDeniesUntilItCan() throws Exception {
    try (AuditLog log = log().rotateAt(1).open()) {
      PolicyEngine engine = engine(log);
      disk.renameFails(true);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.renameFails(false);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
      disk.opensFail(true);
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      disk.opensFail(false);
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    try (Stream<Path> files = Files.list(folder)) {
      intact(files.filter(one -> one.toString().endsWith(".jsonl")).toArray(Path[]::new));
    }
  }

  @Test
  void aLogThatCantBeClosedSaysSo() throws Exception {
    AuditLog log = log().open();
    Decision open = engine(log).check(RUN);
    disk.full(true, 10);
    open.reservation().settle(Outcome.OK);
    assertThatThrownBy(log::close)
        .isInstanceOf(IOException.class)
        .hasMessage("the audit log could not be closed as it should");
    disk.full(false, 0);
    try (AuditLog again = log().open()) {
      again.flush();
    }
    intact(file);
    assertThat(Logs.read(file, AuditRecord.Torn.class)).hasSize(1);
  }

  @Test
  void aLogThatCantBeOpenedLeavesNothingLocked() throws Exception {
    disk.full(true, 3);
    assertThatThrownBy(() -> log().open()).isInstanceOf(IOException.class);
    disk.full(false, 0);
    log().open().close();
    intact(file);
  }
}
