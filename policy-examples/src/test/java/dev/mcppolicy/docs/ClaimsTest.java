package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.approvals.ApprovalQueue;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sentences of the pages that no example shows. */
class ClaimsTest {

  private static final ToolCall CALL = ToolCall.of("t");

  private final TestClock clock = new TestClock();

  // docs/limits.md, Exactness

  @Test
  void aSumOfTenTenthsIsOne() {
    Policy policy =
        Policy.denyByDefault()
            .tool("t", tool -> tool.limit(Limit.of(1, "hour").amountFrom("args.n")))
            .build();
    PolicyEngine engine = PolicyEngine.of(policy);
    for (int i = 0; i < 10; i++) {
      assertThat(engine.check(ToolCall.of("t", Map.of("n", 0.1))).isAllowed()).isTrue();
    }
    assertThat(engine.check(ToolCall.of("t", Map.of("n", 1e-300))).isAllowed()).isFalse();
  }

  @Test
  void aBusyCounterHoldsACallAtMostA256thOfTheWindowTooLong() {
    int max = 1_000;
    Duration window = Duration.ofHours(1);
    Duration most = window.dividedBy(256);
    assertThat(most.toSeconds()).isEqualTo(14);
    assertThat(Duration.ofDays(1).dividedBy(256)).isBetween(minutes(5.6), minutes(5.7));
    PolicyEngine engine = engine(limited(Limit.of(max, "hour")));
    List<Long> admitted = new ArrayList<>();
    int late = 0;
    for (int i = 0; i < 12_000; i++) {
      clock.advance(Duration.ofMillis(300 + 700 * (i % 3)));
      boolean allowed = allowed(engine);
      long held = since(admitted, window);
      assertThat(held).isLessThanOrEqualTo(allowed ? max - 1 : max);
      if (!allowed) {
        late += held < max ? 1 : 0;
        assertThat(since(admitted, window.plus(most))).isGreaterThanOrEqualTo(max);
      } else {
        admitted.add(clock.nanos());
      }
    }
    assertThat(admitted.size()).isGreaterThan(2 * max);
    assertThat(late).isPositive();
  }

  private static Duration minutes(double minutes) {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  private long since(List<Long> admitted, Duration window) {
    long from = clock.nanos() - window.toNanos();
    int held = 0;
    for (int i = admitted.size() - 1; i >= 0 && admitted.get(i) > from; i--) {
      held++;
    }
    return held;
  }

  @Test
  void upTo256EntriesEverythingIsExact() {
    PolicyEngine engine = engine(limited(Limit.of(256, "hour")));
    for (int i = 0; i < 256; i++) {
      assertThat(allowed(engine)).isTrue();
      clock.advance(Duration.ofMillis(1));
    }
    clock.advance(Duration.ofHours(1).minusMillis(256));
    for (int i = 0; i < 256; i++) {
      assertThat(allowed(engine)).isTrue();
      assertThat(allowed(engine)).isFalse();
      clock.advance(Duration.ofMillis(1));
    }
  }

  // docs/limits.md, Who has a count

  @Test
  void twoCallsWithTheSameSessionShareACountWhateverTheirGrants() {
    PolicyEngine engine = engine(limited(Limit.of(1, "hour").scope(Scope.SESSION)));
    ToolCall call = CALL.withSession("s");
    assertThat(engine.check(call.withCaller(Caller.of("a"))).isAllowed()).isTrue();
    assertThat(engine.check(call.withCaller(Caller.of("b"))).isAllowed()).isFalse();
    assertThat(engine.check(CALL).code()).contains(Code.INVALID_KEY);
  }

  @Test
  void everyLimitOfScopeGrantDeniesAnUnidentifiedCaller() {
    PolicyEngine engine = engine(limited(Limit.of(1, "hour")));
    assertThat(engine.check(CALL.withCaller(Caller.unidentified())).code())
        .contains(Code.INVALID_KEY);
  }

  @Test
  void perToolNameGivesEachToolOfAGlobItsOwnCount() {
    PolicyEngine engine =
        engine(
            Policy.denyByDefault()
                .tool("*", tool -> tool.limit(Limit.of(1, "hour").per("tool.name")))
                .build());
    assertThat(engine.check(ToolCall.of("a")).isAllowed()).isTrue();
    assertThat(engine.check(ToolCall.of("b")).isAllowed()).isTrue();
    assertThat(engine.check(ToolCall.of("a")).isAllowed()).isFalse();
  }

  @Test
  void perServerNameCountsTwoServersApart() {
    PolicyEngine together = engine(limited(Limit.of(1, "hour")));
    assertThat(together.check(CALL.withServer("x")).isAllowed()).isTrue();
    assertThat(together.check(CALL.withServer("y")).isAllowed()).isFalse();
    PolicyEngine apart = engine(limited(Limit.of(1, "hour").per("server.name")));
    assertThat(apart.check(CALL.withServer("x")).isAllowed()).isTrue();
    assertThat(apart.check(CALL.withServer("y")).isAllowed()).isTrue();
  }

  @Test
  void aRateLimitsCounterIsSharedByItsName() {
    PolicyEngine engine =
        engine(
            Policy.denyByDefault()
                .tool("search", tool -> tool.rateLimit("1/minute"))
                .tool("t", tool -> tool.limit(Limit.of(1, "minute").counter("search_rate")))
                .build());
    assertThat(engine.check(ToolCall.of("search")).isAllowed()).isTrue();
    assertThat(allowed(engine)).isFalse();
  }

  // docs/limits.md, Clocks that jump

  @Test
  void aClockSetBackStaysInItsWindowUntilItHasCaughtUp() {
    SetClock set = new SetClock();
    PolicyEngine engine =
        PolicyEngine.builder(limited(Limit.of(1, "hour").calendar())).clock(set).build();
    set.at("PT0S", "2026-11-21T10:30:00Z");
    assertThat(allowed(engine)).isTrue();
    set.at("PT1S", "2026-11-21T09:30:00Z");
    assertThat(allowed(engine)).isFalse();
    set.at("PT30M1S", "2026-11-21T10:00:00Z");
    assertThat(allowed(engine)).isFalse();
    set.at("PT1H29M", "2026-11-21T10:59:00Z");
    assertThat(allowed(engine)).isFalse();
    set.at("PT1H30M1S", "2026-11-21T11:00:00Z");
    assertThat(allowed(engine)).isTrue();
  }

  @Test
  void settingTheWallClockDoesNotTouchASlidingWindow() {
    SetClock set = new SetClock();
    PolicyEngine engine = PolicyEngine.builder(limited(Limit.of(1, "hour"))).clock(set).build();
    set.at("PT0S", "2026-11-21T10:00:00Z");
    assertThat(allowed(engine)).isTrue();
    set.at("PT1S", "2027-11-21T10:00:00Z");
    assertThat(allowed(engine)).isFalse();
    set.at("PT1H", "2020-11-21T10:00:00Z");
    assertThat(allowed(engine)).isTrue();
  }

  @Test
  void aDayIsLongerWhereAZoneSetsItsClocksBack() {
    TestClock night = new TestClock(Instant.parse("2026-10-24T22:00:00Z"));
    PolicyEngine engine =
        PolicyEngine.builder(limited(Limit.of(1, "day").calendar("Europe/Berlin")))
            .clock(night)
            .build();
    assertThat(allowed(engine)).isTrue();
    assertThat(engine.check(CALL).retryAfter()).contains(Duration.ofHours(25));
  }

  // docs/limits.md, Memory and What can hurt

  @Test
  void anIdleCounterMakesRoomForAnother() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine engine =
        PolicyEngine.builder(limited(Limit.of(1, "minute"))).counters(store).clock(clock).build();
    assertThat(allowed(engine)).isTrue();
    Decision full = engine.check(CALL.withCaller(Caller.of("another")));
    assertThat(full.code()).contains(Code.STORE_FULL);
    assertThat(store.stats().refusedKeys()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(engine.check(CALL.withCaller(Caller.of("another"))).isAllowed()).isTrue();
  }

  @Test
  void explainingCreatesNoCounter() {
    InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine engine =
        PolicyEngine.builder(limited(Limit.of(1, "minute"))).counters(store).build();
    engine.explain(CALL);
    assertThat(store.stats().keys()).isZero();
  }

  @Test
  void twoEnginesWithoutASharedStoreAdmitMaxEach() {
    Policy policy = limited(Limit.of(1, "hour"));
    assertThat(allowed(engine(policy))).isTrue();
    assertThat(allowed(engine(policy))).isTrue();
  }

  @Test
  void enginesThatShareAStoreShareItsCounters() {
    CounterStore store = CounterStore.inMemory();
    Policy policy = limited(Limit.of(1, "hour"));
    assertThat(allowed(PolicyEngine.builder(policy).counters(store).build())).isTrue();
    assertThat(allowed(PolicyEngine.builder(policy).counters(store).build())).isFalse();
  }

  @Test
  void aNamedCounterKeepsItsHistoryWhenThePolicyIsReplaced() {
    PolicyEngine engine = engine(limited(Limit.of(2, "hour").counter("calls")));
    assertThat(allowed(engine)).isTrue();
    assertThat(allowed(engine)).isTrue();
    engine.replace(
        Policy.denyByDefault()
            .tool(
                "t", tool -> tool.rateLimit("9/second").limit(Limit.of(2, "day").counter("calls")))
            .build());
    assertThat(allowed(engine)).isFalse();
  }

  @Test
  void anUnnamedCounterIsContinuedByWhatStandsInItsPlace() {
    PolicyEngine engine = engine(limited(Limit.of(1, "hour")));
    assertThat(allowed(engine)).isTrue();
    engine.replace(limited(Limit.of(5, "hour").amount(5)));
    assertThat(engine.check(CALL).rule()).isEqualTo("/tools/t/limits/0");
  }

  @Test
  void globalLimitsAtOnePointerAreOneCountForAllPoliciesOfAnEngine() {
    Policy one = limited(Limit.of(1, "hour").scope(Scope.GLOBAL));
    Policy two = limited(Limit.of(1, "hour").scope(Scope.GLOBAL).onDeny("Two."));
    PolicyEngine engine =
        PolicyEngine.builder(Policies.byGrant(Map.of("a", one, "b", two))).build();
    assertThat(engine.check(CALL.withCaller(Caller.of("a"))).isAllowed()).isTrue();
    assertThat(engine.check(CALL.withCaller(Caller.of("b"))).message()).isEqualTo("Two.");
  }

  @Test
  void theAmountOfAnUnsettledCallLeavesWithItsWindow() {
    PolicyEngine engine = engine(limited(Limit.of(1, "hour")));
    assertThat(allowed(engine)).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(allowed(engine)).isTrue();
  }

  // docs/approvals.md

  @Test
  void aYesIsForOneSpellingOfTheArgumentsOneServerAndOnePolicy() {
    Policy policy =
        Policy.denyByDefault().tool("t", tool -> tool.requireApproval("Why not?")).build();
    ApprovalQueue approver = ApprovalQueue.inMemory();
    PolicyEngine engine = PolicyEngine.builder(policy).approver(approver).build();
    ToolCall call = ToolCall.of("t", Map.of("n", 5)).withServer("s").withSession("one");
    assertThat(engine.check(call).code()).contains(Code.APPROVAL_PENDING);
    assertThat(approver.approve(approver.waiting().get(0).id(), "ann").counts()).isTrue();
    assertThat(engine.check(ToolCall.of("t", Map.of("n", 5.0)).withServer("s")).isAllowed())
        .isFalse();
    assertThat(engine.check(call.withServer("other")).isAllowed()).isFalse();
    assertThat(engine.check(call.withCaller(Caller.of("other"))).isAllowed()).isFalse();
    engine.replace(
        Policy.denyByDefault().tool("t", tool -> tool.requireApproval("Why, then?")).build());
    assertThat(engine.check(call).isAllowed()).isFalse();
    engine.replace(policy);
    ToolCall elsewhere = call.withSession("two").withCaller(Caller.byDefault().withId("bob"));
    assertThat(engine.check(elsewhere).isAllowed()).isTrue();
    assertThat(engine.check(call).isAllowed()).isFalse();
  }

  @Test
  void aNoIsUsedUpAsWell() {
    ApprovalQueue approver = ApprovalQueue.inMemory();
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault().tool("t", tool -> tool.requireApproval("?")).build())
            .approver(approver)
            .build();
    engine.check(CALL);
    approver.deny(approver.waiting().get(0).id(), "ann");
    assertThat(engine.check(CALL).code()).contains(Code.APPROVAL_DENIED);
    assertThat(engine.check(CALL).code()).contains(Code.APPROVAL_PENDING);
  }

  @Test
  void atMostAThousandRequestsWaitAndAHundredOfOneGrant() {
    ApprovalQueue approver = ApprovalQueue.inMemory();
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault().tool("t", tool -> tool.requireApproval("?")).build())
            .approver(approver)
            .build();
    for (int i = 0; i < 1_000; i++) {
      ToolCall one = ToolCall.of("t", Map.of("i", i)).withCaller(Caller.of("g" + i / 100));
      assertThat(engine.check(one).code()).contains(Code.APPROVAL_PENDING);
    }
    assertThat(engine.check(CALL.withCaller(Caller.of("g0"))).code())
        .contains(Code.APPROVAL_DENIED);
    assertThat(engine.check(CALL.withCaller(Caller.of("other"))).code())
        .contains(Code.APPROVAL_DENIED);
  }

  @Test
  void whoeverCancelsACheckGivesBackWhatItTook() {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool(
                        "t",
                        tool ->
                            tool.approveIf(Condition.arg("ask").exists())
                                .limit(Limit.of(1, "hour")))
                    .build())
            .approver(request -> answer)
            .build();
    CompletableFuture<Decision> decision = engine.checkAsync(ToolCall.of("t", Map.of("ask", 1)));
    assertThat(allowed(engine)).isFalse();
    decision.cancel(false);
    assertThat(answer).isCancelled();
    assertThat(allowed(engine)).isTrue();
  }

  // docs/embedding.md

  @Test
  void theFirstSettlementCounts() {
    PolicyEngine engine = engine(limited(Limit.of(1, "hour")));
    Decision decision = engine.check(CALL);
    decision.reservation().settle(Outcome.OK);
    decision.reservation().settle(Outcome.NOT_SENT);
    assertThat(allowed(engine)).isFalse();
  }

  @Test
  void anInterruptEndsACheckWithADenialAndStaysSet() {
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault().tool("t", tool -> tool.requireApproval("?")).build())
            .approver(request -> new CompletableFuture<>())
            .build();
    Thread.currentThread().interrupt();
    Decision decision = engine.check(CALL);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(decision.isAllowed()).isFalse();
    assertThat(decision.message())
        .isEqualTo("The call was given up while it was judged, and was denied.");
    assertThat(Page.of("docs/troubleshooting.md").section("internal_error").replace('\n', ' '))
        .contains(decision.message());
  }

  @Test
  void aDigestIsTheSameWhateverTheOrderOfItsKeys() {
    assertThat(Policy.parse("{ \"default\": \"deny\", \"version\": \"1\" }").digest())
        .isEqualTo(Policy.parse("{\"version\":\"1\",\"default\":\"deny\"}").digest());
  }

  private static Policy limited(Limit limit) {
    return Policy.denyByDefault().tool("t", tool -> tool.limit(limit)).build();
  }

  private PolicyEngine engine(Policy policy) {
    return PolicyEngine.builder(policy).clock(clock).build();
  }

  private static boolean allowed(PolicyEngine engine) {
    return engine.check(CALL).isAllowed();
  }

  /** A clock whose two readings are set apart. */
  private static final class SetClock implements PolicyClock {
    private long nanos;
    private Instant wall = Instant.EPOCH;

    void at(String elapsed, String time) {
      nanos = Duration.parse(elapsed).toNanos();
      wall = Instant.parse(time);
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return wall;
    }
  }
}
