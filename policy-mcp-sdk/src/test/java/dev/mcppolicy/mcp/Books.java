package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the books of the tool {@code run}: hears which calls were allowed and what became of each,
 * and compares that with what the counters say.
 */
final class Books implements DecisionListener {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<String, List<Outcome>> settlements = new LinkedHashMap<>();
  private int allowed;
  private int denied;

  /** Returns a policy that lets {@code run} be called, and counts it with every refund. */
  static Policy policy(int concurrency) {
    return Policy.parse(
        """
        {"version": "1", "default": "deny", "tools": {"run": {
          "concurrency": %d,
          "limits": [
            {"counter": "error", "window": "lifetime", "max": 1000000000, "refund": "error"},
            {"counter": "failure", "window": "lifetime", "max": 1000000000, "refund": "failure"},
            {"counter": "never", "window": "lifetime", "max": 1000000000, "refund": "never"}]}}}
        """
            .formatted(concurrency));
  }

  @Override
  public synchronized void decided(DecisionEvent event) {
    if (event.effect() == Effect.ALLOW) {
      allowed++;
      settlements.computeIfAbsent(event.id(), id -> new ArrayList<>());
    } else {
      denied++;
    }
    notifyAll();
  }

  @Override
  public synchronized void settled(SettlementEvent event) {
    settlements.computeIfAbsent(event.id(), id -> new ArrayList<>()).add(event.outcome());
    notifyAll();
  }

  synchronized int allowed() {
    return allowed;
  }

  synchronized int denied() {
    return denied;
  }

  /** Waits until so many calls were allowed. */
  synchronized void awaitAllowed(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (allowed < count) {
      awaitUntil(deadline);
    }
  }

  private void awaitUntil(long deadline) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    assertThat(left).as("time left; heard %s", settlements).isPositive();
    wait(left);
  }

  private boolean hasOpen() {
    return settlements.values().stream().anyMatch(List::isEmpty);
  }

  /** Waits until every allowed call is settled, and says how often each outcome was. */
  synchronized Map<Outcome, Integer> settled() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (hasOpen()) {
      awaitUntil(deadline);
    }
    assertThat(settlements).hasSize(allowed);
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    settlements.forEach(
        (id, outcomes) -> {
          assertThat(outcomes).as("settlements of " + id).hasSize(1);
          counts.merge(outcomes.get(0), 1, Integer::sum);
        });
    return counts;
  }

  /** Checks that the allowed calls came to this, and that the counters hold just what is left. */
  void assertSettled(PolicyEngine engine, Outcome... expected) throws InterruptedException {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : expected) {
      counts.merge(outcome, 1, Integer::sum);
    }
    assertThat(settled()).isEqualTo(counts);
    assertBalanced(engine);
  }

  /** Checks that the counters hold just what the outcomes have left, and nothing is in flight. */
  void assertBalanced(PolicyEngine engine) throws InterruptedException {
    Map<Outcome, Integer> counts = settled();
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    int notSent = counts.getOrDefault(Outcome.NOT_SENT, 0);
    int errors = counts.getOrDefault(Outcome.ERROR, 0);
    int failures = counts.getOrDefault(Outcome.FAILURE, 0);
    assertSpent(engine, "concurrency", 0);
    assertSpent(engine, "limits/0", all - notSent - errors);
    assertSpent(engine, "limits/1", all - notSent - errors - failures);
    assertSpent(engine, "limits/2", all - notSent);
  }

  private static void assertSpent(PolicyEngine engine, String rule, int amount) {
    assertThat(
            engine.explain(ToolCall.of("run")).counters().stream()
                .filter(counter -> counter.rule().equals("/tools/run/" + rule))
                .map(CounterTrace::spent)
                .findFirst()
                .orElseThrow())
        .as(rule)
        .isEqualByComparingTo(String.valueOf(amount));
  }
}
