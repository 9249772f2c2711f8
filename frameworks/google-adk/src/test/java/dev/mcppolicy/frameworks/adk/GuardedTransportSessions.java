package dev.mcppolicy.frameworks.adk;

import com.google.adk.tools.mcp.McpSessionManager;
import com.google.adk.tools.mcp.McpTransportBuilder;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;

/** Opens sessions with a policy before their transports; also those that the ADK retries with. */
final class GuardedTransportSessions extends McpSessionManager {

  private final Object connection;
  private final McpTransportBuilder transports;

  GuardedTransportSessions(
      Object connection, McpTransportBuilder transports, PolicyEnforcer enforcer) {
    super(connection, transports);
    this.connection = connection;
    this.transports = parameters -> enforcer.wrap(transports.build(parameters));
  }

  @Override
  public McpSyncClient createSession() {
    return initializeSession(connection, transports);
  }

  /** The inherited method would leave the transports out. */
  @Override
  public McpAsyncClient createAsyncSession() {
    return initializeAsyncSession(connection, transports);
  }
}
