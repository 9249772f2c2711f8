package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.assertForbidden;
import static dev.mcppolicy.defects.Verdicts.assertRequired;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.spent;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.ForwardingStore;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** No thread, listener, locale or class of the JDK changes a verdict. */
class JavaSideTest {

  // Threads

  /** A store whose answers a test gives. */
  private static final class HeldStore extends ForwardingStore {
    private final List<Runnable> held = new ArrayList<>();

    HeldStore() {
      super(CounterStore.inMemory());
    }

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      CompletableFuture<Taking> answer = new CompletableFuture<>();
      held.add(
          () -> store.take(charges, now).thenAccept(answer::complete).toCompletableFuture().join());
      return answer;
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void judgingLaterBlocksNoThread() {
    HeldStore store = new HeldStore();
    List<CompletableFuture<Approver.Answer>> asked = new ArrayList<>();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.requireApproval("Ask.").limit(Limit.of(5, "day"))))
            .counters(store)
            .storeTimeout(java.time.Duration.ofHours(1))
            .approver(
                request -> {
                  CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
                  asked.add(answer);
                  return answer;
                })
            .build();
    CompletableFuture<Decision> decision = engine.checkAsync(call());
    assertThat(decision).isNotDone();
    store.held.get(0).run();
    assertThat(decision).isNotDone();
    asked.get(0).complete(Approver.Answer.APPROVE);
    assertAllowed(decision.join());
  }

  @Test
  void anAnswerReadTwiceIsOneCallAndOneCharge() {
    PolicyEngine engine = PolicyEngine.of(tool(t -> t.limit(Limit.of(5, "day"))));
    CompletableFuture<Decision> decision = engine.checkAsync(call());
    decision.join();
    decision.join();
    decision.thenApply(Decision::message).join();
    assertThat(decision.join().reservation()).isSameAs(decision.join().reservation());
    assertThat(spent(engine, call())).isOne();
  }

  @Test
  void aCallThatIsCancelledKeepsNoPlaceWhereverItWaited() {
    HeldStore store = new HeldStore();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.concurrency(1).limit(Limit.of(1, "lifetime"))))
            .counters(store)
            .storeTimeout(java.time.Duration.ofHours(1))
            .build();
    CompletableFuture<Decision> first = engine.checkAsync(call());
    first.cancel(true);
    store.held.get(0).run();
    assertThat(spent(engine, call(), 0)).isZero();
    assertThat(spent(engine, call(), 1)).isZero();
    CompletableFuture<Decision> second = engine.checkAsync(call());
    store.held.get(1).run();
    assertAllowed(second.join());
  }

  @Test
  void aCallIsNotJudgedAsAnothersWhosAnswersComeOnOtherThreads() throws Exception {
    HeldStore store = new HeldStore();
    Map<String, DecisionEvent> heard = Collections.synchronizedMap(new LinkedHashMap<>());
    Policy alices = tool(t -> t.limit(Limit.of(1, "lifetime").per("caller.id")));
    Policy bobs =
        tool(
            t ->
                t.limit(Limit.of(1, "lifetime").per("caller.id"))
                    .approveIf(Condition.path("caller.id").eq("bob")));
    PolicyEngine engine =
        PolicyEngine.builder(Policies.byGrant(Map.of("alice", alices, "bob", bobs)))
            .counters(store)
            .storeTimeout(java.time.Duration.ofHours(1))
            .approver(
                request ->
                    CompletableFuture.completedFuture(
                        request.call().caller().grant().orElseThrow().equals("bob")
                            ? Approver.Answer.APPROVE
                            : Approver.Answer.DENY))
            .listener(event -> heard.put(event.grant().orElseThrow(), event))
            .build();
    Map<String, CompletableFuture<Decision>> decisions = new LinkedHashMap<>();
    for (String name : List.of("alice", "bob")) {
      Caller caller = Caller.of(name).withId(name);
      decisions.put(name, engine.checkAsync(call(name).withCaller(caller)));
    }
    ExecutorService stranger = Executors.newSingleThreadExecutor();
    stranger.submit(store.held.get(1)).get(10, TimeUnit.SECONDS);
    stranger.submit(store.held.get(0)).get(10, TimeUnit.SECONDS);
    stranger.shutdown();
    assertThat(decisions.get("alice").join().policy()).contains(alices.digest());
    assertThat(decisions.get("bob").join().policy()).contains(bobs.digest());
    assertAllowed(decisions.get("alice").join());
    assertAllowed(decisions.get("bob").join());
    assertThat(heard.get("alice").policy()).contains(alices.digest());
    assertThat(heard.get("bob").policy()).contains(bobs.digest());
  }

  @Test
  void aBlockingApproverSeesTheCallersIdentityInTheRequestAndNotInAThread() {
    AtomicReference<String> seen = new AtomicReference<>();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.requireApproval("Ask.")))
            .approver(
                Approver.blocking(
                    request -> {
                      seen.set(request.call().caller().grant().orElseThrow());
                      return Approver.Answer.APPROVE;
                    }))
            .build();
    assertAllowed(engine.check(call().withCaller(Caller.of("alice"))));
    assertThat(seen).hasValue("alice");
  }

  // Listeners and whatever else throws

  /** A listener that fails each time, and counts how often it was told. */
  private static final class Failing implements DecisionListener {
    private final Supplier<Throwable> failure;
    private int told;

    Failing(Supplier<Throwable> failure) {
      this.failure = failure;
    }

    @SuppressWarnings("unchecked")
    private <T extends Throwable> void fail() throws T {
      told++;
      throw (T) failure.get();
    }

    @Override
    public void decided(DecisionEvent event) {
      this.<RuntimeException>fail();
    }

    @Override
    public void settled(SettlementEvent event) {
      this.<RuntimeException>fail();
    }
  }

  @Test
  void aListenerThatThrowsChangesNoVerdictAndLosesNobodysRecords() {
    for (Supplier<Throwable> failure :
        List.<Supplier<Throwable>>of(
            () -> new IllegalStateException("full disk"),
            () -> new AssertionError("bug"),
            () -> new StackOverflowError(),
            () -> new java.io.IOException("full disk"))) {
      List<Object> heard = new ArrayList<>();
      DecisionListener good =
          new DecisionListener() {
            @Override
            public void decided(DecisionEvent event) {
              heard.add(event);
            }

            @Override
            public void settled(SettlementEvent event) {
              heard.add(event);
            }
          };
      Failing bad = new Failing(failure);
      PolicyEngine engine =
          PolicyEngine.builder(tool(t -> t.limit(Limit.of(2, "day"))))
              .listener(bad)
              .listener(good)
              .listener(bad)
              .build();
      for (int i = 0; i < 2; i++) {
        assertAllowed(engine.check(call())).reservation().settle(Outcome.OK);
      }
      assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
      assertDenied(engine.checkAsync(call()).join(), Code.LIMIT_EXCEEDED);
      assertThat(heard).hasSize(6);
      assertThat(bad.told).isEqualTo(12);
      assertThat(spent(engine, call())).isEqualByComparingTo("2");
    }
  }

  /** A clock that stops answering. */
  private static final class BreakableClock implements PolicyClock {
    private boolean broken;

    @Override
    public long nanos() {
      if (broken) {
        throw new IllegalStateException("no clock");
      }
      return 0;
    }

    @Override
    public Instant wall() {
      if (broken) {
        throw new IllegalStateException("no clock");
      }
      return Instant.EPOCH;
    }
  }

  @Test
  void settlingThrowsNothingWhateverFails() {
    BreakableClock clock = new BreakableClock();
    AtomicInteger heard = new AtomicInteger();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.concurrency(1)))
            .clock(clock)
            .listener(event -> heard.incrementAndGet())
            .build();
    Decision decision = assertAllowed(engine.check(call()));
    clock.broken = true;
    assertThatCode(() -> decision.reservation().settle(Outcome.OK)).doesNotThrowAnyException();
    clock.broken = false;
    assertAllowed(engine.check(call()));
  }

  /** A store that takes, and fails to settle in one way or another. */
  private record Unsettling(Supplier<CompletionStage<Void>> settling) implements CounterStore {
    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return CompletableFuture.completedFuture(new Taking.Taken(new Ticket() {}));
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      return settling.get();
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("down"));
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }

  @Test
  void aStoreThatCantSettleThrowsAtNobody() {
    for (Supplier<CompletionStage<Void>> settling :
        List.<Supplier<CompletionStage<Void>>>of(
            () -> CompletableFuture.failedFuture(new IllegalStateException("down")),
            () -> null,
            () -> {
              throw new IllegalStateException("down");
            },
            () -> {
              throw new NoClassDefFoundError("driver");
            })) {
      List<SettlementEvent> settled = new ArrayList<>();
      DecisionListener listener =
          new DecisionListener() {
            @Override
            public void decided(DecisionEvent event) {}

            @Override
            public void settled(SettlementEvent event) {
              settled.add(event);
            }
          };
      PolicyEngine engine =
          PolicyEngine.builder(tool(t -> t.limit(Limit.of(2, "day"))))
              .counters(new Unsettling(settling))
              .listener(listener)
              .build();
      Decision decision = assertAllowed(engine.check(call()));
      assertThatCode(() -> decision.reservation().settle(Outcome.ERROR)).doesNotThrowAnyException();
      assertThat(settled).hasSize(1);
    }
  }

  // Classes of the JDK

  @Test
  void decimalsOfAnotherScaleAreNoOtherNumbers() {
    for (Object number :
        List.of(
            100,
            100L,
            100.0,
            100f,
            new BigDecimal("100"),
            new BigDecimal("100.00"),
            new BigDecimal("1E+2"),
            BigInteger.valueOf(100))) {
      assertRequired(true, Condition.arg("v").eq(new BigDecimal("1e2")), call(number));
      assertRequired(true, Condition.arg("v").in("x", 100), call(number));
      assertRequired(true, Condition.arg("v").lte(100).optional(), call(number));
      assertForbidden(true, Condition.arg("v").eq(List.of(100)), call(List.of(number)));
      assertRequired(true, Condition.arg("v").contains(100), call(List.of(number)));
      assertRequired(true, Condition.arg("v").type("integer"), call(number));
    }
  }

  @Test
  void countsByANumberKnowNoScale() {
    PolicyEngine engine =
        PolicyEngine.of(tool(t -> t.limit(Limit.of(1, "lifetime").per("args.v"))));
    assertAllowed(engine.check(call(100)));
    for (Object number : List.of(100L, 100.0, new BigDecimal("100.00"), new BigDecimal("1E+2"))) {
      assertDenied(engine.check(call(number)), Code.LIMIT_EXCEEDED);
    }
    assertAllowed(engine.check(call("100")));
    assertAllowed(engine.check(call(0)));
    for (Object zero : List.of(0.0, -0.0, new BigDecimal("0.00"), new BigDecimal("0E+5"))) {
      assertDenied(engine.check(call(zero)), Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  @ResourceLock(Resources.LOCALE)
  void aTurkishLocaleFoldsNoLetterDifferently() {
    Locale before = Locale.getDefault();
    for (String tag : List.of("tr-TR", "az", "lt", "ar-SA-u-nu-arab", "")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      try {
        Condition host = Condition.arg("v").hostIn("intranet.EXAMPLE.com");
        assertRequired(true, host, call("HTTP://INTRANET.example.COM/"));
        assertRequired(false, host, call("http://\u0131ntranet.example.com/"));
        assertRequired(false, host, call("http://\u0130ntranet.example.com/"));
        assertRequired(true, Condition.arg("v").within("I:\\App"), call("i:\\App\\x"));
        assertRequired(false, Condition.arg("v").within("I:\\App"), call("\u0131:\\App\\x"));
        assertRequired(true, Condition.arg("v").regex("(?i)^INFO$"), call("info"));
        assertRequired(false, Condition.arg("v").eq("INFO"), call("info"));
        PolicyEngine engine =
            PolicyEngine.builder(
                    Policy.denyByDefault().tool("LIST", t -> t.rateLimit("1/minute")).build())
                .clock(new VirtualClock())
                .build();
        assertDenied(engine.check(ToolCall.of("list")), Code.NOT_LISTED);
        assertAllowed(engine.check(ToolCall.of("LIST")));
        Decision decision = assertDenied(engine.check(ToolCall.of("LIST")), Code.LIMIT_EXCEEDED);
        assertThat(decision.code().orElseThrow().id()).isEqualTo("limit_exceeded");
        assertThat(decision.message())
            .isEqualTo("Limit reached: at most 1 in a minute. Try again in 60 seconds.");
        assertThat(Outcome.NOT_SENT.id()).isEqualTo("not_sent");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Test
  void theOrderOfAHashMapIsInNoDigest() {
    List<String> keys =
        new ArrayList<>(List.of("Aa", "BB", "C#", "a", "b", "é", "z", "", "0", "10"));
    String digest = null;
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(keys, random);
      Map<String, Object> ordered = new LinkedHashMap<>();
      keys.forEach(key -> ordered.put(key, Map.of(key, 1)));
      String next = ToolCall.of("t", Map.of("v", ordered)).arguments().digest();
      assertThat(digest == null ? next : digest).isEqualTo(next);
      digest = next;
    }
  }

  @Test
  void theOrderOfKeysIsInNoPolicysDigestAndChangesNoVerdict() {
    Policy there =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"Aa\":{},\"BB\":{\"action\":\"deny\"}}}");
    Policy back =
        Policy.parse(
            "{\"tools\":{\"BB\":{\"action\":\"deny\"},\"Aa\":{}},\"default\":\"deny\",\"version\":\"1\"}");
    assertThat(there.digest()).isEqualTo(back.digest());
    assertThat(there).isEqualTo(back);
    assertDenied(PolicyEngine.of(back).check(ToolCall.of("BB")), Code.DENIED);
  }
}
