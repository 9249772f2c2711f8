package dev.mcppolicy.examples;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Stands for a server that moves money, and for the connection to it: it says which calls have
 * reached it. A host has a {@code StdioClientTransport} or a {@code
 * HttpClientStreamableHttpTransport} in its place.
 */
final class PaymentsServer implements McpClientTransport {

  private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client = message -> message;

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    client = handler;
    return Mono.empty();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return message instanceof JSONRPCRequest request
        ? client
            .apply(
                Mono.fromSupplier(
                    () ->
                        new JSONRPCResponse(
                            McpSchema.JSONRPC_VERSION, request.id(), answer(request), null)))
            .then()
        : Mono.empty();
  }

  private static Object answer(JSONRPCRequest request) {
    return switch (request.method()) {
      case McpSchema.METHOD_INITIALIZE ->
          new InitializeResult(
              ProtocolVersions.MCP_2025_06_18,
              ServerCapabilities.builder().tools(false).build(),
              new Implementation("payments", "1.0"),
              null);
      case McpSchema.METHOD_TOOLS_CALL -> {
        System.out.println("  sent");
        yield CallToolResult.builder().addTextContent("done").isError(false).build();
      }
      default -> Map.of();
    };
  }

  @Override
  @SuppressWarnings("unchecked") // the answers are objects of the SDK already
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return (T) data;
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(ProtocolVersions.MCP_2025_06_18);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }
}
