package dev.mcppolicy.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * A server in memory, and the transport to it. What it is sent is turned into JSON and back, as on
 * a wire, and written down; what it answers is scripted, method by method.
 */
public final class ScriptedServer implements McpClientTransport {

  static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  /** What a server makes of a request. */
  @FunctionalInterface
  public interface Script {

    /** Answers by what {@code exchange} offers, now, later or never. */
    void play(Exchange exchange) throws Exception;
  }

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
  private final List<String> protocolVersions = new CopyOnWriteArrayList<>();
  private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler = mono -> mono;
  private volatile boolean later;
  private volatile Consumer<Throwable> exceptionHandler = failure -> {};
  private volatile int connections;
  private volatile int closings;

  /** Creates a server with some tools, which answers every call with its arguments. */
  public ScriptedServer(String... tools) {
    protocolVersions.add("2025-06-18");
    on("initialize", exchange -> exchange.result(initializeResult()));
    on("ping", exchange -> exchange.result(Map.of()));
    on("tools/list", exchange -> exchange.result(Map.of("tools", tools(tools))));
    on("tools/call", exchange -> exchange.result(text(String.valueOf(exchange.params()))));
  }

  /** What came with a request, and the ways to answer it. */
  public final class Exchange {

    private final Object id;
    private final Map<String, Object> params;

    private Exchange(Object id, Map<String, Object> params) {
      this.id = id;
      this.params = params;
    }

    public Object id() {
      return id;
    }

    public Map<String, Object> params() {
      return params;
    }

    public void result(Object result) {
      push(new JSONRPCResponse("2.0", id, json(result), null));
    }

    public void error(int code, String message, Object data) {
      push(new JSONRPCResponse("2.0", id, null, new JSONRPCError(code, message, data)));
    }
  }

  /** Scripts the answer to a method. */
  public ScriptedServer on(String method, Script script) {
    scripts.put(method, script);
    return this;
  }

  public ScriptedServer speaking(String... versions) {
    protocolVersions.clear();
    protocolVersions.addAll(List.of(versions));
    return this;
  }

  public static Map<String, Object> initializeResult() {
    return Map.of(
        "protocolVersion",
        "2025-06-18",
        "capabilities",
        Map.of(
            "tools", Map.of("listChanged", true),
            "resources", Map.of("subscribe", true, "listChanged", true),
            "prompts", Map.of("listChanged", true),
            "completions", Map.of(),
            "logging", Map.of()),
        "serverInfo",
        Map.of("name", "scripted", "version", "1.0"),
        "instructions",
        "Play by the script.");
  }

  public static List<Map<String, Object>> tools(String... names) {
    List<Map<String, Object>> tools = new ArrayList<>();
    for (String name : names) {
      tools.add(
          Map.of(
              "name",
              name,
              "description",
              "The tool " + name,
              "inputSchema",
              Map.of("type", "object")));
    }
    return tools;
  }

  public static Map<String, Object> text(String text) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)), "isError", false);
  }

  public static Map<String, Object> failure(String text) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)), "isError", true);
  }

  /** Sends a message to the client. */
  public void push(JSONRPCMessage message) {
    Mono<JSONRPCMessage> sent = Mono.just(message);
    handler.apply(later ? sent.hide() : sent).subscribe();
  }

  /** Has messages not be there yet when the client is handed them. */
  public void sendsLater() {
    later = true;
  }

  public void notifies(String method, Object params) {
    push(new JSONRPCNotification("2.0", method, params == null ? null : json(params)));
  }

  public void asks(String method, Object id, Object params) {
    push(new JSONRPCRequest("2.0", method, id, params == null ? null : json(params)));
  }

  /** Tells the client that something is wrong with the connection. */
  public void fails(Throwable failure) {
    exceptionHandler.accept(failure);
  }

  /** Returns what was received, as JSON objects. */
  public List<Map<String, Object>> received() {
    return List.copyOf(received);
  }

  /** Waits for a message, at most ten seconds, and returns it. */
  public Map<String, Object> awaits(Predicate<Map<String, Object>> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    synchronized (received) {
      while (true) {
        Optional<Map<String, Object>> found = received.stream().filter(wanted).findFirst();
        long left = deadline - System.nanoTime();
        if (found.isPresent() || left <= 0) {
          return found.orElseThrow();
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(received, left);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Returns the messages received with a method. */
  public List<Map<String, Object>> received(String method) {
    return received.stream().filter(message -> method.equals(message.get("method"))).toList();
  }

  /** Returns the arguments of the tool calls received. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> calls() {
    return received("tools/call").stream()
        .map(message -> (Map<String, Object>) message.get("params"))
        .toList();
  }

  /** Forgets what was received. */
  void forgetReceived() {
    received.clear();
  }

  /** Waits a moment, or until something is received. */
  void awaitReceived() throws InterruptedException {
    synchronized (received) {
      received.wait(10);
    }
  }

  public int connections() {
    return connections;
  }

  public int closings() {
    return closings;
  }

  @Override
  public synchronized Mono<Void> connect(
      Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    this.handler = handler;
    connections++;
    return Mono.empty();
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    this.exceptionHandler = handler;
  }

  @Override
  public synchronized void close() {
    closings++;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::close);
  }

  /**
   * Writes when it is called, as the SDK's transport for processes does, not when subscribed to.
   */
  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    Map<String, Object> wire = json(message);
    synchronized (received) {
      received.add(wire);
      received.notifyAll();
    }
    if (message instanceof JSONRPCRequest request) {
      try {
        play(request);
      } catch (Exception e) {
        return Mono.error(e);
      }
    }
    return Mono.empty();
  }

  @SuppressWarnings("unchecked")
  private void play(JSONRPCRequest request) throws Exception {
    Script script = scripts.get(request.method());
    Map<String, Object> params = request.params() == null ? Map.of() : json(request.params());
    Exchange exchange = new Exchange(request.id(), params);
    if (script == null) {
      exchange.error(-32601, "Method not found: " + request.method(), null);
    } else {
      script.play(exchange);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> json(Object value) {
    return JSON.convertValue(value, LinkedHashMap.class);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return JSON.convertValue(data, JSON.getTypeFactory().constructType(type.getType()));
  }

  @Override
  public List<String> protocolVersions() {
    return List.copyOf(protocolVersions);
  }
}
