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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue in memory. */
class ApprovalQueueTest {

  private final TestClock clock = new TestClock();
  private final List<QueuedApproval> heard = new ArrayList<>();
  private final ApprovalQueue queue =
      ApprovalQueue.builder().clock(clock).listener(heard::add).most(4, 3).build();
  private final PolicyEngine engine = Asking.engine(queue);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private String id() {
    return queue.waiting().get(0).id();
  }

  @Test
  void aCallWaitsAndPassesOnceAfterAYes() {
    assertThat(engine.check(pay(5)).textForAgent())
        .isEqualTo(
            "[POLICY DENIED] This call waits for approval. Make the same call again once it was"
                + " given.");
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(queue.waiting()).hasSize(1);
    assertThat(queue.approve(id(), "ann")).isEqualTo(ApprovalResponse.COUNTS);
    assertThat(queue.waiting()).isEmpty();
    assertThat(queue.list()).extracting(QueuedApproval::state).containsExactly(State.APPROVED);
    assertThat(code(engine.check(pay(5)))).isEqualTo("allowed");
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
  }

  @Test
  void aYesIsForNothingButThisCall() {
    engine.check(pay(5));
    queue.approve(id(), "ann");
    ToolCall call = pay(5);
    assertThat(code(engine.check(call.withCaller(Caller.of("mallory")))))
        .isEqualTo("approval_pending");
    assertThat(code(engine.check(call.withServer("other")))).isEqualTo("approval_pending");
    assertThat(code(engine.check(pay(5.0)))).isEqualTo("approval_pending");
    engine.replace(Asking.OTHER);
    assertThat(code(engine.check(call))).isIn("approval_pending", "approval_denied");
    engine.replace(Asking.POLICY);
    assertThat(code(engine.check(call))).isEqualTo("allowed");
  }

  @Test
  void aYesForOneStrangerIsNoneForAnother() {
    Caller stranger = Caller.unidentified().with("ip", "1.1.1.1");
    ToolCall call = pay(5).withCaller(stranger).withSession("s1");
    engine.check(call);
    queue.approve(id(), "ann");
    assertThat(code(engine.check(call.withSession("s2")))).isEqualTo("approval_pending");
    assertThat(code(engine.check(call.withCaller(stranger.with("ip", "6.6.6.6")))))
        .isEqualTo("approval_pending");
    assertThat(code(engine.check(call))).isEqualTo("allowed");
  }

  @Test
  void aCallerOfWhomNothingIsKnownIsRefused() {
    ToolCall call = pay(5).withCaller(Caller.unidentified());
    Decision decision = engine.check(call);
    assertThat(code(decision)).isEqualTo("approval_denied");
    assertThat(decision.message())
        .isEqualTo("This call needs approval, and it isn't known who makes it.");
    assertThat(queue.list()).isEmpty();
    assertThat(heard).isEmpty();
    // who names nobody has the grant "default"
    ToolCall byDefault = ToolCall.of("pay", call.arguments());
    assertThat(code(engine.check(byDefault))).isEqualTo("approval_pending");
    queue.approve(id(), "ann");
    assertThat(code(engine.check(call))).isEqualTo("approval_denied");
    assertThat(code(engine.check(byDefault))).isEqualTo("allowed");
  }

  @Test
  void aNoIsToldOnceWithItsWords() {
    engine.check(pay(5));
    assertThat(queue.deny(id(), "ann", "Not on Fridays.").counts()).isTrue();
    assertThat(engine.check(pay(5)).message()).isEqualTo("Not on Fridays.");
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(queue.deny(id(), "ann").counts()).isTrue();
    assertThat(engine.check(pay(5)).message()).isEqualTo("Money moves.");
  }

  @Test
  void otherArgumentsGoOutOnce() {
    engine.check(pay(5));
    Arguments edited = Arguments.freeze(Map.of("amount", 3, "to", "ann"));
    assertThat(queue.approve(id(), edited, "ann").counts()).isTrue();
    Decision decision = engine.check(pay(5));
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.judged(pay(5)).arguments().asMap()).containsEntry("amount", 3);
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(code(engine.check(pay(3)))).isEqualTo("approval_pending");
  }

  @Test
  void otherArgumentsHaveToBeValid() {
    engine.check(pay(5));
    Arguments broken = Arguments.freeze(Map.of("amount", new Object()));
    assertThatThrownBy(() -> queue.approve(id(), broken, "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("edited must be valid: a value of type java.lang.Object");
    assertThat(queue.waiting()).hasSize(1);
  }

  @Test
  void lateAnswersAreRefusedWithAReason() {
    engine.check(pay(5));
    String id = id();
    assertThat(queue.approve(id, "ann")).isEqualTo(ApprovalResponse.COUNTS);
    assertThat(queue.deny(id, "bob")).isEqualTo(ApprovalResponse.ALREADY_DECIDED);
    engine.check(pay(5));
    assertThat(queue.deny(id, "bob")).isEqualTo(ApprovalResponse.ALREADY_USED);
    engine.check(pay(5));
    clock.advance(Duration.ofHours(1));
    assertThat(queue.approve(id, "bob")).isEqualTo(ApprovalResponse.EXPIRED);
    assertThat(queue.approve(id, "bob")).isEqualTo(ApprovalResponse.EXPIRED);
    assertThat(queue.approve("sha256:none", "bob")).isEqualTo(ApprovalResponse.UNKNOWN);
  }

  @Test
  void everyResponseHasASentence() {
    assertThat(ApprovalResponse.COUNTS.message()).isEqualTo("The decision counts.");
    assertThat(ApprovalResponse.ALREADY_DECIDED.message())
        .isEqualTo("Somebody else has decided already.");
    assertThat(ApprovalResponse.ALREADY_USED.message())
        .isEqualTo("Somebody else has decided already, and the call was made.");
    assertThat(ApprovalResponse.EXPIRED.message())
        .isEqualTo("The decision came too late: the request is forgotten.");
    assertThat(ApprovalResponse.UNKNOWN.message()).isEqualTo("There is no such request.");
  }

  @Test
  void aYesThatNobodyFetchesIsForgotten() {
    engine.check(pay(5));
    queue.approve(id(), "ann");
    clock.advance(Duration.ofHours(1).minusNanos(1));
    assertThat(queue.list()).hasSize(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(heard)
        .extracting(QueuedApproval::state)
        .containsExactly(State.WAITING, State.APPROVED, State.EXPIRED, State.WAITING);
  }

  @Test
  void neitherClockExtendsAYes() {
    engine.check(pay(5));
    queue.approve(id(), "ann");
    clock.jump(Duration.ofHours(-5));
    clock.advance(Duration.ofHours(1));
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
    queue.approve(id(), "ann");
    clock.jump(Duration.ofHours(2)); // the machine slept: the elapsed time stood still
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
  }

  @Test
  void whatIsExpiredByHandIsVoid() {
    engine.check(pay(5));
    String id = id();
    queue.approve(id, "ann");
    assertThat(queue.expire(id)).isTrue();
    assertThat(queue.expire(id)).isFalse();
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_pending");
  }

  @Test
  void oneGrantDoesntPushTheOthersOut() {
    for (int i = 0; i < 5; i++) {
      engine.check(pay(i));
    }
    assertThat(engine.check(pay(9)).message())
        .isEqualTo("Too many calls wait for approval. Try again later.");
    assertThat(code(engine.check(pay(9).withCaller(Caller.of("bob")))))
        .isEqualTo("approval_pending");
    assertThat(code(engine.check(pay(9).withCaller(Caller.of("eve")))))
        .isEqualTo("approval_denied");
    assertThat(queue.waiting()).hasSize(4);
  }

  @Test
  void longCallsOfOneGrantDontPushTheOthersOut() {
    ApprovalQueue wide = ApprovalQueue.builder().clock(clock).build();
    PolicyEngine asking = Asking.engine(wide);
    String longText = "x".repeat(60 * 1024);
    int waiting = 0;
    for (int i = 0; i < 20; i++) {
      waiting += code(asking.check(pay(longText + i))).equals("approval_pending") ? 1 : 0;
    }
    assertThat(waiting).isEqualTo(8);
    assertThat(code(asking.check(pay(1).withCaller(Caller.of("bob")))))
        .isEqualTo("approval_pending");
  }

  @Test
  void whatIsTooLongToBeShownIsRefused() {
    assertThat(engine.check(pay("x".repeat(Room.LONGEST))).message())
        .isEqualTo("This call is too long to be shown to whoever would approve it.");
    assertThat(queue.list()).isEmpty();
  }

  @Test
  void whoeverDecidesHasAName() {
    engine.check(pay(5));
    assertThatThrownBy(() -> queue.approve(id(), " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("by must not be blank");
    queue.approve(id(), "ann");
    assertThat(queue.list().get(0).by()).contains("ann");
    engine.check(pay(5));
    assertThat(heard.get(heard.size() - 1).state()).isEqualTo(State.USED);
    assertThat(heard.get(heard.size() - 1).by()).contains("ann");
  }

  @Test
  void ofManyWhoDecideAtOnceExactlyOneCounts() throws Exception {
    for (int round = 0; round < 50; round++) {
      engine.check(pay(5));
      String id = id();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<ApprovalResponse>> responses = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean yes = i % 2 == 0;
        responses.add(
            threads.submit(
                () -> {
                  start.await();
                  return yes ? queue.approve(id, "ann") : queue.deny(id, "bob");
                }));
      }
      start.countDown();
      int counted = 0;
      for (Future<ApprovalResponse> response : responses) {
        counted += response.get().counts() ? 1 : 0;
      }
      assertThat(counted).isEqualTo(1);
      State decided = queue.list().get(0).state();
      assertThat(engine.check(pay(5)).isAllowed()).isEqualTo(decided == State.APPROVED);
    }
  }

  @Test
  void oneYesLetsOneOfManyCallsThrough() throws Exception {
    for (int round = 0; round < 50; round++) {
      engine.check(pay(5));
      queue.approve(id(), "ann");
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  return engine.check(pay(5)).isAllowed();
                }));
      }
      start.countDown();
      int allowed = 0;
      for (Future<Boolean> call : calls) {
        allowed += call.get() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(1);
      queue.expire(id());
    }
  }

  @Test
  void aYesCanGoOnToStand() {
    engine.check(pay(5));
    StandingApproval standing =
        queue
            .approve(
                id(),
                StandingTerms.lasting(Duration.ofHours(1))
                    .calls(2)
                    .onlyIf(Condition.arg("to").eq("ann")),
                "ann")
            .orElseThrow();
    assertThat(standing.calls()).isZero();
    assertThat(queue.waiting()).isEmpty();
    assertThat(code(engine.check(pay(5)))).isEqualTo("allowed");
    assertThat(code(engine.check(pay(6)))).isEqualTo("allowed");
    assertThat(code(engine.check(pay(7)))).isEqualTo("approval_pending");
  }

  @Test
  void aYesThatStandsIsForARequestThatWaits() {
    engine.check(pay(5));
    String id = id();
    queue.deny(id, "bob");
    assertThat(queue.approve(id, StandingTerms.lasting(Duration.ofHours(1)), "ann")).isEmpty();
    assertThat(queue.standing().list()).isEmpty();
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_denied");
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    ApprovalQueue loud =
        ApprovalQueue.builder()
            .listener(
                approval -> {
                  throw new IllegalStateException("no");
                })
            .build();
    PolicyEngine asking = Asking.engine(loud);
    assertThat(code(asking.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(loud.approve(loud.waiting().get(0).id(), "ann").counts()).isTrue();
    assertThat(code(asking.check(pay(5)))).isEqualTo("allowed");
  }

  @Test
  void aListenerMayDecideAtOnce() {
    List<ApprovalQueue> self = new ArrayList<>();
    ApprovalQueue eager =
        ApprovalQueue.builder()
            .listener(
                approval -> {
                  if (approval.state() == State.WAITING) {
                    self.get(0).approve(approval.id(), "robot");
                  }
                })
            .build();
    self.add(eager);
    PolicyEngine asking = Asking.engine(eager);
    assertThat(code(asking.check(pay(5)))).isEqualTo("approval_pending");
    assertThat(code(asking.check(pay(5)))).isEqualTo("allowed");
  }

  @Test
  void aClosedQueueDenies() {
    engine.check(pay(5));
    queue.approve(id(), "ann");
    queue.close();
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_denied");
  }

  @Test
  void whatIsShownCantBeMistaken() {
    engine.check(pay("5\u202e\u001b[2J\nto: \"bob\""));
    assertThat(queue.waiting().get(0).request().describe().lines().sorted().toList())
        .containsExactly(
            "  args.amount: \"5\\u202e\\u001b[2J\\nto: \\\"bob\\\"\"",
            "  args.to: \"ann\"",
            "  grant: \"alice\"",
            "  tool: \"pay\"",
            "Money moves.");
    assertThat(queue.waiting().get(0).toString()).doesNotContain("bob");
  }
}
