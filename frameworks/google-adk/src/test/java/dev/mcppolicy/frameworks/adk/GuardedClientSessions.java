package dev.mcppolicy.frameworks.adk;

import com.google.adk.tools.mcp.McpSessionManager;
import com.google.adk.tools.mcp.McpTransportBuilder;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;

/** Opens sessions with a policy before their clients; also those that the ADK retries with. */
final class GuardedClientSessions extends McpSessionManager {

  private final Object connection;
  private final McpTransportBuilder transports;
  private final PolicyEnforcer enforcer;

  GuardedClientSessions(
      Object connection, McpTransportBuilder transports, PolicyEnforcer enforcer) {
    super(connection, transports);
    this.connection = connection;
    this.transports = transports;
    this.enforcer = enforcer;
  }

  @Override
  public McpSyncClient createSession() {
    return enforcer.wrap(initializeSession(connection, transports));
  }

  /** The inherited method would leave the transports out. */
  @Override
  public McpAsyncClient createAsyncSession() {
    return enforcer.wrap(initializeAsyncSession(connection, transports));
  }
}
