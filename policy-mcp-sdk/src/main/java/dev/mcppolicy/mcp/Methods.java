package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema;

/** The methods of the protocol's requests. */
final class Methods {

  private Methods() {}

  /** Says whether a careless server might take a message for a tool call. */
  static boolean resemblesToolCall(String method) {
    return method.strip().equalsIgnoreCase(McpSchema.METHOD_TOOLS_CALL);
  }

  /** Says whether a careless server might take a message for a request for its tools. */
  static boolean resemblesList(String method) {
    return method.strip().equalsIgnoreCase(McpSchema.METHOD_TOOLS_LIST);
  }

  /** Says whether a request only keeps the connection up: a policy has no say in that. */
  static boolean isPlumbing(String method) {
    return method.equals(McpSchema.METHOD_INITIALIZE) || method.equals(McpSchema.METHOD_PING);
  }
}
