package dev.mcppolicy.spring;

import dev.mcppolicy.mcp.PolicyEnforcer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which policies each connection has. All are loaded when this is created, so that none can turn
 * out to be invalid later.
 */
final class ConnectionPolicies implements AutoCloseable {

  private final @Nullable PolicySet shared;
  private final Map<String, PolicySet> own;
  private final Set<String> connections = new TreeSet<>();

  private ConnectionPolicies(@Nullable PolicySet shared, Map<String, PolicySet> own) {
    this.shared = shared;
    this.own = own;
  }

  static ConnectionPolicies open(McpPolicyProperties properties, EnforcerParts parts) {
    PolicyFiles files = new PolicyFiles(properties.location(), properties.grants());
    Map<String, PolicySet> own = new LinkedHashMap<>();
    List<PolicySet> opened = new ArrayList<>();
    try {
      PolicySet shared = files.isEmpty() ? null : open(files, parts, opened);
      properties
          .connections()
          .forEach(
              (name, connection) -> {
                PolicyFiles its = new PolicyFiles(connection.location(), connection.grants());
                own.put(name, open(its, parts, opened));
              });
      return new ConnectionPolicies(shared, own);
    } catch (RuntimeException | Error failure) {
      opened.forEach(PolicySet::close);
      throw failure;
    }
  }

  private static PolicySet open(PolicyFiles files, EnforcerParts parts, List<PolicySet> opened) {
    PolicySet set = PolicySet.open(files, parts);
    opened.add(set);
    return set;
  }

  /** Returns what judges the calls of a connection; throws if it has no policy. */
  PolicyEnforcer enforcer(String connection) {
    PolicySet set = own.getOrDefault(connection, shared);
    if (set == null) {
      throw new PolicyConfigurationException(
          StarterMessages.noPolicy(connection), StarterMessages.givePolicy(connection));
    }
    synchronized (connections) {
      connections.add(connection);
    }
    return set.enforcer().forServer(connection);
  }

  /** Returns the policies that connections have in common, if there are any. */
  @Nullable PolicySet shared() {
    return shared;
  }

  /** Returns those that connections have for themselves, by connection. */
  Map<String, PolicySet> own() {
    return own;
  }

  /** Returns all. */
  List<PolicySet> all() {
    List<PolicySet> all = new ArrayList<>(own.values());
    if (shared != null) {
      all.add(0, shared);
    }
    return all;
  }

  /** Returns the connections that are guarded. */
  List<String> connections() {
    synchronized (connections) {
      return List.copyOf(connections);
    }
  }

  @Override
  public void close() {
    all().forEach(PolicySet::close);
  }
}
