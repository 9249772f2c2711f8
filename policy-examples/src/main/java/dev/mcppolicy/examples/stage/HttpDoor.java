package dev.mcppolicy.examples.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;

/** Lets one client in over Streamable HTTP, from this machine only. Thread-safe. */
public final class HttpDoor implements McpServerTransportProvider, AutoCloseable {

  private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();

  private final Map<Object, CompletableFuture<JSONRPCMessage>> asked = new ConcurrentHashMap<>();
  private final CompletableFuture<McpServerSession> session = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  private HttpDoor(HttpServer http) {
    this.http = http;
  }

  static HttpDoor open() {
    try {
      InetAddress here = InetAddress.getLoopbackAddress();
      HttpDoor door = new HttpDoor(HttpServer.create(new InetSocketAddress(here, 0), 0));
      door.http.createContext("/mcp", door::handle);
      door.http.setExecutor(door.threads);
      door.http.start();
      return door;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address, without {@code /mcp}. */
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session.complete(factory.create(new Answers()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(JSON, body);
      if (message instanceof JSONRPCRequest request) {
        CompletableFuture<JSONRPCMessage> answer = new CompletableFuture<>();
        asked.put(request.id(), answer);
        session.join().handle(message).block();
        byte[] sent = JSON.writeValueAsBytes(answer.join());
        asked.remove(request.id());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, sent.length);
        exchange.getResponseBody().write(sent);
      } else {
        session.join().handle(message).block();
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.empty();
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(ProtocolVersions.MCP_2025_06_18);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  /** Lets nobody in any more. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  /** Brings each answer to the exchange that waits for it. */
  private final class Answers implements McpServerTransport {

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(
          () -> {
            if (message instanceof JSONRPCResponse response) {
              asked.getOrDefault(response.id(), new CompletableFuture<>()).complete(message);
            }
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return JSON.convertValue(data, type);
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
}
