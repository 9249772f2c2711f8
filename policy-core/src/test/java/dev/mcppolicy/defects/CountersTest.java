package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.spent;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.ForwardingStore;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No counter is another's, none is spent in vain, and none is refilled but by time and refunds. */
class CountersTest {

  private final VirtualClock clock = new VirtualClock();

  private PolicyEngine engine(Policy policy) {
    return PolicyEngine.builder(policy).clock(clock).build();
  }

  // Names that collide

  private void assertApart(Policy policy, ToolCall... calls) {
    PolicyEngine engine = engine(policy);
    for (ToolCall call : calls) {
      assertAllowed(engine.check(call));
    }
    for (ToolCall call : calls) {
      assertDenied(engine.check(call), Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  void aToolsNameAndItsCountersAreNotJoinedIntoAnothersName() {
    Policy policy =
        Policy.denyByDefault()
            .tool("a", t -> t.limit(Limit.of(1, "day").counter("b.c")))
            .tool("a.b", t -> t.limit(Limit.of(1, "day").counter("c")))
            .tool("a.b.c", t -> t.limit(Limit.of(1, "day")))
            .tool("a/limits/0", t -> t.limit(Limit.of(1, "day")))
            .tool("a~1limits~10", t -> t.limit(Limit.of(1, "day")))
            .build();
    assertApart(
        policy,
        ToolCall.of("a"),
        ToolCall.of("a.b"),
        ToolCall.of("a.b.c"),
        ToolCall.of("a/limits/0"),
        ToolCall.of("a~1limits~10"));
  }

  @Test
  void noCountersNameCanBeThatOfAnUnnamedOne() {
    assertThatThrownBy(() -> tool(t -> t.limit(Limit.of(1, "day").counter("/tools/t/limits/1"))))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("a counter's name does not start with \"/\"");
  }

  @Test
  void aToolCalledLikeTheCountersOfAllToolsSharesNothingWithThem() {
    for (String name : List.of("_global", "all_tools", "global", "default", "tools", "")) {
      Policy policy =
          Policy.allowByDefault()
              .allTools(all -> all.limit(Limit.of(3, "day")))
              .tool(name.isEmpty() ? "x" : name, t -> t.limit(Limit.of(1, "day")))
              .build();
      PolicyEngine engine = engine(policy);
      ToolCall special = ToolCall.of(name.isEmpty() ? "x" : name);
      assertAllowed(engine.check(ToolCall.of("other")));
      assertAllowed(engine.check(special));
      assertDenied(engine.check(special), Code.LIMIT_EXCEEDED);
      assertAllowed(engine.check(ToolCall.of("other")));
      assertDenied(engine.check(ToolCall.of("other")), Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  void grantsAndKeysAreNotJoinedIntoOneName() {
    Policy policy = tool(t -> t.limit(Limit.of(1, "day").per("args.a", "args.b")));
    assertApart(
        policy,
        ToolCall.of("t", Map.of("a", "x", "b", "yz")),
        ToolCall.of("t", Map.of("a", "xy", "b", "z")),
        ToolCall.of("t", Map.of("a", "x,y", "b", "z")),
        ToolCall.of("t", Map.of("a", "x", "b", "y,z")),
        ToolCall.of("t", Map.of("a", "", "b", "xyz")),
        ToolCall.of("t", Map.of("a", "xyz", "b", "")),
        ToolCall.of("t", Map.of("a", 1, "b", "1")),
        ToolCall.of("t", Map.of("a", "1", "b", 1)),
        ToolCall.of("t", Map.of("a", 1, "b", 1)),
        ToolCall.of("t", Map.of("a", true, "b", "true")),
        ToolCall.of("t", Map.of("a", "true", "b", true)),
        ToolCall.of("t", Map.of("a", "x", "b", "s1:y")),
        ToolCall.of("t", Map.of("a", "xs1:y", "b", "")),
        ToolCall.of("t", Map.of("a", "x", "b", "yz")).withCaller(Caller.of("defaults1:x")),
        ToolCall.of("t", Map.of("a", "p".repeat(300), "b", "q")),
        ToolCall.of("t", Map.of("a", "p".repeat(301), "b", "q")),
        ToolCall.of("t", Map.of("a", "p".repeat(300) + "q", "b", "")));
  }

  @Test
  void grantsOfAnyLengthAndSpellingAreApart() {
    Policy policy = tool(t -> t.limit(Limit.of(1, "day").per("args.v")).rateLimit("1/day"));
    List<ToolCall> calls = new ArrayList<>();
    for (String grant :
        List.of(
            "g",
            "G",
            "g ",
            "g\0",
            "g/",
            "g1",
            "é",
            "e\u0301",
            "x".repeat(300),
            "x".repeat(301),
            "x".repeat(300) + "?",
            "x".repeat(300) + "\ud800",
            "x".repeat(300) + "\udc00",
            "?",
            "\ud800")) {
      calls.add(call(1).withCaller(Caller.of(grant)));
    }
    assertApart(policy, calls.toArray(new ToolCall[0]));
  }

  @Test
  void twoServersToolsOfOneNameShareNoQuotaWhereThePolicyTellsThemApart() {
    Policy policy =
        Policy.denyByDefault()
            .tool("create_issue", t -> t.limit(Limit.of(1, "day").per("server.name")))
            .build();
    assertApart(
        policy,
        ToolCall.of("create_issue").withServer("github"),
        ToolCall.of("create_issue").withServer("gitlab"));
    assertDenied(engine(policy).check(ToolCall.of("create_issue")), Code.INVALID_KEY);
  }

  @Test
  void twoEnginesShareNoQuotaUnlessTheyAreGivenOneStore() {
    Policy policy = tool(t -> t.rateLimit("1/day"));
    PolicyEngine one = engine(policy);
    PolicyEngine two = engine(policy);
    assertAllowed(one.check(call()));
    assertAllowed(two.check(call()));
    CounterStore store = CounterStore.inMemory();
    PolicyEngine three = PolicyEngine.builder(policy).clock(clock).counters(store).build();
    PolicyEngine four = PolicyEngine.builder(policy).clock(clock).counters(store).build();
    assertAllowed(three.check(call()));
    assertDenied(four.check(call()), Code.LIMIT_EXCEEDED);
  }

  @Test
  void everySessionHasACountOfItsOwnWhereThePolicySaysSo() {
    Policy policy = tool(t -> t.limit(Limit.of(1, "day").scope(Scope.SESSION)));
    assertApart(policy, call().withSession("a"), call().withSession("b"), call().withSession("a "));
  }

  // Several counters

  @Test
  void aCallThatASecondCounterRefusesLeavesTheFirstUnspent() {
    PolicyEngine engine =
        engine(
            Policy.denyByDefault()
                .tool(
                    "t",
                    t ->
                        t.limit(Limit.of(10, "day").counter("first"))
                            .limit(Limit.of(1, "day").counter("second"))
                            .concurrency(5))
                .tool("u", t -> t.limit(Limit.of(10, "day").counter("first")))
                .build());
    assertAllowed(engine.check(call()));
    for (int i = 0; i < 98; i++) {
      assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    }
    assertThat(spent(engine, call(), 0)).isOne();
    assertThat(spent(engine, call(), 2)).isOne();
    for (int i = 0; i < 9; i++) {
      assertAllowed(engine.check(ToolCall.of("u")));
    }
  }

  @Test
  void aFullConcurrencySpendsNoBudgetAndAFullBudgetNoSlot() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(2, "day")).concurrency(1)));
    Decision first = assertAllowed(engine.check(call()));
    assertDenied(engine.check(call()), Code.CONCURRENCY_EXCEEDED);
    assertThat(spent(engine, call(), 0)).isOne();
    first.reservation().settle(Outcome.OK);
    assertAllowed(engine.check(call())).reservation().settle(Outcome.OK);
    assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    assertThat(spent(engine, call(), 1)).isZero();
  }

  @Test
  void callsThatAnotherRuleDeniesSpendNothing() {
    PolicyEngine engine =
        engine(
            Policy.denyByDefault()
                .hide("hidden")
                .allTools(all -> all.limit(Limit.of(2, "day").counter("all").scope(Scope.GLOBAL)))
                .tool("denied", t -> t.deny("No."))
                .tool("hidden")
                .tool(
                    "deploy",
                    t ->
                        t.allowedArgs("to")
                            .require(Condition.arg("to").exists())
                            .denyIf(Condition.arg("to").eq("prod"))
                            .limit(Limit.of(1, "day").per("args.to")))
                .tool("asked", t -> t.requireApproval("Ask."))
                .build());
    for (int i = 0; i < 98; i++) {
      assertDenied(engine.check(ToolCall.of("unlisted")), Code.NOT_LISTED);
      assertDenied(engine.check(ToolCall.of("denied")), Code.DENIED);
      assertDenied(engine.check(ToolCall.of("hidden")), Code.HIDDEN);
      assertDenied(engine.check(ToolCall.of("deploy")), Code.REQUIRE_FAILED);
      assertDenied(engine.check(ToolCall.of("deploy", Map.of("to", "prod"))), Code.DENY_IF_MATCHED);
      assertDenied(
          engine.check(ToolCall.of("deploy", Map.of("to", List.of()))), Code.DENY_IF_MATCHED);
      assertDenied(engine.check(ToolCall.of("deploy", Map.of("at", 1))), Code.ARGUMENT_NOT_ALLOWED);
      assertDenied(engine.check(ToolCall.of("asked")), Code.APPROVAL_DENIED);
      assertDenied(
          engine.check(ToolCall.of("deploy", Arguments.freeze("text"))), Code.INVALID_CALL);
    }
    assertThat(engine.counters().stats().refusedKeys()).isZero();
    assertAllowed(engine.check(ToolCall.of("deploy", Map.of("to", "test"))));
    assertAllowed(engine.check(ToolCall.of("deploy", Map.of("to", "stage"))));
  }

  @Test
  void aRefusedOrUnansweredApprovalGivesEverythingBack() {
    for (Approver.Answer answer : Approver.Answer.Plain.values()) {
      PolicyEngine engine =
          PolicyEngine.builder(
                  tool(
                      t ->
                          t.requireApproval("Ask.")
                              .limit(Limit.of(1, "lifetime").refund(Refund.NEVER))
                              .concurrency(1)))
              .clock(clock)
              .approver(request -> CompletableFuture.completedFuture(answer))
              .build();
      boolean allowed = engine.check(call()).isAllowed();
      assertThat(allowed).isEqualTo(answer == Approver.Answer.APPROVE);
      assertThat(spent(engine, call(), 0)).isEqualByComparingTo(allowed ? "1" : "0");
      assertThat(spent(engine, call(), 1)).isEqualByComparingTo(allowed ? "1" : "0");
    }
  }

  // Counters and room

  @Test
  void noCounterIsEvictedForRoom() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(100);
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.limit(Limit.of(1, "day").per("args.v"))))
            .clock(clock)
            .counters(store)
            .build();
    for (int i = 0; i < 100; i++) {
      assertAllowed(engine.check(call(i)));
    }
    for (int i = 100; i < 5_000; i++) {
      assertDenied(engine.check(call(i)), Code.STORE_FULL);
    }
    for (int i = 0; i < 100; i++) {
      assertDenied(engine.check(call(i)), Code.LIMIT_EXCEEDED);
    }
    assertThat(store.stats().keys()).isEqualTo(100);
    assertThat(store.stats().refusedKeys()).isEqualTo(4_900);
  }

  @Test
  void thousandsOfOtherKeysRefillNoBudget() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(1, "day").per("args.v"))));
    assertAllowed(engine.check(call("mine")));
    for (int i = 0; i < 20_000; i++) {
      engine.check(call(i));
    }
    clock.advance(Duration.ofHours(23));
    for (int i = 0; i < 1_000; i++) {
      engine.check(call(-1 - i));
    }
    assertDenied(engine.check(call("mine")), Code.LIMIT_EXCEEDED);
  }

  // Calls without an answer, and answers without a call

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void noOutcomeLeaksAPlaceAmongTheCallsInFlight(Outcome outcome) {
    PolicyEngine engine = engine(tool(t -> t.concurrency(1).limit(Limit.of(1_000, "day"))));
    for (int i = 0; i < 500; i++) {
      assertAllowed(engine.check(call())).reservation().settle(outcome);
    }
    assertThat(spent(engine, call(), 1)).isZero();
    boolean back = outcome == Outcome.ERROR || outcome == Outcome.NOT_SENT;
    assertThat(spent(engine, call(), 0)).isEqualByComparingTo(back ? "0" : "500");
  }

  @Test
  void aCallThatIsGivenUpWhileItIsJudgedLeaksNothing() {
    PolicyEngine engine =
        PolicyEngine.builder(
                tool(t -> t.requireApproval("Ask.").concurrency(1).limit(Limit.of(1, "day"))))
            .clock(clock)
            .approver(request -> new CompletableFuture<>())
            .build();
    for (int i = 0; i < 100; i++) {
      CompletableFuture<Decision> waiting = engine.checkAsync(call());
      assertThat(waiting).isNotDone();
      waiting.cancel(true);
    }
    assertThat(spent(engine, call(), 0)).isZero();
    assertThat(spent(engine, call(), 1)).isZero();
  }

  @Test
  void twoEqualCallsInFlightAreSettledEachByItsOwnOutcome() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(10, "day")).concurrency(10)));
    ToolCall call = call("same");
    Decision first = assertAllowed(engine.check(call));
    Decision second = assertAllowed(engine.check(call));
    Decision third = assertAllowed(engine.check(call));
    second.reservation().settle(Outcome.ERROR);
    assertThat(spent(engine, call, 0)).isEqualByComparingTo("2");
    assertThat(spent(engine, call, 1)).isEqualByComparingTo("2");
    third.reservation().settle(Outcome.ERROR);
    first.reservation().settle(Outcome.ERROR);
    assertThat(spent(engine, call, 0)).isZero();
    assertThat(spent(engine, call, 1)).isZero();
  }

  @Test
  void aCallSettledAgainAndAgainIsRefundedOnce() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(10, "day"))));
    Decision first = assertAllowed(engine.check(call()));
    assertAllowed(engine.check(call()));
    assertAllowed(engine.check(call()));
    for (int i = 0; i < 5; i++) {
      first.reservation().settle(Outcome.NOT_SENT);
      first.reservation().settle(Outcome.ERROR);
    }
    assertThat(spent(engine, call())).isEqualByComparingTo("2");
  }

  @Test
  void anAnswerAfterATimeOutRefundsNothing() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(1, "day").refund(Refund.FAILURE))));
    Decision decision = assertAllowed(engine.check(call()));
    decision.reservation().settle(Outcome.TIMEOUT);
    decision.reservation().settle(Outcome.ERROR);
    assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
  }

  /** A store that can be taken down, and answers late when told to. */
  private static final class MoodyStore extends ForwardingStore {
    private boolean down;
    private int settlements;

    MoodyStore() {
      super(InMemoryCounterStore.withMaxKeys(100));
    }

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return down
          ? CompletableFuture.failedFuture(new IllegalStateException("down"))
          : super.take(charges, now);
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      settlements++;
      return super.settle(ticket, returned);
    }
  }

  @Test
  void aStoreThatWasDownWhenACallCameIsNotPaidBackWhenItIsUp() {
    MoodyStore store = new MoodyStore();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.limit(Limit.of(2, "day")).concurrency(5)))
            .clock(clock)
            .counters(store)
            .build();
    assertAllowed(engine.check(call())).reservation().settle(Outcome.OK);
    store.down = true;
    Decision denied = assertDenied(engine.check(call()), Code.STORE_UNAVAILABLE);
    store.down = false;
    denied.reservation().settle(Outcome.ERROR);
    denied.reservation().settle(Outcome.NOT_SENT);
    assertThat(store.settlements).isEqualTo(1);
    assertThat(spent(engine, call(), 0)).isOne();
    assertAllowed(engine.check(call()));
    assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
  }

  @Test
  void whatADeniedCallsReservationSettlesIsNothing() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(1, "day"))));
    assertAllowed(engine.check(call()));
    Decision denied = assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    denied.reservation().settle(Outcome.ERROR);
    denied.reservation().settle(Outcome.NOT_SENT);
    assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
  }
}
