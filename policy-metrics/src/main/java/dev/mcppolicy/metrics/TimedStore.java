package dev.mcppolicy.metrics;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A store that hands everything to another, and times its answers. */
final class TimedStore implements CounterStore {

  private final CounterStore store;
  private final MeterRegistry registry;

  TimedStore(CounterStore store, MeterRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  @Override
  public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
    return timed("take", () -> store.take(charges, now));
  }

  @Override
  public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
    return timed("settle", () -> store.settle(ticket, returned));
  }

  @Override
  public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
    return store.inspect(charges, now);
  }

  @Override
  public void requireKeepable(Map<CounterId, Set<Window>> counters) {
    store.requireKeepable(counters);
  }

  @Override
  public StoreStats stats() {
    return store.stats();
  }

  /** Times an answer without putting another stage in its place: a caller may cancel it. */
  private <T> CompletionStage<T> timed(String operation, Supplier<CompletionStage<T>> asked) {
    long since = System.nanoTime();
    CompletionStage<T> answer;
    try {
      answer = asked.get();
    } catch (RuntimeException failure) {
      record(operation, "failed", since);
      throw failure;
    }
    CompletionStage<T> unused =
        answer.whenComplete(
            (result, failure) -> record(operation, failure == null ? "ok" : "failed", since));
    return answer;
  }

  private void record(String operation, String result, long since) {
    Timer.builder("mcp.policy.store")
        .description("How long a store took to answer")
        .tag("operation", operation)
        .tag("result", result)
        .register(registry)
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }
}
