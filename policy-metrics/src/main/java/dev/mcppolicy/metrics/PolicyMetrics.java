package dev.mcppolicy.metrics;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Effect;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.StoreStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer meters of one engine or several.
 *
 * <pre>{@code
 * PolicyMetrics metrics = PolicyMetrics.builder().build();
 * PolicyEngine engine = PolicyEngine.builder(policy).listener(metrics).build();
 * metrics.watch(engine);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>What was decided before {@link #bindTo} is not counted. No tag ever holds a value of an
 * argument, a grant or a session, and the number of series is bounded: only tools that a policy
 * lists get series of their own, up to a number, and all others are {@code other}.
 *
 * <p>This class is thread-safe.
 */
public final class PolicyMetrics implements MeterBinder, DecisionListener {

  /** Codes of calls by names that nobody gave: agents make them up. */
  private static final Set<Code> MADE_UP =
      EnumSet.of(Code.HIDDEN, Code.NOT_LISTED, Code.NO_POLICY, Code.INVALID_CALL);

  private final Labels tools;
  private final Labels servers;
  private final @Nullable LongSupplier approvals;
  private final @Nullable LongSupplier audit;
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final List<DecisionMeters> bound = new CopyOnWriteArrayList<>();
  private final List<CounterStore> stores = new CopyOnWriteArrayList<>();

  private PolicyMetrics(Builder builder) {
    this.tools = new Labels(builder.tools, builder.maxTools);
    this.servers = new Labels(List.of(), builder.maxServers);
    this.approvals = builder.approvals;
    this.audit = builder.audit;
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Shows the counters of an engine. A store that engines share is shown once. */
  public void watch(PolicyEngine engine) {
    CounterStore store = engine.counters();
    synchronized (stores) {
      if (stores.stream().noneMatch(known -> known == store)) {
        stores.add(store);
      }
    }
  }

  /**
   * Returns a store that answers as another does, and times it: for stores elsewhere. One in memory
   * is returned as it is, since it answers at once.
   */
  public static CounterStore timed(CounterStore store, MeterRegistry registry) {
    return store instanceof InMemoryCounterStore ? store : new TimedStore(store, registry);
  }

  /** Shows what is counted in a registry. One that has been given before is not given it twice. */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (bound.stream().anyMatch(meters -> meters.areOf(registry))) {
      return;
    }
    gauge(registry, "mcp.policy.in.flight", "Allowed calls that aren't settled", this::inFlight);
    gauge(
        registry,
        "mcp.policy.counters.keys",
        "Keys that the stores hold",
        () -> sum(StoreStats::keys));
    gauge(
        registry,
        "mcp.policy.counters.max",
        "Keys that the stores may hold",
        () -> sum(StoreStats::maxKeys));
    FunctionCounter.builder("mcp.policy.counters.refused", this, PolicyMetrics::refusedKeys)
        .description("Calls that were denied because a store had no room for a new key")
        .register(registry);
    if (approvals != null) {
      gauge(
          registry,
          "mcp.policy.approvals.waiting",
          "Calls that wait for a person",
          approvals::getAsLong);
    }
    if (audit != null) {
      gauge(
          registry, "mcp.policy.audit.queue", "Records that wait to be written", audit::getAsLong);
    }
    bound.add(new DecisionMeters(registry));
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private long inFlight() {
    return Math.max(0, inFlight.get());
  }

  /** What a store says now or, if it doesn't answer, what was known: a counter never falls. */
  private double refusedKeys() {
    try {
      return refused.accumulateAndGet(sum(StoreStats::refusedKeys), Math::max);
    } catch (RuntimeException e) {
      return refused.get();
    }
  }

  private long sum(ToLongFunction<StoreStats> figure) {
    return stores.stream().mapToLong(store -> figure.applyAsLong(store.stats())).sum();
  }

  @Override
  public void decided(DecisionEvent event) {
    if (event.effect() == Effect.ALLOW) {
      inFlight.incrementAndGet();
    }
    boolean trusted = event.code().filter(MADE_UP::contains).isEmpty();
    String tool = tools.of(event.tool(), trusted);
    String server = event.server().map(name -> servers.of(name, trusted)).orElse("none");
    for (DecisionMeters meters : bound) {
      meters.decided(event, tool, server);
    }
  }

  @Override
  public void settled(SettlementEvent event) {
    inFlight.decrementAndGet();
    for (DecisionMeters meters : bound) {
      meters.settled(event);
    }
  }

  /** Builds metrics. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_TOOLS = 100;
    private static final int MAX_SERVERS = 20;

    private final List<String> tools = new ArrayList<>();
    private int maxTools = MAX_TOOLS;
    private int maxServers = MAX_SERVERS;
    private @Nullable LongSupplier approvals;
    private @Nullable LongSupplier audit;

    private Builder() {}

    /**
     * Names tools that always get series of their own. Under a policy that allows what it doesn't
     * list, an agent may fill the other places with names of its own.
     */
    public Builder tools(Collection<String> names) {
      tools.addAll(names);
      return this;
    }

    /**
     * Gives so many tools series of their own, those named included; 100 unless given.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxTools(int max) {
      maxTools = notNegative(max);
      return this;
    }

    /**
     * Gives so many servers series of their own; 20 unless given.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxServers(int max) {
      maxServers = notNegative(max);
      return this;
    }

    private static int notNegative(int max) {
      if (max < 0) {
        throw new IllegalArgumentException("max must be >= 0: " + max);
      }
      return max;
    }

    /** Shows how many calls wait for a person, as {@code approver.waiting().size()} says. */
    public Builder approvalsWaiting(LongSupplier waiting) {
      this.approvals = Objects.requireNonNull(waiting, "waiting");
      return this;
    }

    /** Shows how many audit records wait to be written. */
    public Builder auditQueue(LongSupplier queued) {
      this.audit = Objects.requireNonNull(queued, "queued");
      return this;
    }

    /** Returns metrics, which count once they are bound to a registry. */
    public PolicyMetrics build() {
      return new PolicyMetrics(this);
    }
  }
}
