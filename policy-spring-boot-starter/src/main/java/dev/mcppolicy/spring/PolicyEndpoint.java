package dev.mcppolicy.spring;

import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.StoreStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows which policies are in force on which connections, what they do with each tool, how full the
 * counters are and how much was denied. It changes nothing, and shows neither arguments nor grants.
 */
@Endpoint(id = "mcppolicy")
final class PolicyEndpoint {

  private final ConnectionPolicies policies;
  private final DecisionTally tally;

  PolicyEndpoint(ConnectionPolicies policies, DecisionTally tally) {
    this.policies = policies;
    this.tally = tally;
  }

  @ReadOperation
  Map<String, Object> policies() {
    Map<String, Object> answer = new LinkedHashMap<>();
    List<Object> sets = new ArrayList<>();
    PolicySet shared = policies.shared();
    if (shared != null) {
      List<String> connections = new ArrayList<>(policies.connections());
      connections.removeAll(policies.own().keySet());
      sets.add(set(connections, shared));
    }
    policies.own().forEach((connection, set) -> sets.add(set(List.of(connection), set)));
    answer.put("sets", sets);
    answer.put("decisions", Map.of("allowed", tally.allowed(), "denied", tally.denied()));
    return answer;
  }

  private static Map<String, Object> set(List<String> connections, PolicySet set) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("connections", connections);
    answer.put("policies", set.policies().stream().map(PolicyOutline::of).toList());
    answer.put("counters", counters(set.enforcer().engine().counters()));
    set.source().ifPresent(source -> answer.put("current", source.status().isCurrent()));
    return answer;
  }

  private static Map<String, Object> counters(CounterStore store) {
    try {
      StoreStats stats = store.stats();
      return Map.of(
          "keys", stats.keys(), "maxKeys", stats.maxKeys(), "refusedKeys", stats.refusedKeys());
    } catch (RuntimeException e) {
      return Map.of("unavailable", true);
    }
  }
}
