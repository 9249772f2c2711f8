package dev.mcppolicy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Meters of engines, and agents that try to blow them up. */
class MetricsTest {

  private static final Policy POLICY =
      Policy.denyByDefault()
          .tool("run", tool -> tool.rateLimit("2/minute"))
          .tool("open_*", tool -> {})
          .tool("pay", tool -> tool.requireApproval("Ask."))
          .build();

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final PolicyMetrics metrics =
      PolicyMetrics.builder().maxTools(3).maxServers(1).tools(List.of("run")).build();
  private final PolicyEngine engine = engine(CounterStore.inMemory());

  private PolicyEngine engine(CounterStore store) {
    metrics.bindTo(registry);
    PolicyEngine engine =
        PolicyEngine.builder(POLICY)
            .listener(metrics)
            .counters(store)
            .approver(request -> CompletableFuture.completedFuture(Approver.Answer.APPROVE))
            .build();
    metrics.watch(engine);
    metrics.watch(engine);
    return engine;
  }

  private double decisions(String... tags) {
    return registry.get("mcp.policy.decisions").tags(tags).counter().count();
  }

  @Test
  void decisionsAreCountedByEffectCodeToolAndServer() {
    for (int i = 0; i < 3; i++) {
      engine.check(ToolCall.of("run").withServer("shell"));
    }
    assertThat(decisions("effect", "allow", "code", "none", "tool", "run", "server", "shell"))
        .isEqualTo(2);
    assertThat(
            decisions("effect", "deny", "code", "limit_exceeded", "tool", "run", "server", "shell"))
        .isEqualTo(1);
    engine.check(ToolCall.of("run").withServer("another"));
    engine.check(ToolCall.of("run"));
    assertThat(decisions("server", "other")).isEqualTo(1);
    assertThat(decisions("server", "none")).isEqualTo(1);
    assertThat(registry.get("mcp.policy.judging").tag("effect", "allow").timer().count())
        .isEqualTo(2);
  }

  @Test
  void aRegistryThatIsGivenTwiceCountsOnce() {
    MeterRegistry other = new SimpleMeterRegistry();
    metrics.bindTo(registry);
    metrics.bindTo(other);
    engine.check(ToolCall.of("run")).reservation().settle(Outcome.OK);
    for (MeterRegistry each : List.of(registry, other)) {
      assertThat(each.get("mcp.policy.decisions").counter().count()).isEqualTo(1);
      assertThat(each.get("mcp.policy.calls").tag("outcome", "ok").timer().count()).isEqualTo(1);
    }
  }

  @Test
  void anAgentThatMakesUpNamesMakesNoSeries() {
    for (int i = 0; i < 500; i++) {
      engine.check(ToolCall.of("made_up_" + i));
      engine.check(ToolCall.of("open_" + i));
    }
    List<String> tools =
        registry.getMeters().stream()
            .map(meter -> meter.getId().getTag("tool"))
            .filter(tool -> tool != null)
            .distinct()
            .sorted()
            .toList();
    assertThat(tools).containsExactly("open_0", "open_1", "other");
    assertThat(decisions("tool", "other", "code", "not_listed")).isEqualTo(500);
    assertThat(decisions("tool", "other", "code", "none")).isEqualTo(498);
  }

  @Test
  void hostileNamesAreOther() {
    Labels labels = new Labels(List.of(), 10);
    for (String hostile : new String[] {"", " ", "a\nb", "a\u0000", "\ud800", "x".repeat(101)}) {
      assertThat(labels.of(hostile, true)).isEqualTo("other");
    }
    assertThat(labels.of("a\"b\\c{}", true)).isEqualTo("a\"b\\c{}");
    assertThat(labels.of("новый", true)).isEqualTo("новый");
    assertThat(labels.of("made_up", false)).isEqualTo("other");
    assertThat(new Labels(List.of("a", "b"), 0).of("b", false)).isEqualTo("b");
    assertThat(new Labels(List.of("a", "b"), 0).of("c", true)).isEqualTo("other");
  }

  @Test
  void noTagHoldsAValueAGrantOrASession() {
    engine.check(
        ToolCall.of("run", Map.of("token", "s3cret")).withSession("my-session").withServer("s"));
    String all =
        registry.getMeters().stream()
            .map(Meter::getId)
            .flatMap(id -> id.getTags().stream())
            .map(Tag::getValue)
            .collect(Collectors.joining(" "));
    assertThat(all).doesNotContain("s3cret", "my-session", "default");
  }

  @Test
  void whatIsInFlightIsWhatIsNotSettled() {
    Decision first = engine.check(ToolCall.of("run"));
    Decision second = engine.check(ToolCall.of("open_a"));
    engine.check(ToolCall.of("nothing"));
    assertThat(gauge("mcp.policy.in.flight")).isEqualTo(2);
    first.reservation().settle(Outcome.OK);
    first.reservation().settle(Outcome.OK);
    second.reservation().settle(Outcome.TIMEOUT);
    assertThat(gauge("mcp.policy.in.flight")).isZero();
    assertThat(registry.get("mcp.policy.calls").tag("outcome", "timeout").timer().count())
        .isEqualTo(1);
    metrics.settled(
        new dev.mcppolicy.SettlementEvent(
            "x", java.time.Instant.EPOCH, Outcome.OK, java.time.Duration.ZERO));
    assertThat(gauge("mcp.policy.in.flight")).isZero();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void keysAndRefusalsOfAStoreThatEnginesShareAreShownOnce() {
    MeterRegistry other = new SimpleMeterRegistry();
    PolicyMetrics shared = PolicyMetrics.builder().build();
    shared.bindTo(other);
    CounterStore store = InMemoryCounterStore.withMaxKeys(1);
    PolicyEngine one = PolicyEngine.builder(POLICY).counters(store).build();
    PolicyEngine two = PolicyEngine.builder(POLICY).counters(store).build();
    shared.watch(one);
    shared.watch(two);
    one.check(ToolCall.of("run").withCaller(dev.mcppolicy.Caller.of("a")));
    two.check(ToolCall.of("run").withCaller(dev.mcppolicy.Caller.of("b")));
    assertThat(other.get("mcp.policy.counters.keys").gauge().value()).isEqualTo(1);
    assertThat(other.get("mcp.policy.counters.max").gauge().value()).isEqualTo(1);
    assertThat(other.get("mcp.policy.counters.refused").functionCounter().count()).isEqualTo(1);
  }

  @Test
  void waitingForPeopleIsNoJudging() {
    engine.check(ToolCall.of("pay"));
    assertThat(registry.get("mcp.policy.approval").timer().count()).isEqualTo(1);
    assertThat(registry.get("mcp.policy.judging").tag("effect", "allow").timer().count())
        .isEqualTo(1);
  }

  @Test
  void whatOnlyShadowLetThroughIsCountedApart() {
    Policy shadow = Policy.denyByDefault().shadow().build();
    PolicyEngine.builder(shadow).listener(metrics).build().check(ToolCall.of("run"));
    assertThat(
            registry
                .get("mcp.policy.shadow.denials")
                .tags("code", "not_listed", "tool", "run")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatAHostRegistersIsShown() {
    PolicyMetrics more =
        PolicyMetrics.builder().approvalsWaiting(() -> 3).auditQueue(() -> 7).build();
    MeterRegistry other = new SimpleMeterRegistry();
    more.bindTo(other);
    assertThat(other.get("mcp.policy.approvals.waiting").gauge().value()).isEqualTo(3);
    assertThat(other.get("mcp.policy.audit.queue").gauge().value()).isEqualTo(7);
    assertThatThrownBy(() -> PolicyMetrics.builder().maxTools(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max must be >= 0: -1");
  }

  @Test
  void aTimedStoreAnswersEveryQuestionAsTheStoreDoes() throws Exception {
    for (Method method : CounterStore.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        assertThat(
                TimedStore.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .getDeclaringClass())
            .as(method.toString())
            .isEqualTo(TimedStore.class);
      }
    }
  }

  @Test
  void aStoreThatFailsIsTimedAndItsFiguresHoldNobodyUp() {
    CounterStore store = PolicyMetrics.timed(new Broken(), registry);
    PolicyEngine broken = engine(store);
    broken.check(ToolCall.of("run"));
    assertThat(
            registry
                .get("mcp.policy.store")
                .tags("operation", "take", "result", "failed")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("mcp.policy.counters.refused").functionCounter().count()).isZero();
    CounterStore memory = CounterStore.inMemory();
    assertThat(PolicyMetrics.timed(memory, registry)).isSameAs(memory);
  }

  /** A store elsewhere that is down. */
  private static final class Broken implements CounterStore {
    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("down"));
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      throw new IllegalStateException("down");
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      throw new IllegalStateException("down");
    }

    @Override
    public StoreStats stats() {
      throw new IllegalStateException("down");
    }
  }
}
