package dev.mcppolicy.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpCallContext;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.transport.McpOperationHandler;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.protocol.McpClientMessage;
import dev.langchain4j.mcp.protocol.McpInitializeRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** A server in memory, and the transport to it: what it is sent is turned into JSON. */
final class ServerInMemory implements McpTransport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Function<JsonNode, CompletableFuture<JsonNode>>> scripts =
      new ConcurrentHashMap<>();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();

  ServerInMemory(String... tools) {
    on(
        "tools/list",
        params -> result(Map.of("tools", Stream.of(tools).map(ServerInMemory::tool).toList())));
    on("tools/call", params -> text("Called with " + params.path("arguments"), false));
    on(
        "resources/read",
        params ->
            result(
                Map.of(
                    "contents",
                    List.of(Map.of("uri", params.path("uri").asText(), "text", "A text.")))));
    on("resources/list", params -> result(Map.of("resources", List.of())));
    on("resources/templates/list", params -> result(Map.of("resourceTemplates", List.of())));
    on("resources/subscribe", params -> result(Map.of()));
    on("resources/unsubscribe", params -> result(Map.of()));
    on("prompts/list", params -> result(Map.of("prompts", List.of())));
    on("prompts/get", params -> result(Map.of("messages", List.of())));
    on("ping", params -> result(Map.of()));
  }

  private static Map<String, Object> tool(String name) {
    return Map.of(
        "name", name, "description", "The tool " + name, "inputSchema", Map.of("type", "object"));
  }

  ServerInMemory on(String method, Function<JsonNode, CompletableFuture<JsonNode>> script) {
    scripts.put(method, script);
    return this;
  }

  static CompletableFuture<JsonNode> text(String text, boolean failed) {
    return result(
        Map.of("content", List.of(Map.of("type", "text", "text", text)), "isError", failed));
  }

  static CompletableFuture<JsonNode> result(Object result) {
    return answer("result", result);
  }

  static CompletableFuture<JsonNode> error(int code) {
    return answer("error", Map.of("code", code, "message", "No."));
  }

  private static CompletableFuture<JsonNode> answer(String key, Object value) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set(key, JSON.valueToTree(value));
    return CompletableFuture.completedFuture(answer);
  }

  /** Returns a client of this server. */
  McpClient client() {
    return new DefaultMcpClient.Builder()
        .transport(this)
        .key("billing")
        .autoHealthCheck(false)
        .build();
  }

  /** Returns the parameters of the requests of a method. */
  List<JsonNode> received(String method) {
    return received.stream()
        .filter(message -> message.path("method").asText().equals(method))
        .map(message -> message.path("params"))
        .toList();
  }

  @Override
  public CompletableFuture<JsonNode> executeOperationWithResponse(McpClientMessage request) {
    JsonNode message = JSON.valueToTree(request);
    received.add(message);
    return scripts.get(message.path("method").asText()).apply(message.path("params"));
  }

  @Override
  public CompletableFuture<JsonNode> executeOperationWithResponse(McpCallContext context) {
    return executeOperationWithResponse(context.message());
  }

  @Override
  public CompletableFuture<JsonNode> initialize(McpInitializeRequest request) {
    return result(Map.of("protocolVersion", "2025-06-18", "capabilities", Map.of()));
  }

  @Override
  public void start(McpOperationHandler handler) {}

  @Override
  public void executeOperationWithoutResponse(McpClientMessage request) {}

  @Override
  public void executeOperationWithoutResponse(McpCallContext context) {}

  @Override
  public void checkHealth() {}

  @Override
  public void onFailure(Runnable actionOnFailure) {}

  @Override
  public void close() {}
}
