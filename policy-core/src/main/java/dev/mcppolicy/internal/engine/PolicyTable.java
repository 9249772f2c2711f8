package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Caller;
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
  public record Source(PolicyModel model, String digest) {}

  private final Map<String, CompiledPolicy> byGrant = new HashMap<>();
  private final @Nullable CompiledPolicy otherwise;

  /** Whether no grant has a policy of its own. */
  private final boolean forAll;

  private final List<Meetings> meetings = new ArrayList<>();

  /**
   * Compiles policies.
   *
   * @param byGrant the policies of grants
   * @param otherwise the policy of every other grant, and of callers without one; or null
   */
  public PolicyTable(Map<String, Source> byGrant, @Nullable Source otherwise) {
    Map<CounterId, Set<Window>> windows = new HashMap<>();
    byGrant.values().forEach(source -> addWindows(source.model(), windows));
    if (otherwise != null) {
      addWindows(otherwise.model(), windows);
    }
    Set<Source> sources = new LinkedHashSet<>(byGrant.values());
    if (otherwise != null) {
      sources.add(otherwise);
    }
    sources.forEach(source -> meetings.add(new Meetings(source.model(), windows)));
    Map<Source, CompiledPolicy> compiled = new HashMap<>();
    byGrant.forEach(
        (grant, source) ->
            this.byGrant.put(
                grant, compiled.computeIfAbsent(source, policy -> compile(policy, windows))));
    this.otherwise = otherwise == null ? null : compile(otherwise, windows);
    this.forAll = byGrant.isEmpty();
  }

  private static CompiledPolicy compile(Source source, Map<CounterId, Set<Window>> windows) {
    return new CompiledPolicy(source.model(), source.digest(), windows);
  }

  private static void addWindows(PolicyModel model, Map<CounterId, Set<Window>> windows) {
    ToolEntry allTools = model.allTools();
    if (allTools != null) {
      addWindows(allTools.limits(), windows);
    }
    model.tools().forEach(tool -> addWindows(tool.limits(), windows));
  }

  private static void addWindows(
      Collection<LimitRule> limits, Map<CounterId, Set<Window>> windows) {
    for (LimitRule limit : limits) {
      windows.computeIfAbsent(limit.counter(), id -> new LinkedHashSet<>()).add(limit.window());
    }
  }

  /**
   * Checks that a store can keep the counters of all policies.
   *
   * @throws IllegalArgumentException if it can't
   */
  public void requireKeepable(CounterStore store) {
    meetings.forEach(policy -> policy.requireKeepable(store));
  }

  @Nullable CompiledPolicy forGrant(@Nullable String grant) {
    CompiledPolicy own = grant == null ? null : byGrant.get(grant);
    return own == null ? otherwise : own;
  }

  @Nullable CompiledPolicy forCaller(Caller caller) {
    return forAll ? otherwise : forGrant(caller.grant().orElse(null));
  }
}
