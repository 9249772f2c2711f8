package dev.mcppolicy.approvals;

import static dev.mcppolicy.approvals.Asking.code;
import static dev.mcppolicy.approvals.Asking.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.approvals.QueuedApproval.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues and standing approvals in files: what survives, and what must not. */
class QueueFileTest {

  private final TestClock clock = new TestClock();
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("approvals");
  }

  private ApprovalQueue open() {
    return ApprovalQueue.builder().file(file()).clock(clock).build();
  }

  /** Opens a queue, makes a call, and closes the queue as a process that ends does. */
  private String callOnce(ToolCall call) {
    try (ApprovalQueue queue = open()) {
      return code(Asking.engine(queue).check(call));
    }
  }

  private void approveAll() {
    try (ApprovalQueue queue = open()) {
      queue.waiting().forEach(one -> assertThat(queue.approve(one.id(), "ann").counts()).isTrue());
    }
  }

  @Test
  void requestsAndDecisionsSurviveARestart() {
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
    approveAll();
    assertThat(callOnce(pay(5))).isEqualTo("allowed");
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
  }

  @Test
  @Timeout(60)
  void aQueueWhoseListenerHangsHoldsUpNoOther() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ApprovalListener hanging =
        approval -> {
          hangs.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (ApprovalQueue first =
            ApprovalQueue.builder()
                .file(folder.resolve("first"))
                .clock(clock)
                .listener(hanging)
                .build();
        ApprovalQueue second = open()) {
      CompletionStage<Decision> waits = Asking.engine(first).checkAsync(pay(5));
      hangs.await();
      assertThat(code(Asking.engine(second).check(pay(5)))).isEqualTo("approval_pending");
      released.countDown();
      assertThat(code(waits.toCompletableFuture().join())).isEqualTo("approval_pending");
    }
  }

  @Test
  void whatIsShownAfterARestartIsWhatWasAsked() {
    Map<String, Object> odd = new LinkedHashMap<>();
    odd.put("b", List.of(1, 1.0, new BigDecimal("1.10"), BigInteger.TWO.pow(80), 1e30, 0.1f));
    odd.put("a", "\u202e\u0000\"\\ ü 😀");
    odd.put("n", null);
    odd.put("t", Map.of("x", true));
    ToolCall call =
        ToolCall.of("pay", odd)
            .withCaller(Caller.of("alice").withId("al").with("role", "clerk"))
            .withServer("bank")
            .withSession("s1");
    assertThat(callOnce(call)).isEqualTo("approval_pending");
    try (ApprovalQueue queue = open()) {
      QueuedApproval waiting = queue.waiting().get(0);
      ToolCall kept = waiting.request().call();
      assertThat(kept.caller().grant()).contains("alice");
      assertThat(kept.caller().attributes()).containsEntry("role", "clerk");
      assertThat(kept.server()).contains("bank");
      assertThat(kept.session()).contains("s1");
      assertThat(kept.arguments().asMap()).containsEntry("a", odd.get("a"));
      assertThat(waiting.request().reason()).isEqualTo("Money moves.");
      assertThat(waiting.request().rule()).isEqualTo("/tools/pay/action");
      assertThat(queue.approve(waiting.id(), "ann").counts()).isTrue();
    }
    assertThat(callOnce(call)).isEqualTo("allowed");
  }

  @Test
  void aStrangersRequestSurvivesForThatStranger() {
    Caller stranger = Caller.unidentified().with("b", 1.0).with("a", List.of("\u00e9"));
    ToolCall call = pay(5).withCaller(stranger).withSession("s1");
    assertThat(callOnce(call)).isEqualTo("approval_pending");
    approveAll();
    assertThat(callOnce(call.withSession("s2"))).isEqualTo("approval_pending");
    assertThat(callOnce(call.withCaller(stranger.with("b", 1)))).isEqualTo("approval_pending");
    assertThat(callOnce(call)).isEqualTo("allowed");
  }

  @Test
  void aRequestThatIsPutUnderAnotherStrangersNameIsNotShown() throws IOException {
    callOnce(pay(5).withCaller(Caller.unidentified().with("ip", "1.1.1.1")).withSession("s1"));
    String text = Files.readString(file(), StandardCharsets.UTF_8);
    String body = text.substring(text.indexOf('\n') + 1);
    for (String changed : List.of(body.replace("\"s1\"", "\"s2\""), body.replace("1.1", "6.1"))) {
      assertThat(changed).isNotEqualTo(body);
      try (StateFile forger = StateFile.open(file(), "mcp-policy-approvals/1")) {
        forger.write(changed);
      }
      try (ApprovalQueue queue = open()) {
        assertThat(queue.list()).isEmpty();
      }
    }
  }

  @Test
  void otherArgumentsAndWordsSurviveToo() {
    callOnce(pay(5));
    callOnce(pay(6));
    try (ApprovalQueue queue = open()) {
      String first = queue.waiting().get(0).id();
      String second = queue.waiting().get(1).id();
      queue.approve(first, Arguments.freeze(Map.of("amount", new BigDecimal("3.50"))), "ann");
      queue.deny(second, "ann", "No \"way\"\n.");
    }
    try (ApprovalQueue queue = open()) {
      PolicyEngine engine = Asking.engine(queue);
      Decision decision = engine.check(pay(5));
      assertThat(decision.judged(pay(5)).arguments().asMap())
          .containsExactly(Map.entry("amount", new BigDecimal("3.50")));
      assertThat(engine.check(pay(6)).message()).isEqualTo("No \"way\"\n.");
    }
  }

  @Test
  void aUseIsOnDiskBeforeTheCallPasses() throws IOException {
    callOnce(pay(5));
    approveAll();
    List<String> onDisk = new ArrayList<>();
    try (ApprovalQueue queue =
        ApprovalQueue.builder()
            .file(file())
            .clock(clock)
            .listener(
                approval -> {
                  if (approval.state() == State.USED) {
                    onDisk.add(read());
                  }
                })
            .build()) {
      assertThat(code(Asking.engine(queue).check(pay(5)))).isEqualTo("allowed");
      // The process dies here: what a copy of the file holds is what the next one finds.
      assertThat(onDisk).hasSize(1);
      Files.writeString(folder.resolve("copy"), onDisk.get(0));
    }
    try (ApprovalQueue next =
        ApprovalQueue.builder().file(folder.resolve("copy")).clock(clock).build()) {
      assertThat(next.list()).isEmpty();
    }
  }

  private String read() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatIsCutAnywhereApprovesNothing() throws IOException {
    callOnce(pay(5));
    approveAll();
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (ApprovalQueue queue = open()) {
        assertThat(queue.list()).as("cut at %s", length).isEmpty();
      }
      assertThat(folder.resolve("approvals.broken")).exists();
    }
    Files.write(file(), whole);
    assertThat(callOnce(pay(5))).isEqualTo("allowed");
  }

  @Test
  void aFileInWhichAByteIsChangedApprovesNothing() throws IOException {
    callOnce(pay(5));
    approveAll();
    byte[] whole = Files.readAllBytes(file());
    int kind = "mcp-policy-approvals/1".length();
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file(), changed);
      if (at < kind && isOfAnotherKind(changed)) {
        assertThatThrownBy(this::open)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("file must be one that this version has written");
        continue;
      }
      try (ApprovalQueue queue = open()) {
        assertThat(queue.list()).as("changed at %s", at).isEmpty();
      }
    }
  }

  /** Says whether a file may be somebody else's: such a one is left alone. */
  private static boolean isOfAnotherKind(byte[] file) {
    return new String(file, StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElseThrow()
        .matches("mcp-policy-[a-z-]+/[0-9]+ sha256:.*");
  }

  @Test
  void aRequestThatIsNotTheOneThatItsIdNamesIsNotShown() throws IOException {
    callOnce(pay(5));
    String text = Files.readString(file(), StandardCharsets.UTF_8);
    String body = text.substring(text.indexOf('\n') + 1);
    try (StateFile forger = StateFile.open(file(), "mcp-policy-approvals/1")) {
      forger.write(body.replace("\\\"amount\\\":5", "\\\"amount\\\":1"));
    }
    try (ApprovalQueue queue = open()) {
      assertThat(queue.list()).isEmpty();
    }
  }

  @Test
  void rubbishWithAValidDigestApprovesNothing() {
    for (String rubbish :
        List.of("", "null", "[]", "{\"requests\":[{}]}", "{\"requests\":[1]}", "{", "{} {}")) {
      try (StateFile forger = StateFile.open(file(), "mcp-policy-approvals/1")) {
        forger.write(rubbish);
      }
      try (ApprovalQueue queue = open()) {
        assertThat(queue.list()).as(rubbish).isEmpty();
      }
    }
  }

  @Test
  void aFileIsOneQueuesAtATime() {
    try (ApprovalQueue queue = open()) {
      assertThat(queue.list()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("file is in use by another queue: " + file());
    }
    open().close();
  }

  @Test
  void onlyItsOwnerReadsTheFile() throws IOException {
    callOnce(pay(5));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void whatCantBeWrittenHasNotHappened() throws IOException {
    callOnce(pay(5));
    try (ApprovalQueue queue = open()) {
      PolicyEngine engine = Asking.engine(queue);
      Path blocked = Files.createDirectories(folder.resolve("approvals.next").resolve("full"));
      String id = queue.waiting().get(0).id();
      assertThatThrownBy(() -> queue.approve(id, "ann"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("approvals could not be written to ");
      assertThat(queue.waiting()).hasSize(1);
      assertThat(code(engine.check(pay(6)))).isEqualTo("approval_denied");
      Files.delete(blocked);
      assertThat(queue.approve(id, "ann").counts()).isTrue();
      Files.createDirectories(blocked);
      assertThat(code(engine.check(pay(5)))).isEqualTo("approval_denied");
      Files.delete(blocked);
      assertThat(code(engine.check(pay(5)))).isEqualTo("allowed");
      assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    }
  }

  @Test
  void whatCantBeReadAgainIsNotKeptAndHarmsNobodyElse() {
    callOnce(pay(5));
    assertThat(callOnce(pay(Double.NaN))).isEqualTo("approval_denied");
    assertThat(callOnce(pay(6).withCaller(Caller.of("\ud800")))).isEqualTo("approval_denied");
    for (Object odd : new Object[] {1e30, 1e-7f, new BigDecimal("1E+300000"), "\u0000"}) {
      assertThat(callOnce(pay(odd))).isEqualTo("approval_pending");
      assertThat(callOnce(pay(odd))).isEqualTo("approval_pending");
    }
    try (ApprovalQueue queue = open()) {
      assertThat(queue.waiting()).hasSize(5);
      String id = queue.waiting().get(0).id();
      assertThatThrownBy(
              () -> queue.approve(id, Arguments.freeze(Map.of("amount", Double.NaN)), "ann"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("edited must hold finite numbers only");
    }
  }

  @Test
  void timeGoesOnWhileNobodyRuns() {
    callOnce(pay(5));
    approveAll();
    clock.advance(Duration.ofMinutes(59));
    try (ApprovalQueue queue = open()) {
      assertThat(queue.list()).hasSize(1);
      clock.advance(Duration.ofMinutes(1));
      assertThat(queue.list()).isEmpty();
    }
    callOnce(pay(5));
    approveAll();
    clock.jump(Duration.ofSeconds(-1)); // nobody knows how long nobody ran
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
  }

  @Test
  void aClockThatIsSetBackWhileNobodyRunsVoidsWhatWasKept() {
    callOnce(pay(5));
    approveAll();
    try (ApprovalQueue queue = open()) {
      clock.advance(Duration.ofMinutes(50));
      assertThat(queue.list()).hasSize(1);
    }
    clock.jump(Duration.ofMinutes(-40)); // later than the yes, but earlier than what was seen
    try (ApprovalQueue queue = open()) {
      assertThat(queue.list()).isEmpty();
      assertThat(code(Asking.engine(queue).check(pay(5)))).isEqualTo("approval_pending");
    }
    approveAll(); // what is asked by the clock as it is now is kept
    assertThat(callOnce(pay(5))).isEqualTo("allowed");
  }

  @Test
  void aClockThatWasSetBackWhileTheQueueRanVoidsWhatWasKept() {
    callOnce(pay(5));
    approveAll();
    try (ApprovalQueue queue = open()) {
      clock.advance(Duration.ofMinutes(50));
      assertThat(queue.list()).hasSize(1);
      clock.jump(Duration.ofMinutes(-45));
      assertThat(queue.list()).hasSize(1);
    }
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
  }

  @Test
  void timeThatElapsedBeforeARestartCountsWhateverTheClockSays() {
    callOnce(pay(5));
    approveAll();
    ApprovalQueue first = open();
    clock.advance(Duration.ofMinutes(50));
    clock.jump(Duration.ofMinutes(-45)); // nobody has looked at the clock in between
    first.close();
    try (ApprovalQueue queue = open()) {
      assertThat(queue.list()).hasSize(1);
      clock.advance(Duration.ofMinutes(10).minusNanos(1));
      assertThat(queue.list()).hasSize(1);
      clock.advance(Duration.ofNanos(1));
      assertThat(queue.list()).isEmpty();
      assertThat(code(Asking.engine(queue).check(pay(5)))).isEqualTo("approval_pending");
    }
  }

  @Test
  void whatWasOverBeforeARestartStaysOver() {
    callOnce(pay(5));
    approveAll();
    try (ApprovalQueue queue = open()) {
      clock.advance(Duration.ofMinutes(60));
      clock.jump(Duration.ofMinutes(-59));
      assertThat(queue.list()).isEmpty();
    }
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
  }

  @Test
  void timeThatElapsedBeforeACrashCountsAsItWasWrittenLast() throws IOException {
    callOnce(pay(5));
    approveAll();
    try (ApprovalQueue queue = open()) {
      clock.advance(Duration.ofMinutes(50));
      clock.jump(Duration.ofMinutes(-45));
      Asking.engine(queue).check(pay(6));
      Files.copy(file(), folder.resolve("copy")); // the process dies here
    }
    try (ApprovalQueue next =
        ApprovalQueue.builder().file(folder.resolve("copy")).clock(clock).build()) {
      assertThat(next.list()).hasSize(2);
      clock.advance(Duration.ofMinutes(10));
      assertThat(next.list()).hasSize(1);
    }
  }

  @Test
  void noClockExtendsAStandingApprovalOverARestart() {
    callOnce(pay(5));
    try (ApprovalQueue queue = open()) {
      queue.approve(queue.waiting().get(0).id(), StandingTerms.lasting(Duration.ofHours(1)), "ann");
      clock.advance(Duration.ofMinutes(50));
      clock.jump(Duration.ofMinutes(-45));
    }
    try (ApprovalQueue queue = open()) {
      assertThat(code(Asking.engine(queue).check(pay(5)))).isEqualTo("allowed");
      clock.advance(Duration.ofMinutes(10));
      assertThat(code(Asking.engine(queue).check(pay(5)))).isEqualTo("approval_pending");
      queue.approve(queue.waiting().get(0).id(), StandingTerms.lasting(Duration.ofHours(1)), "ann");
      clock.advance(Duration.ofMinutes(20));
    }
    clock.jump(Duration.ofMinutes(-10));
    try (ApprovalQueue queue = open()) {
      assertThat(queue.standing().list()).isEmpty();
    }
  }

  @Test
  void aFileThatDoesntSayWhenItWasWrittenIsRead() {
    callOnce(pay(5));
    approveAll();
    String body = read().substring(read().indexOf('\n') + 1);
    String older = body.replaceFirst("\"latest\":\"[^\"]*\",", "");
    assertThat(older).isNotEqualTo(body);
    try (StateFile before = StateFile.open(file(), "mcp-policy-approvals/1")) {
      before.write(older);
    }
    assertThat(callOnce(pay(5))).isEqualTo("allowed");
  }

  @Test
  void aFileThatSaysNoTimeIsVoid() {
    callOnce(pay(5));
    approveAll();
    String body = read().substring(read().indexOf('\n') + 1);
    try (StateFile forger = StateFile.open(file(), "mcp-policy-approvals/1")) {
      forger.write(body.replaceFirst("\"latest\":\"[^\"]*\"", "\"latest\":\"once\""));
    }
    assertThat(callOnce(pay(5))).isEqualTo("approval_pending");
    assertThat(folder.resolve("approvals.broken")).exists();
  }

  @Test
  void aQueueThatCantWriteWhenItIsClosedLetsGoOfItsFile() throws IOException {
    callOnce(pay(5));
    ApprovalQueue queue = open();
    Path blocked = Files.createDirectories(folder.resolve("approvals.next").resolve("full"));
    queue.close();
    queue.close();
    Files.delete(blocked);
    try (ApprovalQueue next = open()) {
      assertThat(next.waiting()).hasSize(1);
    }
  }

  @Test
  void aQueueThatHasNothingMakesNoFile() {
    open().close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void standingApprovalsSurviveWithWhatTheyHaveSpent() {
    callOnce(pay(5));
    try (ApprovalQueue queue = open()) {
      StandingTerms terms =
          StandingTerms.lasting(Duration.ofDays(1))
              .calls(9)
              .total("args.amount", new BigDecimal("10.5"))
              .onlyIf(Condition.arg("to").eq("ann"));
      assertThat(queue.approve(queue.waiting().get(0).id(), terms, "ann")).isPresent();
    }
    assertThat(callOnce(pay(5))).isEqualTo("allowed");
    assertThat(callOnce(pay(new BigDecimal("5.5")))).isEqualTo("allowed");
    assertThat(callOnce(pay(new BigDecimal("0.01")))).isEqualTo("approval_pending");
    try (ApprovalQueue queue = open()) {
      StandingApproval one = queue.standing().list().get(0);
      assertThat(one.calls()).isEqualTo(2);
      assertThat(one.spent()).isEqualByComparingTo("10.5");
      assertThat(queue.standing().revoke(one.id())).isTrue();
    }
    assertThat(callOnce(pay(0))).isEqualTo("approval_pending");
  }

  @Test
  void aStandingApprovalThatCantBeCountedLetsNothingThrough() throws IOException {
    callOnce(pay(5));
    try (ApprovalQueue queue = open()) {
      PolicyEngine engine = Asking.engine(queue);
      queue.approve(
          queue.waiting().get(0).id(), StandingTerms.lasting(Duration.ofDays(1)).calls(2), "ann");
      Path blocked =
          Files.createDirectories(folder.resolve("approvals.standing.next").resolve("full"));
      assertThat(code(engine.check(pay(5)))).isEqualTo("approval_denied");
      Files.delete(blocked);
      assertThat(queue.standing().list().get(0).calls()).isZero();
      assertThat(code(engine.check(pay(5)))).isEqualTo("allowed");
    }
  }

  @Test
  void aStandingFileThatIsCutCoversNothing() throws IOException {
    Path file = folder.resolve("standing");
    callOnce(pay(5));
    try (ApprovalQueue queue = open();
        StandingApprovals standing = StandingApprovals.inFile(file, clock)) {
      standing.approve(
          queue.waiting().get(0).request(), StandingTerms.lasting(Duration.ofDays(1)), "ann");
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (StandingApprovals standing = StandingApprovals.inFile(file, clock)) {
        assertThat(standing.list()).isEmpty();
      }
    }
    Files.write(file, whole);
    try (StandingApprovals standing = StandingApprovals.inFile(file, clock)) {
      assertThat(standing.list()).hasSize(1);
    }
  }
}
