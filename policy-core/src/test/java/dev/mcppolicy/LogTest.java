package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host reads in its log when something fails that it brings along. */
class LogTest {

  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");
  private static final Policy LIMITED =
      Policy.denyByDefault().tool("run", tool -> tool.rateLimit("9/minute")).build();
  private static final Policy ASKING =
      Policy.denyByDefault().tool("run", tool -> tool.requireApproval("Ask.")).build();
  private static final ToolCall RUN = ToolCall.of("run", Map.of("n", 1));

  private final IllegalStateException down = new IllegalStateException("down");
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler keeping =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(keeping);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    LOG.setUseParentHandlers(true);
    LOG.removeHandler(keeping);
  }

  /** Says that there is one warning since this was asked last, and that it names what failed. */
  private void assertLogged(String message) {
    assertThat(logged).hasSize(1);
    LogRecord entry = logged.remove(0);
    assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
    assertThat(entry.getMessage()).isEqualTo(message);
    Throwable cause = entry.getThrown();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertThat(cause).isSameAs(down);
  }

  private <T> T fail() {
    throw down;
  }

  private <T> CompletionStage<T> failed() {
    return CompletableFuture.failedFuture(down);
  }

  /** A store that fails to take, or to settle and inspect. */
  private record Failing(
      Supplier<CompletionStage<Taking>> taking, Supplier<CompletionStage<Void>> settling)
      implements CounterStore {

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return taking.get();
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      return settling.get();
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return settling.get().thenApply(nothing -> new Inspection(List.of(), List.of()));
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }

  private static CompletionStage<Taking> taken() {
    return CompletableFuture.completedFuture(new Taking.Taken(new Ticket() {}));
  }

  @Test
  void aStoreThatFailsToTake() {
    for (CounterStore store :
        List.of(new Failing(this::fail, this::fail), new Failing(this::failed, this::failed))) {
      PolicyEngine engine = PolicyEngine.builder(LIMITED).counters(store).build();
      assertThat(engine.check(RUN).code()).contains(Code.STORE_UNAVAILABLE);
      assertLogged("A call was denied with store_unavailable");
      assertThat(engine.checkAsync(RUN).join().code()).contains(Code.STORE_UNAVAILABLE);
      assertLogged("A call was denied with store_unavailable");
    }
  }

  @Test
  void aStoreThatFailsToSettleOrToInspect() {
    for (CounterStore store :
        List.of(
            new Failing(LogTest::taken, this::fail), new Failing(LogTest::taken, this::failed))) {
      PolicyEngine engine = PolicyEngine.builder(LIMITED).counters(store).build();
      Decision decision = engine.check(RUN);
      assertThat(decision.isAllowed()).isTrue();
      assertThat(logged).isEmpty();
      decision.reservation().settle(Outcome.ERROR);
      assertLogged("A call could not be settled; what it took stays taken");
      assertThat(engine.explain(RUN).decision().code()).contains(Code.STORE_UNAVAILABLE);
      assertLogged("A call was explained as denied with store_unavailable");
    }
  }

  @Test
  void anApproverThatFails() {
    for (Approver approver :
        List.<Approver>of(request -> fail(), request -> failed(), Approver.blocking(r -> fail()))) {
      PolicyEngine engine = PolicyEngine.builder(ASKING).approver(approver).build();
      assertThat(engine.check(RUN).code()).contains(Code.APPROVAL_DENIED);
      assertLogged("A call was denied with approval_denied");
    }
  }

  @Test
  void anApproverThatChangesArgumentsForAHostThatSendsTheOldOnes() {
    Approver approver =
        request ->
            CompletableFuture.completedFuture(Answer.approve(Arguments.freeze(Map.of("n", 2))));
    PolicyEngine engine = PolicyEngine.builder(ASKING).approver(approver).build();
    assertThat(engine.check(RUN).code()).contains(Code.APPROVAL_DENIED);
    assertThat(logged)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getThrown()).isNull();
              assertThat(entry.getMessage())
                  .isEqualTo(
                      "An approver changed the arguments of a call, which was denied: the engine"
                          + " was built without acceptEdits");
            });
  }

  @Test
  void aListenerThatFailsOnce() {
    DecisionListener listener =
        new DecisionListener() {
          @Override
          public void decided(DecisionEvent event) {
            fail();
          }
        };
    PolicyEngine engine = PolicyEngine.builder(LIMITED).listener(listener).build();
    for (int i = 0; i < 3; i++) {
      assertThat(engine.check(RUN).isAllowed()).isTrue();
    }
    assertLogged("A decision listener failed; decisions stand: " + listener.getClass());
  }

  /** A recorder that fails to write down decisions, or outcomes. */
  private record Recorder(
      Supplier<CompletionStage<?>> decisions, Supplier<CompletionStage<?>> outcomes)
      implements DecisionRecorder {

    @Override
    public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
      return decisions.get();
    }

    @Override
    public void settled(SettlementEvent event) {
      CompletionStage<?> unused = outcomes.get();
    }
  }

  @Test
  void aRecorderThatFails() {
    for (DecisionRecorder recorder :
        List.of(new Recorder(this::fail, this::fail), new Recorder(this::failed, this::fail))) {
      PolicyEngine engine = PolicyEngine.builder(LIMITED).recorder(recorder).build();
      assertThat(engine.check(RUN).code()).contains(Code.AUDIT_UNAVAILABLE);
      assertLogged("A decision could not be recorded");
      assertThat(engine.checkAsync(RUN).join().code()).contains(Code.AUDIT_UNAVAILABLE);
      assertLogged("A decision could not be recorded");
    }
    DecisionRecorder recorder =
        new Recorder(() -> CompletableFuture.completedFuture(null), this::fail);
    Decision decision = PolicyEngine.builder(LIMITED).recorder(recorder).build().check(RUN);
    assertThat(decision.isAllowed()).isTrue();
    decision.reservation().settle(Outcome.OK);
    assertLogged("What became of a call could not be told");
  }

  @Test
  void aReviewThatFails() {
    ToolReview review =
        new ToolReview() {
          @Override
          public Set<DefinitionChange> changes() {
            return fail();
          }

          @Override
          public Optional<String> misfit(Arguments arguments, boolean closed) {
            return fail();
          }
        };
    PolicyEngine engine = PolicyEngine.of(LIMITED);
    assertThat(engine.check(RUN.withReview(review)).code()).contains(Code.INTERNAL_ERROR);
    assertLogged("A call was denied with internal_error");
    assertThat(engine.isVisible("run", Caller.byDefault(), review)).isFalse();
    assertLogged("A tool was hidden that could not be judged");
  }
}
