package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No call leaves before it is written down. */
class DecisionRecorderTest {

  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");
  private static final Policy ONE_AT_ONCE =
      Policy.denyByDefault()
          .tool("run", tool -> tool.concurrency(1).limit(Limit.of(1, "minute")))
          .build();
  private static final ToolCall RUN = ToolCall.of("run", Map.of("path", "/app"));
  private static final ToolCall OTHER = ToolCall.of("other");

  private final VirtualClock clock = new VirtualClock();

  /** How a caller asks. */
  enum Asking {
    WAITING {
      @Override
      Decision ask(PolicyEngine engine, ToolCall call) {
        return engine.check(call);
      }
    },
    LATER {
      @Override
      Decision ask(PolicyEngine engine, ToolCall call) {
        return engine.checkAsync(call).join();
      }
    };

    abstract Decision ask(PolicyEngine engine, ToolCall call);
  }

  /** Answers as it is told, and remembers what it heard. */
  private static final class Scripted implements DecisionRecorder {
    final List<DecisionEvent> decided = new ArrayList<>();
    final List<ToolCall> calls = new ArrayList<>();
    final List<SettlementEvent> settled = new ArrayList<>();
    CompletionStage<?> answer = CompletableFuture.completedFuture("written");

    @Override
    public synchronized CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
      decided.add(event);
      calls.add(call);
      return answer;
    }

    @Override
    public synchronized void settled(SettlementEvent event) {
      settled.add(event);
    }
  }

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void hear() {
    LOG.setLevel(null);
  }

  private PolicyEngine.Builder builder(DecisionRecorder recorder) {
    return PolicyEngine.builder(ONE_AT_ONCE)
        .clock(clock)
        .recorder(recorder)
        .recordTimeout(Duration.ofMillis(20));
  }

  @ParameterizedTest
  @EnumSource
  void anAllowedCallIsWrittenDownWithItsArgumentsAndItsOutcome(Asking asking) {
    Scripted recorder = new Scripted();
    Decision decision = asking.ask(builder(recorder).build(), RUN);
    assertThat(decision.isAllowed()).isTrue();
    assertThat(recorder.calls).containsExactly(RUN);
    assertThat(recorder.decided.get(0).effect()).isEqualTo(Effect.ALLOW);
    assertThat(recorder.settled).isEmpty();
    decision.reservation().settle(Outcome.FAILURE);
    decision.reservation().settle(Outcome.OK);
    assertThat(recorder.settled).hasSize(1);
    assertThat(recorder.settled.get(0).outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(recorder.settled.get(0).id()).isEqualTo(recorder.decided.get(0).id());
  }

  @ParameterizedTest
  @EnumSource
  void aDeniedCallIsWrittenDownAndKeepsItsCodeEvenIfItCantBe(Asking asking) {
    Scripted recorder = new Scripted();
    PolicyEngine engine = builder(recorder).build();
    assertThat(asking.ask(engine, OTHER).code()).contains(Code.NOT_LISTED);
    recorder.answer = CompletableFuture.failedFuture(new IllegalStateException("full"));
    assertThat(asking.ask(engine, OTHER).code()).contains(Code.NOT_LISTED);
    recorder.answer = new CompletableFuture<>();
    assertThat(asking.ask(engine, OTHER).code()).contains(Code.NOT_LISTED);
    assertThat(((CompletableFuture<?>) recorder.answer).isCancelled()).isFalse();
    assertThat(asking.ask(engine, ToolCall.of(null)).code()).contains(Code.INVALID_CALL);
    assertThat(recorder.decided).hasSize(4);
    assertThat(recorder.settled).isEmpty();
  }

  static Stream<DecisionRecorder> broken() {
    return Stream.of(
        recorder(() -> null),
        recorder(() -> CompletableFuture.failedFuture(new IllegalStateException("disk full"))),
        recorder(CompletableFuture::new),
        recorder(
            () -> {
              throw new IllegalStateException("closed");
            }),
        recorder(
            () -> {
              throw new StackOverflowError();
            }));
  }

  private static DecisionRecorder recorder(java.util.function.Supplier<CompletionStage<?>> answer) {
    return new DecisionRecorder() {
      @Override
      public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
        return answer.get();
      }

      @Override
      public void settled(SettlementEvent event) {
        throw new IllegalStateException("down");
      }
    };
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aCallThatCantBeWrittenDownIsDenied(DecisionRecorder recorder) {
    for (Asking asking : Asking.values()) {
      PolicyEngine engine = builder(recorder).build();
      Decision decision = asking.ask(engine, RUN);
      assertThat(decision.code()).contains(Code.AUDIT_UNAVAILABLE);
      assertThat(decision.policy()).contains(ONE_AT_ONCE.digest());
      assertThat(decision.rule()).isEmpty();
      assertThat(decision.textForAgent())
          .isEqualTo(
              "[POLICY DENIED] The call can't be recorded, and calls that can't be recorded are"
                  + " denied. Try again later.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatACallTookThatCantBeWrittenDownIsGivenBack(Asking asking) {
    Scripted recorder = new Scripted();
    PolicyEngine engine = builder(recorder).build();
    recorder.answer = CompletableFuture.failedFuture(new IllegalStateException("disk full"));
    asking.ask(engine, RUN);
    recorder.answer = new CompletableFuture<>();
    asking.ask(engine, RUN);
    recorder.answer = CompletableFuture.completedFuture(null);
    assertThat(asking.ask(engine, RUN).isAllowed()).isTrue();
    assertThat(asking.ask(engine, RUN).code()).contains(Code.LIMIT_EXCEEDED);
  }

  /** Fails to say what time of day it is, while it is broken. */
  private final class MoodyClock implements PolicyClock {
    private boolean broken;

    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public synchronized Instant wall() {
      if (broken) {
        throw new IllegalStateException("no time of day");
      }
      return clock.wall();
    }

    synchronized void breaks(boolean now) {
      broken = now;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatACallTookIsGivenBackIfNobodyCanBeToldWhenThatWas(Asking asking) {
    MoodyClock moody = new MoodyClock();
    List<PolicyEngine> engines =
        List.of(
            builder(new Scripted()).clock(moody).build(),
            PolicyEngine.builder(ONE_AT_ONCE).clock(moody).listener(event -> {}).build());
    for (PolicyEngine engine : engines) {
      moody.breaks(true);
      assertThat(asking.ask(engine, RUN).code()).contains(Code.INTERNAL_ERROR);
      moody.breaks(false);
      assertThat(asking.ask(engine, RUN).isAllowed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameIfThatHappensOnceTheTimeIsOver(Asking asking) {
    MoodyClock moody = new MoodyClock();
    AtomicReference<CompletionStage<?>> answer = new AtomicReference<>(new CompletableFuture<>());
    DecisionRecorder recorder =
        new DecisionRecorder() {
          @Override
          public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
            moody.breaks(true);
            return answer.get();
          }

          @Override
          public void settled(SettlementEvent event) {}
        };
    PolicyEngine engine = builder(recorder).clock(moody).listener(event -> {}).build();
    assertThat(asking.ask(engine, RUN).code()).contains(Code.INTERNAL_ERROR);
    moody.breaks(false);
    answer.set(CompletableFuture.completedFuture(null));
    assertThat(asking.ask(engine, RUN).isAllowed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatComesTooLateIsFollowedByOneThatSaysThatNothingWasSent(Asking asking) {
    Scripted recorder = new Scripted();
    List<DecisionEvent> heard = new ArrayList<>();
    CompletableFuture<String> late = new CompletableFuture<>();
    recorder.answer = late;
    PolicyEngine engine = builder(recorder).listener(heard::add).build();
    Decision decision = asking.ask(engine, RUN);
    assertThat(decision.code()).contains(Code.AUDIT_UNAVAILABLE);
    assertThat(late).isCancelled();
    assertThat(recorder.settled).hasSize(1);
    assertThat(recorder.settled.get(0).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(recorder.settled.get(0).id()).isEqualTo(recorder.decided.get(0).id());
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).code()).contains(Code.AUDIT_UNAVAILABLE);
    decision.reservation().settle(Outcome.OK);
    assertThat(recorder.settled).hasSize(1);
  }

  @Test
  void aRecordThatIsRefusedIsFollowedByNone() {
    Scripted recorder = new Scripted();
    recorder.answer = CompletableFuture.failedFuture(new IllegalStateException("disk full"));
    builder(recorder).build().check(RUN);
    assertThat(recorder.settled).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void inShadowModeToo(Asking asking) {
    Scripted recorder = new Scripted();
    recorder.answer = CompletableFuture.failedFuture(new IllegalStateException("disk full"));
    Policy shadow = Policy.denyByDefault().shadow().build();
    PolicyEngine engine = PolicyEngine.builder(shadow).recorder(recorder).build();
    assertThat(asking.ask(engine, RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
    assertThat(recorder.decided.get(0).shadow()).contains(Code.NOT_LISTED);
  }

  @Test
  void anInterruptEndsTheWaitAndDenies() throws Exception {
    Scripted recorder = new Scripted();
    CompletableFuture<String> pending = new CompletableFuture<>();
    recorder.answer = pending;
    PolicyEngine engine = builder(recorder).recordTimeout(Duration.ofHours(1)).build();
    CompletableFuture<Decision> made = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              made.complete(engine.check(RUN));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    assertThat(made.get(10, TimeUnit.SECONDS).code()).contains(Code.INTERNAL_ERROR);
    assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pending).isCancelled();
    assertThat(recorder.settled.get(0).outcome()).isEqualTo(Outcome.NOT_SENT);
    recorder.answer = CompletableFuture.completedFuture(null);
    assertThat(engine.check(RUN).isAllowed()).isTrue();
  }

  @Test
  void aCallThatIsGivenUpWhileItIsWrittenDownIsNotSent() {
    Scripted recorder = new Scripted();
    CompletableFuture<String> pending = new CompletableFuture<>();
    recorder.answer = pending;
    CountDownLatch told = new CountDownLatch(1);
    PolicyEngine engine =
        builder(recorder)
            .recordTimeout(Duration.ofHours(1))
            .listener(
                new DecisionListener() {
                  @Override
                  public void decided(DecisionEvent event) {}

                  @Override
                  public void settled(SettlementEvent event) {
                    told.countDown();
                  }
                })
            .build();
    CompletableFuture<Decision> answer = engine.checkAsync(RUN);
    assertThat(answer).isNotDone();
    answer.cancel(true);
    pending.complete("written");
    assertThat(waits(told)).isTrue();
    assertThat(recorder.settled).hasSize(1);
    assertThat(recorder.settled.get(0).outcome()).isEqualTo(Outcome.NOT_SENT);
    recorder.answer = CompletableFuture.completedFuture(null);
    assertThat(engine.check(RUN).isAllowed()).isTrue();
  }

  private static boolean waits(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAHostDoesWithADecisionIsNotDoneOnTheRecordersThread() throws Exception {
    Scripted recorder = new Scripted();
    CompletableFuture<String> pending = new CompletableFuture<>();
    recorder.answer = pending;
    PolicyEngine engine = builder(recorder).recordTimeout(Duration.ofHours(1)).build();
    CompletableFuture<Thread> there =
        engine.checkAsync(RUN).thenApply(decision -> Thread.currentThread());
    Thread writer = new Thread(() -> pending.complete("written"));
    writer.start();
    assertThat(there.get(10, TimeUnit.SECONDS)).isNotSameAs(writer);
  }

  @Test
  void listenersHearOnTheCallersThreadAfterTheRecord() {
    List<String> order = new ArrayList<>();
    CompletableFuture<String> pending = new CompletableFuture<>();
    DecisionRecorder recorder =
        new DecisionRecorder() {
          @Override
          public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
            order.add("recorded");
            new Thread(() -> pending.complete("written")).start();
            return pending;
          }

          @Override
          public void settled(SettlementEvent event) {
            order.add("recorded settlement");
          }
        };
    PolicyEngine engine =
        builder(recorder)
            .recordTimeout(Duration.ofHours(1))
            .listener(
                new DecisionListener() {
                  @Override
                  public void decided(DecisionEvent event) {
                    order.add("heard on " + Thread.currentThread().getName());
                  }

                  @Override
                  public void settled(SettlementEvent event) {
                    order.add("heard settlement");
                  }
                })
            .build();
    engine.check(RUN).reservation().settle(Outcome.OK);
    assertThat(order)
        .containsExactly(
            "recorded",
            "heard on " + Thread.currentThread().getName(),
            "recorded settlement",
            "heard settlement");
  }

  @Test
  void explanationsAndListsAreNotRecorded() {
    Scripted recorder = new Scripted();
    PolicyEngine engine = builder(recorder).build();
    engine.explain(RUN);
    engine.isVisible("run", Caller.byDefault());
    engine.governs("resources/read", Caller.byDefault());
    assertThat(recorder.decided).isEmpty();
  }

  @Test
  void aCallThatTheHostCouldNotJudgeIsWrittenDownAndTold() {
    Scripted recorder = new Scripted();
    recorder.answer = new CompletableFuture<>(); // nobody waits for it
    List<DecisionEvent> heard = new ArrayList<>();
    PolicyEngine engine = builder(recorder).listener(heard::add).build();
    Decision denied = engine.refuse(RUN, "Nobody knows who calls.");
    assertThat(denied.code()).contains(Code.INTERNAL_ERROR);
    assertThat(denied.textForAgent()).isEqualTo("[POLICY DENIED] Nobody knows who calls.");
    assertThat(recorder.calls).containsExactly(RUN);
    assertThat(recorder.decided).isEqualTo(heard);
    assertThat(heard.get(0).message()).isEqualTo("Nobody knows who calls.");
    assertThat(engine.check(RUN).isAllowed()).as("it waits for its record in vain").isFalse();
  }

  @Test
  void aRecorderThatThrowsDoesNotChangeARefusal() {
    PolicyEngine engine =
        builder(
                new DecisionRecorder() {
                  @Override
                  public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
                    throw new IllegalStateException("no disk");
                  }

                  @Override
                  public void settled(SettlementEvent event) {}
                })
            .listener(
                event -> {
                  throw new IllegalStateException("no listener");
                })
            .build();
    assertThat(engine.refuse(RUN, "No.").isAllowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anApprovedCallIsRecordedOnceAfterTheApproval(Asking asking) {
    Scripted recorder = new Scripted();
    Policy policy = Policy.denyByDefault().tool("run", tool -> tool.requireApproval("why")).build();
    List<Integer> before = new ArrayList<>();
    PolicyEngine engine =
        PolicyEngine.builder(policy)
            .recorder(recorder)
            .approver(
                Approver.blocking(
                    request -> {
                      before.add(recorder.decided.size());
                      return Approver.Answer.APPROVE;
                    }))
            .build();
    assertThat(asking.ask(engine, RUN).isAllowed()).isTrue();
    assertThat(before).containsExactly(0);
    assertThat(recorder.decided).hasSize(1);
  }

  @Test
  void withoutARecorderADecisionThatTakesNothingIsMadeForNothing() {
    Policy policy = Policy.denyByDefault().tool("run", tool -> {}).build();
    PolicyEngine engine = PolicyEngine.builder(policy).counters(CounterStore.inMemory()).build();
    assertThat(engine.check(RUN)).isSameAs(engine.check(RUN));
  }

  @Test
  void aTimeoutIsLongerThanZero() {
    assertThatThrownBy(
            () -> PolicyEngine.builder(ONE_AT_ONCE).recordTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be longer than zero: PT-1S");
  }
}
