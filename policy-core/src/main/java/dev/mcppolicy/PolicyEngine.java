package dev.mcppolicy;

import dev.mcppolicy.internal.engine.Judge;
import dev.mcppolicy.internal.engine.PolicyTable;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Judges tool calls by policies, and keeps their quotas.
 *
 * <pre>{@code
 * Decision decision = engine.check(call);
 * if (decision.isAllowed()) {
 *   decision.reservation().settle(send(call.arguments().asMap()));
 * } else {
 *   tellAgent(decision.textForAgent());
 * }
 * }</pre>
 *
 * <p>When in doubt an engine denies: whatever fails inside, a store, an approver or the engine
 * itself, ends in a decision that denies. This class is thread-safe.
 */
public final class PolicyEngine {

  private final Judge judge;
  private final CounterStore counters;

  private PolicyEngine(Builder builder) {
    this.counters = builder.counters == null ? CounterStore.inMemory() : builder.counters;
    this.judge =
        new Judge(
            builder.policies.table(),
            counters,
            builder.clock,
            builder.approver,
            List.copyOf(builder.listeners),
            builder.storeTimeout,
            builder.recorder,
            builder.recordTimeout,
            builder.acceptsEdits);
  }

  /** Returns an engine with one policy for every caller, and counters in memory. */
  public static PolicyEngine of(Policy policy) {
    return builder(policy).build();
  }

  /** Returns a builder of an engine with one policy for every caller. */
  public static Builder builder(Policy policy) {
    return builder(Policies.of(policy));
  }

  /** Returns a builder of an engine with a policy for each grant. */
  public static Builder builder(Policies policies) {
    return new Builder(policies);
  }

  /**
   * Judges a call, on the caller's thread. It waits for the store and for the approver, if there is
   * something to wait for; an interrupt ends the wait and denies.
   *
   * <p>Every allowed call has to be {@linkplain Reservation#settle settled}.
   */
  public Decision check(ToolCall call) {
    return judge.judge(Objects.requireNonNull(call, "call"));
  }

  /**
   * Judges a call without blocking a thread. The future never fails. Whoever cancels it, or
   * completes it, gives the call up: what it took is given back, and it must not be sent.
   */
  public CompletableFuture<Decision> checkAsync(ToolCall call) {
    return judge.judgeLater(Objects.requireNonNull(call, "call"), Judge.UNHURRIED);
  }

  /**
   * Judges a call without blocking a thread, for a caller who does not wait for ever: an approver
   * is given no more time than that, even if the policy gives it more.
   *
   * @throws IllegalArgumentException if {@code patience} isn't longer than zero
   */
  public CompletableFuture<Decision> checkAsync(ToolCall call, Duration patience) {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be longer than zero: " + patience);
    }
    return judge.judgeLater(Objects.requireNonNull(call, "call"), patience);
  }

  /**
   * Denies a call that the host can't have judged, since it failed to find out who makes it, say.
   * Listeners and the recorder hear of it as of any other decision; nobody waits for them.
   *
   * @param message what the agent is told
   * @return a denial as {@link Code#INTERNAL_ERROR}
   */
  public Decision refuse(ToolCall call, String message) {
    return judge.refuse(
        Objects.requireNonNull(call, "call"), Objects.requireNonNull(message, "message"));
  }

  /** Judges a call without spending anything or asking anybody, and tells how it came to that. */
  public Explanation explain(ToolCall call) {
    return judge.explain(Objects.requireNonNull(call, "call"));
  }

  /** Says whether a tool stands in the list of tools that a caller sees. */
  public boolean isVisible(String tool, Caller caller) {
    Objects.requireNonNull(tool, "tool");
    return judge.isVisible(tool, caller.grant().orElse(null), null);
  }

  /**
   * Says whether a tool stands in the list of tools that a caller sees, of whose definition
   * something is known: what the policy denies for that is not seen either.
   */
  public boolean isVisible(String tool, Caller caller, ToolReview review) {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(review, "review");
    return judge.isVisible(tool, caller.grant().orElse(null), review);
  }

  /**
   * Says whether a caller's policy speaks of a request of the protocol that is no tool call, such
   * as {@code resources/read}: whether a key of {@code tools} or an entry of {@code hide} that
   * holds a slash matches it. Such a request is judged as a call of a tool of that name, and any
   * other goes its way; a caller without a policy may make none.
   */
  public boolean governs(String method, Caller caller) {
    Objects.requireNonNull(method, "method");
    return judge.governs(method, caller.grant().orElse(null));
  }

  /**
   * Says what {@link #governs} says, and of a caller without a policy that nothing names it: for a
   * request that such a caller may make, as one for a list that shows nothing.
   */
  public boolean names(String method, Caller caller) {
    Objects.requireNonNull(method, "method");
    return judge.names(method, caller.grant().orElse(null));
  }

  /**
   * Judges by another policy from now on. Calls that are being judged end by the policy with which
   * they began; the counters keep what they hold.
   *
   * @throws IllegalArgumentException if the store can't keep the counters of these policies, as its
   *     message says; nothing changes then
   */
  public void replace(Policy policy) {
    replace(Policies.of(policy));
  }

  /**
   * Judges by other policies from now on. Calls that are being judged end by the policy with which
   * they began; the counters keep what they hold.
   *
   * @throws IllegalArgumentException if the store can't keep the counters of these policies, as its
   *     message says; nothing changes then
   */
  public void replace(Policies policies) {
    replaceAll(List.of(this), policies);
  }

  /**
   * Has several engines judge by other policies from now on, all of them or none.
   *
   * @throws IllegalArgumentException if the store of one can't keep the counters of these policies,
   *     as its message says; nothing changes then for any
   */
  public static void replaceAll(Collection<PolicyEngine> engines, Policies policies) {
    Map<Judge, PolicyTable> replacing = new LinkedHashMap<>();
    for (PolicyEngine engine : engines) {
      PolicyTable table = policies.table();
      engine.judge.requireKeepable(table);
      replacing.put(engine.judge, table);
    }
    replacing.forEach(Judge::judgeBy);
  }

  /**
   * Asks whether {@link #replace} would take these policies. Nothing changes.
   *
   * @throws IllegalArgumentException if the store can't keep their counters, as its message says
   */
  public void requireKeepable(Policies policies) {
    judge.requireKeepable(policies.table());
  }

  /** Returns the store of the counters. */
  public CounterStore counters() {
    return counters;
  }

  /** Builds engines. Not thread-safe. */
  public static final class Builder {

    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RECORD_TIMEOUT = Duration.ofSeconds(5);

    private final Policies policies;
    private @Nullable CounterStore counters;
    private PolicyClock clock = PolicyClock.system();
    private @Nullable Approver approver;
    private final List<DecisionListener> listeners = new ArrayList<>();
    private Duration storeTimeout = STORE_TIMEOUT;
    private @Nullable DecisionRecorder recorder;
    private Duration recordTimeout = RECORD_TIMEOUT;
    private boolean acceptsEdits;

    private Builder(Policies policies) {
      this.policies = Objects.requireNonNull(policies, "policies");
    }

    /** Keeps the counters in a store, which other engines may share; in memory unless given. */
    public Builder counters(CounterStore counters) {
      this.counters = Objects.requireNonNull(counters, "counters");
      return this;
    }

    /** Takes the time from a clock; from this machine's unless given. */
    public Builder clock(PolicyClock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Asks an approver; without one, a call that needs approval is denied. */
    public Builder approver(Approver approver) {
      this.approver = Objects.requireNonNull(approver, "approver");
      return this;
    }

    /** Tells one more listener of decisions and settlements. */
    public Builder listener(DecisionListener listener) {
      this.listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Waits so long for a store before a call is denied as {@code store_unavailable}; one second
     * unless given.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder storeTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be longer than zero: " + timeout);
      }
      this.storeTimeout = timeout;
      return this;
    }

    /** Has every decision written down before it takes effect; nowhere unless given. */
    public Builder recorder(DecisionRecorder recorder) {
      this.recorder = Objects.requireNonNull(recorder, "recorder");
      return this;
    }

    /**
     * Waits so long for the recorder before a call is denied as {@code audit_unavailable}; five
     * seconds unless given.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder recordTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout must be longer than zero: " + timeout);
      }
      this.recordTimeout = timeout;
      return this;
    }

    /**
     * Lets whoever approves a call change its arguments. The host promises to send what was judged:
     * {@link Decision#judged}, not the call that it asked about. Unless it does, an answer with
     * other arguments denies.
     */
    public Builder acceptEdits() {
      this.acceptsEdits = true;
      return this;
    }

    /**
     * Returns an engine.
     *
     * @throws IllegalArgumentException if the store can't keep the counters of the policies, as its
     *     message says; the one in memory keeps any
     */
    public PolicyEngine build() {
      return new PolicyEngine(this);
    }
  }
}
