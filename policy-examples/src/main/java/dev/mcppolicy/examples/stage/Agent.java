package dev.mcppolicy.examples.stage;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;
import java.util.TreeMap;

/** Calls tools as an agent's framework does, and prints what it hands to the model. */
public final class Agent {

  private final McpSyncClient client;

  /** Creates an agent that has this client and no other. */
  public Agent(McpSyncClient client) {
    this.client = client;
  }

  /** Prints the names of the tools that the agent sees. */
  public void list() {
    System.out.println("tools: " + client.listTools().tools().stream().map(Tool::name).toList());
  }

  /** Calls a tool, and prints the call and what came of it. */
  public void call(String tool, Map<String, Object> arguments) {
    System.out.println(tool + " " + new TreeMap<>(arguments));
    CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
    System.out.println("  " + text(result));
    if (result.meta() != null
        && result.meta().get("dev.mcppolicy/decision") instanceof Map<?, ?> decision) {
      System.out.println("  " + decision.get("code") + " " + decision.get("rule"));
    }
  }

  /** Calls a tool, and returns what the model reads. */
  public String ask(String tool, Map<String, Object> arguments) {
    return text(client.callTool(new CallToolRequest(tool, arguments)));
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }
}
