package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which policy each grant has. All are compiled together: a counter that several policies share is
 * fed in every window that any of them looks at.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicyTable {

  /**
   * A policy as the table takes it.
   *
   * @param model what it says
   * @param digest its digest
   */
  public record Source(PolicyModel model, String digest) {

    /** Says whether it is the same policy, and not one that only says the same. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Source that && model == that.model;
    }

    @Override
    public int hashCode() {
      return digest.hashCode();
    }
  }

  private final Map<String, CompiledPolicy> byGrant = new HashMap<>();
  private final @Nullable CompiledPolicy otherwise;

  /**
   * What applies to named tools whoever calls, or null if some callers have a policy of their own.
   * It is the first that most calls look at, and so not behind the policy that has it.
   */
  private final @Nullable NamedPlans forAll;

  private final List<Meetings> meetings = new ArrayList<>();

  /**
   * Compiles policies.
   *
   * @param byGrant the policies of grants
   * @param otherwise the policy of every other grant, and of callers without one; or null
   */
  public PolicyTable(Map<String, Source> byGrant, @Nullable Source otherwise) {
    Map<CounterId, Set<Window>> windows = new HashMap<>();
    for (Source source : byGrant.values()) {
      addWindows(source.model(), windows);
    }
    if (otherwise != null) {
      addWindows(otherwise.model(), windows);
    }
    Set<Source> sources = new LinkedHashSet<>(byGrant.values());
    if (otherwise != null) {
      sources.add(otherwise);
    }
    Map<Source, CompiledPolicy> compiled = new HashMap<>();
    for (Source source : sources) {
      meetings.add(new Meetings(source.model(), windows));
      compiled.put(source, new CompiledPolicy(source.model(), source.digest(), windows));
    }
    for (Map.Entry<String, Source> entry : byGrant.entrySet()) {
      this.byGrant.put(entry.getKey(), Objects.requireNonNull(compiled.get(entry.getValue())));
    }
    this.otherwise = otherwise == null ? null : compiled.get(otherwise);
    this.forAll = byGrant.isEmpty() && this.otherwise != null ? this.otherwise.named() : null;
  }

  private static void addWindows(PolicyModel model, Map<CounterId, Set<Window>> windows) {
    ToolEntry allTools = model.allTools();
    if (allTools != null) {
      addWindows(allTools.limits(), windows);
    }
    for (ToolEntry tool : model.tools()) {
      addWindows(tool.limits(), windows);
    }
  }

  private static void addWindows(
      Collection<LimitRule> limits, Map<CounterId, Set<Window>> windows) {
    for (LimitRule limit : limits) {
      Set<Window> known = windows.get(limit.counter());
      if (known == null) {
        known = new LinkedHashSet<>();
        windows.put(limit.counter(), known);
      }
      known.add(limit.window());
    }
  }

  /**
   * Checks that a store can keep the counters of all policies.
   *
   * @throws IllegalArgumentException if it can't
   */
  public void requireKeepable(CounterStore store) {
    for (Meetings policy : meetings) {
      policy.requireKeepable(store);
    }
  }

  @Nullable CompiledPolicy forGrant(@Nullable String grant) {
    CompiledPolicy own = grant == null ? null : byGrant.get(grant);
    return own == null ? otherwise : own;
  }

  @Nullable CompiledPolicy forCaller(Caller caller) {
    return forGrant(caller.grant().orElse(null));
  }

  /**
   * Returns what applies to a call whose tool a judgeable call has named before, or null.
   *
   * @param hash the hash of the tool's name
   */
  @Nullable ToolPlan known(ToolCall call, int hash) {
    NamedPlans named = forAll;
    if (named == null || otherwise == null) {
      CompiledPolicy policy = forCaller(call.caller());
      return policy == null ? null : policy.known(call.tool(), hash);
    }
    ToolPlan plan = named.get(call.tool(), hash);
    return plan == null ? otherwise.passing(call.tool()) : plan;
  }
}
