package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.store.InMemoryCounterStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Totals are exact to the last unit, whatever the interleaving of threads. */
class EngineConcurrencyTest {

  private static final int THREADS = 8;
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void everyThreadEnds() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** Something that one of several threads does. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  /** Lets threads begin some work at once, and waits until all have ended well. */
  private void together(int count, Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      running.add(
          threads.submit(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                work.run(thread);
                return null;
              }));
    }
    for (Future<?> future : running) {
      future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static BigDecimal spent(PolicyEngine engine, ToolCall call, String rule) {
    return engine.explain(call).counters().stream()
        .filter(counter -> counter.rule().equals(rule))
        .map(CounterTrace::spent)
        .findFirst()
        .orElseThrow();
  }

  private static void assertSpent(PolicyEngine engine, ToolCall call, String rule, long amount) {
    assertThat(spent(engine, call, rule)).as(rule).isEqualByComparingTo(BigDecimal.valueOf(amount));
  }

  // One grant that everybody calls by, and a grant for each

  private void oneHotGrant(int callsOfEach, int max) throws Exception {
    AtomicInteger heard = new AtomicInteger();
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool("t", tool -> tool.limit(Limit.of(max, "day")).concurrency(1_000_000))
                    .build())
            .clock(new VirtualClock())
            .listener(event -> heard.incrementAndGet())
            .build();
    ToolCall call = ToolCall.of("t");
    AtomicInteger allowed = new AtomicInteger();
    Queue<Reservation> open = new ConcurrentLinkedQueue<>();
    together(
        THREADS,
        thread -> {
          for (int i = 0; i < callsOfEach; i++) {
            Decision decision =
                thread % 2 == 0 ? engine.check(call) : engine.checkAsync(call).join();
            if (decision.isAllowed()) {
              allowed.incrementAndGet();
              open.add(decision.reservation());
            } else {
              assertThat(decision.code()).contains(Code.LIMIT_EXCEEDED);
              assertThat(decision.retryAfter()).contains(Duration.ofDays(1));
            }
            if (i % 50 == 0) {
              assertThat(spent(engine, call, "/tools/t/limits/0").longValueExact())
                  .isBetween(0L, (long) max);
            }
          }
        });
    assertThat(allowed).hasValue(max);
    assertThat(heard).hasValue(THREADS * callsOfEach);
    assertSpent(engine, call, "/tools/t/limits/0", max);
    assertSpent(engine, call, "/tools/t/concurrency", max);
    open.forEach(reservation -> reservation.settle(Outcome.OK));
    assertSpent(engine, call, "/tools/t/limits/0", max);
    assertSpent(engine, call, "/tools/t/concurrency", 0);
  }

  @Test
  void oneHotGrantGetsExactlyItsLimit() throws Exception {
    oneHotGrant(1_000, 3_000);
  }

  @Test
  @Tag("stress")
  void oneHotGrantGetsExactlyItsLimitForLong() throws Exception {
    for (int round = 0; round < 20; round++) {
      oneHotGrant(20_000, 60_000);
    }
  }

  private void grantsOfTheirOwn(int callsOfEach, int max) throws Exception {
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool("t", tool -> tool.limit(Limit.of(max, "day").per("args.k")))
                    .build())
            .clock(new VirtualClock())
            .build();
    int grants = 4;
    Map<String, AtomicInteger> allowed = new ConcurrentHashMap<>();
    together(
        THREADS,
        thread -> {
          for (int i = 0; i < callsOfEach; i++) {
            String grant = "g" + (thread + i) % grants;
            ToolCall call = ToolCall.of("t", Map.of("k", i % 3)).withCaller(Caller.of(grant));
            if (engine.check(call).isAllowed()) {
              allowed
                  .computeIfAbsent(grant + "/" + i % 3, key -> new AtomicInteger())
                  .incrementAndGet();
            }
          }
        });
    assertThat(allowed).hasSize(grants * 3);
    assertThat(allowed.values()).allSatisfy(count -> assertThat(count).hasValue(max));
  }

  @Test
  void eachGrantAndKeyGetsExactlyItsOwnLimit() throws Exception {
    grantsOfTheirOwn(1_200, 150);
  }

  @Test
  @Tag("stress")
  void eachGrantAndKeyGetsExactlyItsOwnLimitForLong() throws Exception {
    for (int round = 0; round < 20; round++) {
      grantsOfTheirOwn(24_000, 3_000);
    }
  }

  // Counters shared in other orders, settled with every outcome by other threads

  private static final Policy SHARED =
      Policy.denyByDefault()
          .tool(
              "a",
              tool -> tool.limit(fed("x", 15_000)).limit(fed("y", 10_000)).limit(fed("z", 12_500)))
          .tool("b", tool -> tool.limit(fed("z", 12_500)).limit(fed("y", 10_000)))
          .tool("c", tool -> tool.limit(fed("y", 10_000)).limit(fed("x", 15_000)))
          .tool("d", tool -> tool.limit(fed("z", 12_500)).limit(fed("x", 15_000)))
          .tool("?", tool -> tool.concurrency(40))
          .build();

  private static Limit fed(String counter, long max) {
    return Limit.of(max, "lifetime").counter(counter).amountFrom("args.n").scope(Scope.GLOBAL);
  }

  private static final Map<String, List<String>> FEEDS =
      Map.of(
          "a", List.of("x", "y", "z"),
          "b", List.of("z", "y"),
          "c", List.of("y", "x"),
          "d", List.of("z", "x"));

  /** An allowed call that nobody has settled. */
  private record Open(String tool, int amount, Reservation reservation) {}

  private void countersSharedInOtherOrders(int callsOfEach, long seed) throws Exception {
    PolicyEngine engine = PolicyEngine.builder(SHARED).clock(new VirtualClock()).build();
    Map<String, Long> most = Map.of("x", 15_000L, "y", 10_000L, "z", 12_500L);
    Map<String, AtomicLong> held = new HashMap<>();
    most.keySet().forEach(counter -> held.put(counter, new AtomicLong()));
    AtomicInteger inFlight = new AtomicInteger();
    Queue<Open> open = new ConcurrentLinkedQueue<>();
    Outcome[] outcomes = Outcome.values();
    String[] tools = {"a", "b", "c", "d"};
    together(
        THREADS,
        thread -> {
          Random random = new Random(seed + thread);
          for (int i = 0; i < callsOfEach; i++) {
            String tool = tools[random.nextInt(tools.length)];
            int amount = random.nextInt(8);
            Decision decision = engine.check(ToolCall.of(tool, Map.of("n", amount)));
            if (decision.isAllowed()) {
              // Counted after it was taken, and uncounted before it is given back: never too much.
              for (String counter : FEEDS.get(tool)) {
                assertThat(held.get(counter).addAndGet(amount))
                    .isLessThanOrEqualTo(most.get(counter));
              }
              assertThat(inFlight.incrementAndGet()).isLessThanOrEqualTo(40);
              open.add(new Open(tool, amount, decision.reservation()));
            } else {
              assertThat(decision.code().orElseThrow())
                  .isIn(Code.LIMIT_EXCEEDED, Code.CONCURRENCY_EXCEEDED);
            }
            if (random.nextInt(8) != 0) {
              settle(open.poll(), outcomes[random.nextInt(outcomes.length)], held, inFlight);
            }
          }
        });
    together(
        THREADS,
        thread -> {
          for (Open one = open.poll(); one != null; one = open.poll()) {
            settle(one, Outcome.OK, held, inFlight);
          }
        });
    assertThat(inFlight).hasValue(0);
    ToolCall all = ToolCall.of("a", Map.of("n", 0));
    assertSpent(engine, all, "/tools/a/limits/0", held.get("x").get());
    assertSpent(engine, all, "/tools/a/limits/1", held.get("y").get());
    assertSpent(engine, all, "/tools/a/limits/2", held.get("z").get());
    assertSpent(engine, all, "/tools/?/concurrency", 0);
  }

  private static void settle(
      Open one, Outcome outcome, Map<String, AtomicLong> held, AtomicInteger inFlight) {
    if (one == null) {
      return;
    }
    if (outcome == Outcome.ERROR || outcome == Outcome.NOT_SENT) {
      FEEDS.get(one.tool()).forEach(counter -> held.get(counter).addAndGet(-one.amount()));
    }
    inFlight.decrementAndGet();
    one.reservation().settle(outcome);
    one.reservation().settle(Outcome.NOT_SENT);
  }

  @Test
  void countersSharedInOtherOrdersHoldExactlyWhatWasKept() throws Exception {
    countersSharedInOtherOrders(1_500, 1);
  }

  @Test
  @Tag("stress")
  void countersSharedInOtherOrdersHoldExactlyWhatWasKeptForLong() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    for (int round = 0; round < 200; round++) {
      countersSharedInOtherOrders(3_000, seed + round);
    }
  }

  private void settledByManyAtOnce(int calls) throws Exception {
    Map<String, Outcome> settled = new ConcurrentHashMap<>();
    AtomicInteger settlements = new AtomicInteger();
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void decided(DecisionEvent event) {}

          @Override
          public void settled(SettlementEvent event) {
            settled.put(event.id(), event.outcome());
            settlements.incrementAndGet();
          }
        };
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool("t", tool -> tool.limit(Limit.of(1_000_000, "day")).concurrency(calls))
                    .build())
            .clock(new VirtualClock())
            .listener(listener)
            .build();
    ToolCall call = ToolCall.of("t");
    List<Reservation> open = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      open.add(engine.check(call).reservation());
    }
    Outcome[] outcomes = Outcome.values();
    together(
        THREADS,
        thread -> {
          for (int i = 0; i < calls; i++) {
            open.get(i).settle(outcomes[(thread + i) % outcomes.length]);
          }
        });
    long kept =
        settled.values().stream()
            .filter(outcome -> outcome != Outcome.ERROR && outcome != Outcome.NOT_SENT)
            .count();
    assertThat(settlements).hasValue(calls);
    assertThat(settled).hasSize(calls);
    assertSpent(engine, call, "/tools/t/limits/0", kept);
    assertSpent(engine, call, "/tools/t/concurrency", 0);
  }

  @Test
  void ofManySettlementsOfOneCallExactlyOneCounts() throws Exception {
    settledByManyAtOnce(2_000);
  }

  @Test
  @Tag("stress")
  void ofManySettlementsOfOneCallExactlyOneCountsForLong() throws Exception {
    for (int round = 0; round < 100; round++) {
      settledByManyAtOnce(10_000);
    }
  }

  // Policies that change meanwhile

  private void replacedUnderLoad(int callsOfEach, int max) throws Exception {
    Limit spend = Limit.of(max, "hour").counter("spend");
    Policy one = Policy.denyByDefault().tool("t", tool -> tool.limit(spend)).build();
    Policy two =
        Policy.denyByDefault()
            .tool(
                "t",
                tool ->
                    tool.rateLimit("1000000/second")
                        .limit(Limit.of(1_000_000, "minute").counter("other"))
                        .limit(Limit.of(max, "day").counter("spend")))
            .build();
    Policy shadow =
        Policy.denyByDefault()
            .tool("t", tool -> tool.limit(spend))
            .tool("*", tool -> tool.limit(Limit.of(1, "week").counter("spend")).shadow())
            .build();
    Map<String, String> rules =
        Map.of(
            one.digest(), "/tools/t/limits/0",
            two.digest(), "/tools/t/limits/1",
            shadow.digest(), "/tools/t/limits/0");
    PolicyEngine engine = PolicyEngine.builder(one).clock(new VirtualClock()).build();
    ToolCall call = ToolCall.of("t");
    AtomicInteger allowed = new AtomicInteger();
    List<Policy> policies = List.of(two, shadow, one);
    Map<String, AtomicInteger> judged = new ConcurrentHashMap<>();
    together(
        THREADS,
        thread -> {
          for (int i = 0; i < callsOfEach; i++) {
            if (i % 5 == 0) {
              engine.replace(policies.get((thread + i / 5) % 3));
            }
            Decision decision = engine.check(call);
            String digest = decision.policy().orElseThrow();
            judged.computeIfAbsent(digest, key -> new AtomicInteger()).incrementAndGet();
            if (decision.isAllowed()) {
              allowed.incrementAndGet();
            } else {
              assertThat(decision.code()).contains(Code.LIMIT_EXCEEDED);
              assertThat(decision.rule()).isEqualTo(rules.get(digest));
            }
          }
        });
    assertThat(judged.keySet()).isSubsetOf(rules.keySet()).hasSizeGreaterThan(1);
    assertThat(allowed).hasValue(max);
    for (Policy policy : List.of(one, two, shadow)) {
      engine.replace(policy);
      assertSpent(engine, call, rules.get(policy.digest()), max);
    }
  }

  @Test
  void policiesReplacedUnderLoadForgetAndMixNothing() throws Exception {
    replacedUnderLoad(600, 2_000);
  }

  @Test
  @Tag("stress")
  void policiesReplacedUnderLoadForgetAndMixNothingForLong() throws Exception {
    for (int round = 0; round < 100; round++) {
      replacedUnderLoad(5_000, 20_000);
    }
  }

  // Calls that are given up while somebody answers

  private static final Policy ASKING =
      Policy.denyByDefault()
          .tool(
              "pay",
              tool ->
                  tool.requireApproval("Ask.")
                      .limit(Limit.of(1_000_000, "day").refund(Refund.NEVER))
                      .concurrency(1))
          .build();

  private void givenUpWhileSomebodyAnswers(int calls) throws Exception {
    LinkedBlockingQueue<CompletableFuture<Approver.Answer>> asked = new LinkedBlockingQueue<>();
    PolicyEngine engine =
        PolicyEngine.builder(ASKING)
            .clock(new VirtualClock())
            .approver(
                request -> {
                  CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
                  asked.add(answer);
                  return answer;
                })
            .build();
    ToolCall call = ToolCall.of("pay");
    Approver.Answer[] answers = {
      Approver.Answer.APPROVE,
      Approver.Answer.APPROVE,
      Approver.Answer.DENY,
      Approver.Answer.TIMEOUT
    };
    AtomicInteger kept = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    CyclicBarrier turn = new CyclicBarrier(2);
    together(
        2,
        thread -> {
          for (int i = 0; i < calls; i++) {
            if (thread == 0) {
              decisions.add(engine.checkAsync(call));
            }
            turn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            CompletableFuture<Decision> decision = decisions.get(i);
            if (thread == 1) {
              // Who comes first is left to chance, and nudged both ways.
              spin(i % 7 * 20);
              asked.take().complete(answers[i % answers.length]);
            } else {
              spin(i % 5 * 20);
              decision.cancel(true);
            }
            turn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (thread == 0) {
              if (decision.isCancelled()) {
                cancelled.incrementAndGet();
              } else if (decision.join().isAllowed()) {
                kept.incrementAndGet();
                decision.join().reservation().settle(Outcome.OK);
              } else {
                assertThat(decision.join().code().orElseThrow())
                    .isIn(Code.APPROVAL_DENIED, Code.APPROVAL_TIMEOUT);
                refused.incrementAndGet();
              }
              assertSpent(engine, call, "/tools/pay/limits/0", kept.get());
              assertSpent(engine, call, "/tools/pay/concurrency", 0);
            }
            turn.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
          }
        });
    assertThat(kept.get() + cancelled.get() + refused.get()).isEqualTo(calls);
    assertThat(cancelled).hasPositiveValue();
    assertThat(kept).hasPositiveValue();
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aCallIsEitherGivenUpOrDecidedAndNeverBoth() throws Exception {
    givenUpWhileSomebodyAnswers(2_000);
  }

  @Test
  @Tag("stress")
  void aCallIsEitherGivenUpOrDecidedAndNeverBothForLong() throws Exception {
    givenUpWhileSomebodyAnswers(500_000);
  }

  /** Calls are given up, or the store's time is over, while the store answers. */
  private void givenUpWhileTheStoreAnswers(int calls, Duration storeTimeout) throws Exception {
    ExecutorService far = Executors.newFixedThreadPool(2);
    AtomicInteger allowed = new AtomicInteger();
    AtomicInteger settled = new AtomicInteger();
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void decided(DecisionEvent event) {
            if (event.effect() == Effect.ALLOW) {
              allowed.incrementAndGet();
            }
          }

          @Override
          public void settled(SettlementEvent event) {
            settled.incrementAndGet();
          }
        };
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool(
                        "t",
                        tool ->
                            tool.limit(Limit.of(1_000_000, "day").refund(Refund.NEVER))
                                .concurrency(1_000_000))
                    .build())
            .clock(new VirtualClock())
            .counters(new FarStore(InMemoryCounterStore.withMaxKeys(10), far))
            .storeTimeout(storeTimeout)
            .listener(listener)
            .build();
    ToolCall call = ToolCall.of("t");
    AtomicInteger kept = new AtomicInteger();
    together(
        4,
        thread -> {
          for (int i = 0; i < calls; i++) {
            CompletableFuture<Decision> decision = engine.checkAsync(call);
            if (i % 3 != 0) {
              spin(i % 50 * 10);
              decision.cancel(true);
            }
            if (!decision.isCancelled()) {
              Decision made = decision.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
              if (made.isAllowed()) {
                kept.incrementAndGet();
                made.reservation().settle(Outcome.OK);
              } else {
                assertThat(made.code()).contains(Code.STORE_UNAVAILABLE);
              }
            }
          }
        });
    far.shutdown();
    assertThat(far.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertSpent(engine, call, "/tools/t/limits/0", kept.get());
    assertSpent(engine, call, "/tools/t/concurrency", 0);
    assertThat(settled).hasValue(allowed.get());
  }

  @Test
  void whatAStoreTookForACallThatWasGivenUpIsGivenBack() throws Exception {
    givenUpWhileTheStoreAnswers(1_000, Duration.ofSeconds(PATIENCE_SECONDS));
  }

  @Test
  void whatAStoreTookTooLateIsGivenBack() throws Exception {
    givenUpWhileTheStoreAnswers(300, Duration.ofNanos(20_000));
  }

  @Test
  @Tag("stress")
  void whatAStoreTookTooLateIsGivenBackForLong() throws Exception {
    givenUpWhileTheStoreAnswers(200_000, Duration.ofSeconds(PATIENCE_SECONDS));
    for (int micros = 1; micros < 200; micros += 10) {
      givenUpWhileTheStoreAnswers(5_000, Duration.ofNanos(micros * 1_000L));
    }
  }

  // One approval

  private void oneApprovalForMany(int rounds) throws Exception {
    DeferredApprover approver = DeferredApprover.create();
    PolicyEngine engine =
        PolicyEngine.builder(
                Policy.denyByDefault()
                    .tool(
                        "pay",
                        tool -> tool.requireApproval("Ask.").limit(Limit.of(1_000_000, "day")))
                    .build())
            .approver(approver)
            .build();
    ToolCall call = ToolCall.of("pay", Map.of("amount", 5));
    assertThat(engine.check(call).code()).contains(Code.APPROVAL_PENDING);
    AtomicInteger allowed = new AtomicInteger();
    AtomicInteger approvals = new AtomicInteger();
    for (int round = 1; round <= rounds; round++) {
      String id = approver.waiting().get(0).id();
      approvals.set(0);
      together(
          THREADS,
          thread -> {
            if (approver.approve(id)) {
              approvals.incrementAndGet();
            }
          });
      assertThat(approvals).hasValue(1);
      together(
          THREADS,
          thread -> {
            Decision decision = engine.check(call);
            if (decision.isAllowed()) {
              allowed.incrementAndGet();
            } else {
              assertThat(decision.code()).contains(Code.APPROVAL_PENDING);
            }
          });
      assertThat(allowed).hasValue(round);
      assertThat(approver.waiting()).hasSize(1);
      assertSpent(engine, call, "/tools/pay/limits/0", round);
    }
  }

  @Test
  void oneApprovalLetsExactlyOneOfManyCallsPass() throws Exception {
    oneApprovalForMany(200);
  }

  @Test
  @Tag("stress")
  void oneApprovalLetsExactlyOneOfManyCallsPassForLong() throws Exception {
    oneApprovalForMany(20_000);
  }
}
