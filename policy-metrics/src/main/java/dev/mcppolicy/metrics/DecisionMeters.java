package dev.mcppolicy.metrics;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.SettlementEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What decisions and settlements are counted with in one registry. */
final class DecisionMeters {

  private static final String NONE = "none";

  private static final Duration[] BUCKETS = {
    Duration.ofNanos(10_000),
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Map<Series, Counter> decisions = new ConcurrentHashMap<>();
  private final Map<Series, Counter> shadows = new ConcurrentHashMap<>();
  private final Map<Effect, Timer> judging = new EnumMap<>(Effect.class);
  private final Map<Outcome, Timer> calls = new EnumMap<>(Outcome.class);
  private final Timer approval;

  private record Series(Effect effect, Optional<Code> code, String tool, String server) {}

  /** Says whether these are of a registry. */
  boolean areOf(MeterRegistry other) {
    return registry.equals(other);
  }

  DecisionMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Effect effect : new Effect[] {Effect.ALLOW, Effect.DENY}) {
      judging.put(
          effect,
          Timer.builder("mcp.policy.judging")
              .description("How long judging a call took, without waiting for people")
              .tag("effect", Names.of(effect))
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
    for (Outcome outcome : Outcome.values()) {
      calls.put(
          outcome,
          Timer.builder("mcp.policy.calls")
              .description("How long allowed calls took, and what became of them")
              .tag("outcome", outcome.id())
              .register(registry));
    }
    approval =
        Timer.builder("mcp.policy.approval")
            .description("How long an approver was waited for")
            .register(registry);
  }

  void decided(DecisionEvent event, String tool, String server) {
    Series series = new Series(event.effect(), event.code(), tool, server);
    decisions.computeIfAbsent(series, this::decisions).increment();
    if (event.shadow().isPresent()) {
      Series recorded = new Series(event.effect(), event.shadow(), tool, server);
      shadows.computeIfAbsent(recorded, this::shadows).increment();
    }
    Duration people = event.waited().orElse(Duration.ZERO);
    Timer timer = judging.get(event.effect());
    if (timer != null) {
      timer.record(event.took().minus(people));
    }
    event.waited().ifPresent(approval::record);
  }

  void settled(SettlementEvent event) {
    Timer timer = calls.get(event.outcome());
    if (timer != null) {
      timer.record(event.latency());
    }
  }

  private Counter decisions(Series series) {
    return Counter.builder("mcp.policy.decisions")
        .description("Calls that were judged")
        .tag("effect", Names.of(series.effect()))
        .tag("code", series.code().map(Code::id).orElse(NONE))
        .tag("tool", series.tool())
        .tag("server", series.server())
        .register(registry);
  }

  private Counter shadows(Series series) {
    return Counter.builder("mcp.policy.shadow.denials")
        .description("Calls that only shadow mode let through")
        .tag("code", series.code().map(Code::id).orElse(NONE))
        .tag("tool", series.tool())
        .tag("server", series.server())
        .register(registry);
  }
}
