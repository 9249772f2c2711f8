package dev.mcppolicy;

import dev.mcppolicy.internal.engine.PolicyTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which policy each grant has. A grant without one is denied everything.
 *
 * <p>Counters of scope {@code global} are shared by all policies that name them.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Policies {

  private final Map<String, Policy> byGrant;
  private final @Nullable Policy otherwise;

  private Policies(Map<String, Policy> byGrant, @Nullable Policy otherwise) {
    this.byGrant = byGrant;
    this.otherwise = otherwise;
  }

  /** Returns one policy for every caller. */
  public static Policies of(Policy policy) {
    return new Policies(Map.of(), Objects.requireNonNull(policy, "policy"));
  }

  /** Returns one policy for each grant, and none for every other caller. */
  public static Policies byGrant(Map<String, Policy> policies) {
    return new Policies(Map.copyOf(policies), null);
  }

  /** Returns these policies, with one for every caller that has none. */
  public Policies otherwise(Policy policy) {
    return new Policies(byGrant, Objects.requireNonNull(policy, "policy"));
  }

  PolicyTable table() {
    Map<String, PolicyTable.Source> sources = new LinkedHashMap<>();
    byGrant.forEach((grant, policy) -> sources.put(grant, policy.source()));
    return new PolicyTable(sources, otherwise == null ? null : otherwise.source());
  }
}
