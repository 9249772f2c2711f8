package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call whose time is over is denied, whatever hosts do with others whose time was over. */
class TimeOutTest {

  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");
  private static final Policy POLICY =
      Policy.denyByDefault()
          .tool("run", tool -> tool.limit(Limit.of(1_000, "minute")).requireApproval("Ask first."))
          .build();
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  /** Who never answers. */
  enum Silent {
    STORE(Code.STORE_UNAVAILABLE, engine -> engine.counters(new SilentStore())),
    APPROVER(
        Code.APPROVAL_TIMEOUT, engine -> engine.approver(request -> new CompletableFuture<>())),
    RECORDER(
        Code.AUDIT_UNAVAILABLE,
        engine ->
            engine
                .approver(request -> CompletableFuture.completedFuture(Approver.Answer.APPROVE))
                .recorder(
                    new DecisionRecorder() {
                      @Override
                      public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
                        return new CompletableFuture<>();
                      }

                      @Override
                      public void settled(SettlementEvent event) {}
                    }));

    final Code code;
    private final UnaryOperator<PolicyEngine.Builder> with;

    Silent(Code code, UnaryOperator<PolicyEngine.Builder> with) {
      this.code = code;
      this.with = with;
    }

    PolicyEngine engine() {
      return with.apply(PolicyEngine.builder(POLICY).storeTimeout(SHORT).recordTimeout(SHORT))
          .build();
    }

    CompletableFuture<Decision> ask(PolicyEngine engine) {
      return engine.checkAsync(ToolCall.of("run", Map.of()), SHORT);
    }
  }

  /** Who goes on. */
  private record Goer(Thread thread, ClassLoader loader, Optional<String> who) {
    static Goer current() {
      Thread thread = Thread.currentThread();
      return new Goer(thread, thread.getContextClassLoader(), Optional.ofNullable(WHO.get()));
    }
  }

  private static final class SilentStore extends ForwardingStore {
    SilentStore() {
      super(CounterStore.inMemory());
    }

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment moment) {
      return new CompletableFuture<>();
    }
  }

  private static final CountDownLatch END = new CountDownLatch(1);

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  /** Many libraries wait on the thread that the JDK has for time-outs, up to JDK 24. */
  @BeforeAll
  static void keepTheJdksThread() throws Exception {
    CountDownLatch kept = new CountDownLatch(1);
    CompletableFuture<Integer> over = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        over.thenAccept(
            one -> {
              kept.countDown();
              awaitEnd();
            });
    over.completeOnTimeout(1, 1, TimeUnit.MILLISECONDS);
    assertThat(kept.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @AfterAll
  static void letTheJdksThreadGo() {
    END.countDown();
  }

  private static void awaitEnd() {
    try {
      END.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHostMayWaitForTheNextCallWhereItHearsOfTheLast(Silent silent) throws Exception {
    PolicyEngine engine = silent.engine();
    Decision last =
        silent
            .ask(engine)
            .thenApply(first -> silent.ask(engine).thenApply(second -> silent.ask(engine).join()))
            .thenApply(CompletableFuture::join)
            .get(1, TimeUnit.MINUTES);
    assertThat(last.code()).contains(silent.code);
  }

  @ParameterizedTest
  @EnumSource
  void aHostThatDoesNotComeBackKeepsNobody(Silent silent) throws Exception {
    PolicyEngine engine = silent.engine();
    Thread here = Thread.currentThread();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Void> unused =
          silent
              .ask(engine)
              .thenRun(
                  () -> {
                    if (Thread.currentThread() != here) {
                      awaitEnd();
                    }
                  });
    }
    assertThat(silent.ask(engine).get(1, TimeUnit.MINUTES).code()).contains(silent.code);
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsKnowsNobodyAndFindsTheClassesOfWhoBuiltTheEngine(Silent silent) throws Exception {
    Thread here = Thread.currentThread();
    ClassLoader usual = here.getContextClassLoader();
    try (URLClassLoader ours = new URLClassLoader(new URL[0])) {
      here.setContextClassLoader(ours);
      PolicyEngine engine = silent.engine();
      here.setContextClassLoader(usual);
      WHO.set("ann");
      Goer goer;
      do { // it goes on here if its time was over at once
        goer = silent.ask(engine).thenApply(denied -> Goer.current()).get(1, TimeUnit.MINUTES);
      } while (goer.thread() == here);
      assertThat(goer).isEqualTo(new Goer(goer.thread(), ours, Optional.empty()));
    } finally {
      here.setContextClassLoader(usual);
      WHO.remove();
    }
  }
}
