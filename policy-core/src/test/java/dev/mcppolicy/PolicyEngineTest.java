package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What an engine does when everything around it goes wrong, and what hosts rely on when it doesn't.
 */
class PolicyEngineTest {

  private static final Policy ONE_A_MINUTE =
      Policy.denyByDefault().tool("run", tool -> tool.rateLimit("1/minute")).build();
  private static final Policy ASK =
      Policy.denyByDefault()
          .tool("pay", tool -> tool.requireApproval("Ask first.").limit(Limit.of(1, "lifetime")))
          .build();
  private static final ToolCall RUN = ToolCall.of("run", Map.of("path", "/app"));
  private static final ToolCall PAY = ToolCall.of("pay", Map.of("amount", 5));

  private final VirtualClock clock = new VirtualClock();

  private static void assertDenied(Decision decision, Code code) {
    assertThat(decision.effect()).as(decision.toString()).isEqualTo(Effect.DENY);
    assertThat(decision.code()).contains(code);
    assertThat(decision.message()).isNotEmpty();
  }

  // Calls that are none

  @Test
  void aCallWithoutANameIsInvalid() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().build());
    assertDenied(engine.check(ToolCall.of(null)), Code.INVALID_CALL);
    assertDenied(engine.check(ToolCall.of("")), Code.INVALID_CALL);
    assertDenied(engine.check(ToolCall.of("a\ud800")), Code.INVALID_CALL);
  }

  @Test
  void argumentsThatAreNoObjectAreInvalid() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().build());
    for (Object arguments : List.of(List.of(), "text", 5, new Object(), new int[0])) {
      Decision decision = engine.check(ToolCall.of("t", Arguments.freeze(arguments)));
      assertDenied(decision, Code.INVALID_CALL);
    }
    assertThat(engine.check(ToolCall.of("t", (Map<String, ?>) null)).isAllowed()).isTrue();
  }

  // Requests that are no tool calls

  @Test
  void aPolicySpeaksOfARequestByANameWithASlash() {
    Policy policy =
        Policy.denyByDefault().hide("prompts/*").tool("resources/read", tool -> {}).build();
    PolicyEngine engine = PolicyEngine.of(policy);

    assertThat(engine.governs("resources/read", Caller.byDefault())).isTrue();
    assertThat(engine.governs("prompts/get", Caller.byDefault())).isTrue();
    assertThat(engine.governs("resources/list", Caller.byDefault())).isFalse();
  }

  @Test
  void namesOfToolsSayNothingOfOtherRequests() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault().hide("*read").tool("*", tool -> tool.deny("No.")).build());

    assertThat(engine.governs("resources/read", Caller.byDefault())).isFalse();
  }

  @Test
  void aCallerWithoutAPolicyMayMakeNoRequestAtAll() {
    PolicyEngine engine =
        PolicyEngine.builder(Policies.byGrant(Map.of("alice", ONE_A_MINUTE))).build();

    assertThat(engine.governs("resources/read", Caller.of("alice"))).isFalse();
    assertThat(engine.governs("resources/read", Caller.of("bob"))).isTrue();
    assertThat(engine.governs("resources/read", Caller.unidentified())).isTrue();

    for (Caller caller : List.of(Caller.of("alice"), Caller.of("bob"), Caller.unidentified())) {
      assertThat(engine.names("tools/list", caller)).isFalse();
    }
    engine.replace(Policy.allowByDefault().tool("tools/list", tool -> tool.deny("No.")).build());
    assertThat(engine.names("tools/list", Caller.of("alice"))).isTrue();
  }

  // Grants

  @Test
  void aGrantWithoutAPolicyIsDeniedEverything() {
    PolicyEngine engine =
        PolicyEngine.builder(Policies.byGrant(Map.of("alice", ONE_A_MINUTE))).build();
    assertThat(engine.check(RUN.withCaller(Caller.of("alice"))).isAllowed()).isTrue();
    assertDenied(engine.check(RUN.withCaller(Caller.of("bob"))), Code.NO_POLICY);
    assertDenied(engine.check(RUN.withCaller(Caller.unidentified())), Code.NO_POLICY);
    assertDenied(engine.check(RUN), Code.NO_POLICY);
    assertThat(engine.isVisible("run", Caller.of("alice"))).isTrue();
    assertThat(engine.isVisible("run", Caller.of("bob"))).isFalse();
  }

  @Test
  void oneGrantsPolicyIsNotAnothers() {
    Policies policies =
        Policies.byGrant(Map.of("alice", Policy.denyByDefault().tool("a").build()))
            .otherwise(Policy.denyByDefault().tool("b").build());
    PolicyEngine engine = PolicyEngine.builder(policies).build();
    assertThat(engine.check(ToolCall.of("a").withCaller(Caller.of("alice"))).isAllowed()).isTrue();
    assertDenied(engine.check(ToolCall.of("b").withCaller(Caller.of("alice"))), Code.NOT_LISTED);
    assertThat(engine.check(ToolCall.of("b").withCaller(Caller.of("bob"))).isAllowed()).isTrue();
    assertDenied(engine.check(ToolCall.of("a").withCaller(Caller.of("bob"))), Code.NOT_LISTED);
  }

  @Test
  void aLimitForEachGrantDeniesACallerWithoutOne() {
    PolicyEngine engine = PolicyEngine.of(ONE_A_MINUTE);
    assertDenied(engine.check(RUN.withCaller(Caller.unidentified())), Code.INVALID_KEY);
    Policy slots = Policy.denyByDefault().tool("run", tool -> tool.concurrency(1)).build();
    assertDenied(
        PolicyEngine.of(slots).check(RUN.withCaller(Caller.unidentified())), Code.INVALID_KEY);
  }

  @Test
  void aLimitForEachSessionDeniesACallWithoutOne() {
    Policy policy =
        Policy.denyByDefault()
            .tool("run", tool -> tool.limit(Limit.of(1, "minute").scope(Scope.SESSION)))
            .build();
    PolicyEngine engine = PolicyEngine.of(policy);
    assertDenied(engine.check(RUN), Code.INVALID_KEY);
    assertThat(engine.check(RUN.withSession("s")).isAllowed()).isTrue();
  }

  @Test
  void aGlobalCounterIsFedByAllPoliciesInAllTheirWindows() {
    Limit minute = Limit.of(10, "minute").counter("c").scope(Scope.GLOBAL);
    Limit hour = Limit.of(3, "hour").counter("c").scope(Scope.GLOBAL);
    Policies policies =
        Policies.byGrant(
            Map.of(
                "a", Policy.denyByDefault().tool("run", tool -> tool.limit(minute)).build(),
                "b", Policy.denyByDefault().tool("run", tool -> tool.limit(hour)).build()));
    PolicyEngine engine = PolicyEngine.builder(policies).clock(clock).build();
    for (int i = 0; i < 3; i++) {
      assertThat(engine.check(RUN.withCaller(Caller.of("a"))).isAllowed()).isTrue();
    }
    clock.advance(Duration.ofMinutes(2));
    assertDenied(engine.check(RUN.withCaller(Caller.of("b"))), Code.LIMIT_EXCEEDED);
  }

  // Stores

  /** A store whose every answer is what a test says. */
  private static final class ScriptedStore implements CounterStore {
    private final CompletionStage<Taking> answer;
    private final List<BitSet> settled = new ArrayList<>();

    ScriptedStore(CompletionStage<Taking> answer) {
      this.answer = answer;
    }

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return answer;
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      settled.add(returned);
      return CompletableFuture.failedFuture(new IllegalStateException("settling failed"));
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("inspecting failed"));
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }

  private PolicyEngine engine(CounterStore store) {
    return PolicyEngine.builder(ONE_A_MINUTE)
        .counters(store)
        .storeTimeout(Duration.ofMillis(20))
        .build();
  }

  @Test
  void aStoreThatFailsDeniesAndSaysThatItIsTheStore() {
    PolicyEngine engine =
        engine(new ScriptedStore(CompletableFuture.failedFuture(new RuntimeException("down"))));
    Decision decision = engine.check(RUN);
    assertDenied(decision, Code.STORE_UNAVAILABLE);
    assertThat(decision.rule()).isEqualTo("/tools/run/rate_limit");
    assertThat(decision.message())
        .isEqualTo("The limiter is out of order. No limit was reached. Try again later.");
    assertThat(decision.retryAfter()).isEmpty();
    assertDenied(engine.explain(RUN).decision(), Code.STORE_UNAVAILABLE);
  }

  @Test
  void aStoreThatAnswersNothingDenies() {
    assertDenied(
        engine(new ScriptedStore(CompletableFuture.completedFuture(null))).check(RUN),
        Code.STORE_UNAVAILABLE);
  }

  @Test
  void aStoreThatReturnsNoStageDenies() {
    assertThat(engine(new ScriptedStore(null)).check(RUN).isAllowed()).isFalse();
  }

  @Test
  void aStoreThatAnswersTooLateDeniesAndGetsItBack() throws Exception {
    CompletableFuture<Taking> answer = new CompletableFuture<>();
    ScriptedStore store = new ScriptedStore(answer);
    assertDenied(engine(store).check(RUN), Code.STORE_UNAVAILABLE);
    assertThat(store.settled).isEmpty();
    answer.complete(new Taking.Taken(new Ticket() {}));
    assertThat(store.settled).containsExactly(BitSet.valueOf(new long[] {1}));
  }

  @Test
  void aSettlementThatTheStoreCantKeepHarmsNobody() {
    ScriptedStore store =
        new ScriptedStore(CompletableFuture.completedFuture(new Taking.Taken(new Ticket() {})));
    Decision decision = engine(store).check(RUN);
    assertThat(decision.isAllowed()).isTrue();
    decision.reservation().settle(Outcome.ERROR);
    decision.reservation().settle(Outcome.OK);
    assertThat(store.settled).hasSize(1);
  }

  @Test
  void ofLimitsForWhichOneWaitsEquallyLongTheFirstIsNamed() {
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool(
                        "run",
                        tool ->
                            tool.limit(Limit.of(1, "second").counter("short"))
                                .limit(Limit.of(1, "minute").counter("one"))
                                .limit(Limit.of(1, "minute").counter("other")))
                    .build())
            .clock(clock)
            .build();
    assertThat(engine.check(RUN).isAllowed()).isTrue();
    Decision decision = engine.check(RUN);
    assertDenied(decision, Code.LIMIT_EXCEEDED);
    assertThat(decision.rule()).isEqualTo("/tools/run/limits/1");
    assertThat(decision.retryAfter()).contains(Duration.ofMinutes(1));
  }

  @Test
  void aLimitInShadowOnlyRecordsWhereverItsCountersAre() {
    Policy policy =
        Policy.denyByDefault()
            .tool("run", tool -> tool.limit(Limit.of(3, "lifetime")))
            .tool("r*", tool -> tool.shadow().limit(Limit.of(1, "lifetime").counter("tried")))
            .build();
    Function<PolicyEngine, Decision> waiting = engine -> engine.check(RUN);
    Function<PolicyEngine, Decision> later = engine -> engine.checkAsync(RUN).join();
    for (Function<PolicyEngine, Decision> way : List.of(waiting, later)) {
      CounterStore store = new FarStore(CounterStore.inMemory(), ForkJoinPool.commonPool());
      PolicyEngine engine =
          PolicyEngine.builder(policy)
              .counters(store)
              .storeTimeout(Duration.ofSeconds(Long.MAX_VALUE))
              .clock(clock)
              .build();
      Decision first = way.apply(engine);
      assertThat(first.isAllowed()).isTrue();
      assertThat(first.shadow()).isEmpty();
      for (int i = 0; i < 2; i++) {
        Decision recorded = way.apply(engine);
        assertThat(recorded.isAllowed()).isTrue();
        assertThat(recorded.shadow().orElseThrow().code()).contains(Code.LIMIT_EXCEEDED);
        assertThat(recorded.shadow().orElseThrow().rule()).isEqualTo("/tools/r*/limits/0");
      }
      Decision denied = way.apply(engine);
      assertDenied(denied, Code.LIMIT_EXCEEDED);
      assertThat(denied.rule()).isEqualTo("/tools/run/limits/0");
    }
  }

  @Test
  void aStoreWithoutRoomDeniesNewKeysAndKeepsTheOld() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine engine = PolicyEngine.builder(ONE_A_MINUTE).counters(store).clock(clock).build();
    assertThat(engine.check(RUN.withCaller(Caller.of("a"))).isAllowed()).isTrue();
    assertDenied(engine.check(RUN.withCaller(Caller.of("b"))), Code.STORE_FULL);
    assertDenied(engine.check(RUN.withCaller(Caller.of("a"))), Code.LIMIT_EXCEEDED);
    assertThat(store.stats().refusedKeys()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(engine.check(RUN.withCaller(Caller.of("b"))).isAllowed()).isTrue();
  }

  @Test
  void aCounterThatWasSweptAwayIsNotSpentFromAnyMore() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine engine = PolicyEngine.builder(ONE_A_MINUTE).counters(store).clock(clock).build();
    ToolCall first = RUN.withCaller(Caller.of("a"));
    for (int round = 0; round < 3; round++) {
      assertThat(engine.check(first).isAllowed()).isTrue();
      assertDenied(engine.check(first), Code.LIMIT_EXCEEDED);
      clock.advance(Duration.ofMinutes(1));
      assertThat(engine.check(RUN.withCaller(Caller.of("b" + round))).isAllowed()).isTrue();
      assertDenied(engine.check(first), Code.STORE_FULL);
      clock.advance(Duration.ofMinutes(1));
    }
  }

  // Approvals

  private PolicyEngine asking(Approver approver) {
    return PolicyEngine.builder(ASK).approver(approver).clock(clock).build();
  }

  private static void assertNothingWasTaken(PolicyEngine engine) {
    assertThat(engine.explain(PAY).counters().get(0).spent()).isZero();
  }

  @Test
  void withoutAnApproverWhatNeedsApprovalIsDenied() {
    PolicyEngine engine = PolicyEngine.of(ASK);
    Decision decision = engine.check(PAY);
    assertDenied(decision, Code.APPROVAL_DENIED);
    assertThat(decision.message()).isEqualTo("Ask first.");
    assertNothingWasTaken(engine);
  }

  @Test
  void anApproverThatThrowsAnswersNullOrFailsDenies() {
    List<Approver> approvers =
        List.of(
            request -> {
              throw new IllegalStateException("no");
            },
            request -> {
              throw new AssertionError("no");
            },
            request -> null,
            request -> CompletableFuture.completedFuture(null),
            request -> CompletableFuture.failedFuture(new IllegalStateException("no")),
            Approver.blocking(
                request -> {
                  throw new IllegalStateException("no");
                }),
            Approver.blocking(request -> null));
    for (Approver approver : approvers) {
      PolicyEngine engine = asking(approver);
      assertDenied(engine.check(PAY), Code.APPROVAL_DENIED);
      assertDenied(engine.checkAsync(PAY).join(), Code.APPROVAL_DENIED);
      assertNothingWasTaken(engine);
    }
  }

  @Test
  void anAnswerThatComesAfterItsTimeIsNone() {
    PolicyEngine engine =
        asking(
            request -> {
              clock.advance(request.timeout());
              return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
            });
    assertDenied(engine.check(PAY), Code.APPROVAL_TIMEOUT);
    assertNothingWasTaken(engine);
  }

  @Test
  void anApproverThatNeverAnswersTimesOutAndItsLateYesIsNotHeard() {
    CompletableFuture<Approver.Answer> never = new CompletableFuture<>();
    Policy policy =
        Policy.denyByDefault()
            .approvalTimeout(Duration.ofMillis(20))
            .tool("pay", tool -> tool.requireApproval("Ask.").limit(Limit.of(1, "lifetime")))
            .build();
    PolicyEngine engine = PolicyEngine.builder(policy).approver(request -> never).build();
    assertDenied(engine.check(PAY), Code.APPROVAL_TIMEOUT);
    assertThat(never).isCancelled();
    assertNothingWasTaken(engine);
  }

  @Test
  void aBlockingApproverNeverBlocksTheCallersThread() {
    Thread caller = Thread.currentThread();
    AtomicReference<Thread> asked = new AtomicReference<>();
    PolicyEngine engine =
        asking(
            Approver.blocking(
                request -> {
                  asked.set(Thread.currentThread());
                  return Approver.Answer.APPROVE;
                }));
    assertThat(engine.checkAsync(PAY).join().isAllowed()).isTrue();
    assertThat(asked.get()).isNotSameAs(caller);
    assertThat(asked.get().isDaemon()).isTrue();
  }

  @Test
  void anApproverHasNoMoreTimeThanTheCallerHasPatience() {
    AtomicReference<ApprovalRequest> asked = new AtomicReference<>();
    PolicyEngine engine =
        PolicyEngine.builder(ASK)
            .clock(clock)
            .approver(
                request -> {
                  asked.set(request);
                  clock.advance(Duration.ofSeconds(15));
                  return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                })
            .build();

    assertDenied(engine.checkAsync(PAY, Duration.ofSeconds(15)).join(), Code.APPROVAL_TIMEOUT);
    assertThat(asked.get().timeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(engine.checkAsync(PAY, Duration.ofSeconds(16)).join().isAllowed()).isTrue();
  }

  @Test
  void aPatientCallerGivesAnApproverNoMoreTimeThanThePolicy() {
    AtomicReference<ApprovalRequest> asked = new AtomicReference<>();
    PolicyEngine engine =
        PolicyEngine.builder(ASK)
            .approver(
                request -> {
                  asked.set(request);
                  return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                })
            .build();

    engine.checkAsync(PAY, Duration.ofDays(1)).join();

    assertThat(asked.get().timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> engine.checkAsync(PAY, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience must be longer than zero: PT0S");
    assertThatThrownBy(() -> engine.checkAsync(PAY, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience must be longer than zero: PT-0.000000001S");
  }

  @Test
  void aCallThatIsGivenUpWhileItWaitsIsNeverAllowedAndGivesBack() {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    PolicyEngine engine = asking(request -> answer);
    CompletableFuture<Decision> decision = engine.checkAsync(PAY);
    assertThat(decision).isNotDone();
    assertThat(engine.explain(PAY).counters().get(0).spent()).isOne();
    decision.cancel(true);
    assertNothingWasTaken(engine);
    answer.complete(Approver.Answer.APPROVE);
    assertNothingWasTaken(engine);
    assertThat(decision).isCancelled();
  }

  @Test
  void anInterruptEndsTheWaitAndDenies() throws Exception {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    CountDownLatch asked = new CountDownLatch(1);
    PolicyEngine engine =
        asking(
            request -> {
              asked.countDown();
              return answer;
            });
    AtomicReference<Decision> decision = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              decision.set(engine.check(PAY));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    thread.join(10_000);
    assertDenied(decision.get(), Code.INTERNAL_ERROR);
    assertThat(interrupted.get()).isTrue();
    assertNothingWasTaken(engine);
  }

  @Test
  void aDeferredApprovalPassesOnceAndOnlyTheSameCall() {
    DeferredApprover approver = DeferredApprover.keeping(Duration.ofHours(1), clock);
    Policy policy =
        Policy.allowByDefault().tool("pay", tool -> tool.requireApproval("Ask.")).build();
    PolicyEngine engine = PolicyEngine.builder(policy).approver(approver).clock(clock).build();
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
    assertThat(approver.waiting()).hasSize(1);
    ApprovalRequest request = approver.waiting().get(0);
    assertThat(request.reason()).isEqualTo("Ask.");
    assertThat(request.rule()).isEqualTo("/tools/pay/action");
    assertThat(approver.approve(request.id())).isTrue();
    assertThat(approver.approve(request.id())).isFalse();

    assertDenied(engine.check(PAY.withCaller(Caller.of("mallory"))), Code.APPROVAL_PENDING);
    assertDenied(engine.check(PAY.withServer("other")), Code.APPROVAL_PENDING);
    assertDenied(engine.check(ToolCall.of("pay", Map.of("amount", 5.0))), Code.APPROVAL_PENDING);
    assertDenied(engine.check(ToolCall.of("pay", Map.of())), Code.APPROVAL_PENDING);
    engine.replace(
        Policy.allowByDefault().tool("pay", tool -> tool.requireApproval("Ask!")).build());
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
    engine.replace(policy);

    assertThat(engine.check(PAY).isAllowed()).isTrue();
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
  }

  @Test
  void aDeferredDenialIsToldOnceAndARequestIsForgottenInTime() {
    DeferredApprover approver = DeferredApprover.keeping(Duration.ofHours(1), clock);
    PolicyEngine engine = asking(approver);
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
    assertThat(approver.deny(approver.waiting().get(0).id())).isTrue();
    assertDenied(engine.check(PAY), Code.APPROVAL_DENIED);
    assertDenied(engine.check(PAY), Code.APPROVAL_PENDING);
    String id = approver.waiting().get(0).id();
    clock.advance(Duration.ofHours(1));
    assertThat(approver.approve(id)).isFalse();
    assertThat(approver.waiting()).isEmpty();
  }

  // Listeners

  @Test
  void aListenerHearsNamesAndNeverValuesAndItsSettlement() {
    List<DecisionEvent> decided = new ArrayList<>();
    List<SettlementEvent> settled = new ArrayList<>();
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void decided(DecisionEvent event) {
            decided.add(event);
          }

          @Override
          public void settled(SettlementEvent event) {
            settled.add(event);
          }
        };
    PolicyEngine engine =
        PolicyEngine.builder(ONE_A_MINUTE).clock(clock).listener(listener).build();
    ToolCall call = ToolCall.of("run", Map.of("token", "s3cret")).withServer("s").withSession("x");
    Decision allowed = engine.check(call);
    clock.advance(Duration.ofSeconds(2));
    allowed.reservation().settle(Outcome.OK);
    allowed.reservation().settle(Outcome.ERROR);
    engine.check(call);
    assertThat(decided).hasSize(2);
    assertThat(decided.get(0).argumentNames()).containsExactly("token");
    assertThat(decided.get(0).effect()).isEqualTo(Effect.ALLOW);
    assertThat(decided.get(0).server()).contains("s");
    assertThat(decided.get(0).session()).contains("x");
    assertThat(decided.get(0).grant()).contains("default");
    assertThat(decided.get(0).policy()).contains(ONE_A_MINUTE.digest());
    assertThat(decided.get(1).code()).contains(Code.LIMIT_EXCEEDED);
    assertThat(decided.get(1).retryAfter()).contains(Duration.ofSeconds(58));
    assertThat(decided.get(1).id()).isNotEqualTo(decided.get(0).id());
    assertThat(decided.toString() + settled + allowed + call).doesNotContain("s3cret");
    assertThat(settled).hasSize(1);
    assertThat(settled.get(0).id()).isEqualTo(decided.get(0).id());
    assertThat(settled.get(0).outcome()).isEqualTo(Outcome.OK);
    assertThat(settled.get(0).latency()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aListenerHearsHowLongJudgingTookAndHowLongAnApproverWasWaitedFor() {
    List<DecisionEvent> heard = new ArrayList<>();
    Approver slow =
        request -> {
          clock.advance(Duration.ofSeconds(7));
          return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
        };
    PolicyEngine engine =
        PolicyEngine.builder(ASK).clock(clock).approver(slow).listener(heard::add).build();
    engine.check(PAY);
    engine.check(RUN);
    engine.check(ToolCall.of(""));
    assertThat(heard.get(0).took()).isEqualTo(Duration.ofSeconds(7));
    assertThat(heard.get(0).waited()).contains(Duration.ofSeconds(7));
    assertThat(heard.get(1).took()).isZero();
    assertThat(heard.get(1).waited()).isEmpty();
    assertThat(heard.get(2).waited()).isEmpty();
  }

  @Test
  void aListenerThatThrowsChangesNothingAndOthersStillHear() {
    List<DecisionEvent> heard = new ArrayList<>();
    PolicyEngine engine =
        PolicyEngine.builder(ONE_A_MINUTE)
            .listener(
                event -> {
                  throw new AssertionError("a listener failed");
                })
            .listener(heard::add)
            .build();
    Decision decision = engine.check(RUN);
    assertThat(decision.isAllowed()).isTrue();
    decision.reservation().settle(Outcome.OK);
    assertDenied(engine.check(RUN), Code.LIMIT_EXCEEDED);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aRefusedApprovalIsOneEventAndNoSettlement() {
    List<Object> heard = new ArrayList<>();
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void decided(DecisionEvent event) {
            heard.add(event.code().orElseThrow());
          }

          @Override
          public void settled(SettlementEvent event) {
            heard.add(event);
          }
        };
    PolicyEngine.builder(ASK).listener(listener).build().check(PAY);
    assertThat(heard).containsExactly(Code.APPROVAL_DENIED);
  }

  // Clocks and policies that change

  @Test
  void aClockThatThrowsDenies() {
    PolicyClock broken =
        new PolicyClock() {
          @Override
          public long nanos() {
            throw new IllegalStateException("no clock");
          }

          @Override
          public java.time.Instant wall() {
            throw new IllegalStateException("no clock");
          }
        };
    PolicyEngine engine = PolicyEngine.builder(ONE_A_MINUTE).clock(broken).build();
    assertDenied(engine.check(RUN), Code.INTERNAL_ERROR);
    assertDenied(engine.checkAsync(RUN).join(), Code.INTERNAL_ERROR);
    assertDenied(engine.explain(RUN).decision(), Code.INTERNAL_ERROR);
    PolicyEngine heard =
        PolicyEngine.builder(ONE_A_MINUTE).clock(broken).listener(event -> {}).build();
    assertDenied(heard.check(RUN), Code.INTERNAL_ERROR);
  }

  @Test
  void aReplacedPolicyKeepsTheHistoryThoughItsWindowChanged() {
    PolicyEngine engine = PolicyEngine.builder(hourly("hour")).clock(clock).build();
    for (int i = 0; i < 3; i++) {
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    engine.replace(hourly("day"));
    Decision decision = engine.check(RUN);
    assertDenied(decision, Code.LIMIT_EXCEEDED);
    assertThat(decision.retryAfter()).contains(Duration.ofDays(1));
  }

  private static Policy hourly(String window) {
    return Policy.denyByDefault()
        .tool("run", tool -> tool.limit(Limit.of(3, window).counter("c")))
        .build();
  }

  @Test
  void aCallIsJudgedByOnePolicyFromBeginningToEnd() {
    AtomicReference<PolicyEngine> engine = new AtomicReference<>();
    Policy denying = Policy.denyByDefault().build();
    engine.set(
        asking(
            request -> {
              engine.get().replace(denying);
              return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
            }));
    Decision decision = engine.get().check(PAY);
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.policy()).contains(ASK.digest());
    assertDenied(engine.get().check(PAY), Code.NOT_LISTED);
  }

  @Test
  void anUnsettledCallKeepsItsPlaceAndASettledOneLeavesIt() {
    Policy policy = Policy.denyByDefault().tool("run", tool -> tool.concurrency(1)).build();
    for (Outcome outcome : Outcome.values()) {
      PolicyEngine engine = PolicyEngine.of(policy);
      Decision first = engine.check(RUN);
      Decision second = engine.check(RUN);
      assertDenied(second, Code.CONCURRENCY_EXCEEDED);
      assertThat(second.retryAfter()).isEmpty();
      first.reservation().settle(outcome);
      assertThat(engine.check(RUN).isAllowed()).as(outcome.id()).isTrue();
    }
  }

  @Test
  void aCallThatProvablyNeverLeftGivesEverythingBack() {
    Policy policy =
        Policy.denyByDefault()
            .tool("run", tool -> tool.limit(Limit.of(1, "lifetime").refund(Refund.NEVER)))
            .build();
    PolicyEngine engine = PolicyEngine.of(policy);
    engine.check(RUN).reservation().settle(Outcome.NOT_SENT);
    Decision sent = engine.check(RUN);
    assertThat(sent.isAllowed()).isTrue();
    sent.reservation().settle(Outcome.LOST);
    assertDenied(engine.check(RUN), Code.LIMIT_EXCEEDED);
  }

  @Test
  void nullIsRefusedAtTheDoor() {
    PolicyEngine engine = PolicyEngine.of(ONE_A_MINUTE);
    assertThatThrownBy(() -> engine.check(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> engine.checkAsync(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> PolicyEngine.of(null)).isInstanceOf(NullPointerException.class);
  }
}
