package dev.mcppolicy.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What an application says of its policies. A key that isn't known is an error: one with a mistake
 * in it would be a policy that isn't in force.
 *
 * @param location The policy of every connection that has none of its own, as in
 *     "classpath:policy.json" or "file:/etc/policy.json".
 * @param grant Who makes every call, if the application doesn't tell its callers apart.
 * @param grants Policies of grants: the name of a grant, and where its policy is. A grant without
 *     one has the policy at the location or, if there is none, is denied everything.
 * @param connections Policies of connections: the name of a connection of spring.ai.mcp.client, and
 *     where its policies are.
 * @param ownClients Names of beans that are MCP clients, or hold some, which the application builds
 *     and guards itself.
 * @param requestTimeout How long clients wait for an answer, if not as long as
 *     spring.ai.mcp.client.request-timeout says.
 * @param storeTimeout How long a call waits for the store of counters before it is denied.
 * @param recordTimeout How long a call waits for the recorder before it is denied.
 * @param reload Whether and how policies are reloaded.
 */
@ConfigurationProperties(prefix = "mcp.policy", ignoreUnknownFields = false)
record McpPolicyProperties(
    @Nullable Resource location,
    @Nullable String grant,
    @DefaultValue Map<String, Resource> grants,
    @DefaultValue Map<String, Connection> connections,
    @DefaultValue List<String> ownClients,
    @Nullable Duration requestTimeout,
    @DefaultValue("1s") Duration storeTimeout,
    @DefaultValue("5s") Duration recordTimeout,
    @DefaultValue Reload reload) {

  /**
   * Policies of a connection.
   *
   * @param location The policy of every grant that has none of its own on this connection.
   * @param grants Policies of grants on this connection.
   */
  record Connection(@Nullable Resource location, @DefaultValue Map<String, Resource> grants) {}

  /**
   * Whether and how policies are reloaded.
   *
   * @param enabled Whether the files of policies are watched.
   * @param interval How often they are looked at.
   * @param refuseWider Whether a policy that may let more through than the one in force waits for a
   *     restart.
   */
  record Reload(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("1s") Duration interval,
      @DefaultValue("false") boolean refuseWider) {}
}
