package dev.mcppolicy.spring;

import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.Reload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policies that some connections have in common, and the enforcer that judges by them.
 *
 * <p>This class is thread-safe.
 */
final class PolicySet implements AutoCloseable {

  private final PolicyEnforcer enforcer;
  private final @Nullable PolicySource source;

  /** By grant; null for every other. */
  private final Map<@Nullable String, Policy> policies;

  private PolicySet(
      PolicyEnforcer enforcer,
      @Nullable PolicySource source,
      Map<@Nullable String, Policy> policies) {
    this.enforcer = enforcer;
    this.source = source;
    this.policies = policies;
  }

  static PolicySet open(PolicyFiles files, EnforcerParts parts) {
    Map<@Nullable String, Policy> policies = new LinkedHashMap<>(files.load());
    if (!parts.reload().enabled()) {
      return new PolicySet(parts.build(inForce(policies)), null, policies);
    }
    PolicySource.Builder opening = parts.watching(files.source());
    PolicySource source = opening.listener(reload -> taken(policies, reload)).open();
    try {
      PolicyEnforcer enforcer = parts.build(source.policies());
      source.feed(enforcer.engine());
      return new PolicySet(enforcer, source, policies);
    } catch (RuntimeException | Error failure) {
      source.close();
      throw failure;
    }
  }

  private static Policies inForce(Map<@Nullable String, Policy> policies) {
    Map<String, Policy> byGrant = new LinkedHashMap<>();
    policies.forEach(
        (grant, policy) -> {
          if (grant != null) {
            byGrant.put(grant, policy);
          }
        });
    Policy otherwise = policies.get(null);
    Policies all = Policies.byGrant(byGrant);
    return otherwise == null ? all : all.otherwise(otherwise);
  }

  private static void taken(Map<@Nullable String, Policy> policies, Reload reload) {
    synchronized (policies) {
      policies.put(reload.grant().orElse(null), reload.newer());
    }
  }

  PolicyEnforcer enforcer() {
    return enforcer;
  }

  Optional<PolicySource> source() {
    return Optional.ofNullable(source);
  }

  /** Returns the policies in force, without the grants that have them. */
  List<Policy> policies() {
    synchronized (policies) {
      return new ArrayList<>(policies.values());
    }
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
  }
}
