package dev.mcppolicy.docs;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the Java of a page may take for granted: the host around it. */
@SuppressWarnings("unused")
public abstract class Context {

  protected static final Policy policy = Policy.allowByDefault().build();
  protected static final PolicyEngine engine = PolicyEngine.of(policy);
  protected static final Map<String, Object> arguments = Map.of("path", "/app");
  protected static final ToolCall call = ToolCall.of("run", arguments);
  protected static final Caller caller = Caller.byDefault();

  /** A secret of 32 bytes. */
  protected static final byte[] key = new byte[32];

  /** What the MCP SDK gives a host; there is none to run against, only to compile with. */
  protected static final McpSyncClient client = null;

  protected static final McpAsyncClient asyncClient = null;
  protected static final McpClientTransport transport = null;
  protected static final CallToolRequest request = new CallToolRequest("run", arguments);
  protected static final PolicyEnforcer enforcer = PolicyEnforcer.of(policy);

  protected Context() {}

  /** Says who is logged in on this thread. */
  protected static Optional<String> currentUser() {
    return Optional.of("alice");
  }

  /** Sends a call to a server, and returns the text of its result. */
  protected static String send(String tool, Map<String, ?> arguments) {
    return "ok";
  }

  /** Puts a text where the agent reads it. */
  protected static void tellAgent(String text) {}

  /** Writes something down. */
  protected static CompletableFuture<Void> onDisk(Object event) {
    return CompletableFuture.completedFuture(null);
  }

  /** Asks a person. */
  protected static boolean personSaysYes(String question) {
    return true;
  }
}
