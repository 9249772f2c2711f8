package dev.mcppolicy.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server by the letter of the protocol and without the SDK, so that it is the same on each line.
 * Whoever carries its messages brings it what comes in. Thread-safe.
 *
 * <p>Its tools: {@code echo} says what it is told, {@code fail} says that it failed, {@code hang}
 * never answers, {@code hang_midway} tells of progress before that, {@code hang_not} does answer,
 * {@code arrived} answers once one of these two was called, {@code calls} says which tools but
 * these last were called, {@code pid} says which process this is, and {@code secret} is one more.
 */
final class PlainServer {

  /** What a process says on its standard error once it listens. */
  static final String READY = "Ready.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TOOLS =
      List.of(
          "echo", "fail", "hang", "hang_midway", "hang_not", "arrived", "calls", "pid", "secret");

  private final List<String> calls = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean arrived;

  /** Serves the process that has started this one, and ends with its input. */
  public static void main(String[] arguments) throws Exception {
    PlainServer server = new PlainServer();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    server.receive(JSON.writeValueAsString(Map.of()), message -> {}); // loads what it takes
    System.err.println(READY);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      server.receive(line, message -> out.print(message + "\n"));
      out.flush();
    }
  }

  /** Reads a message and answers it, now, later or never; what is no request is not answered. */
  synchronized void receive(String line, Consumer<String> out) throws JsonProcessingException {
    Map<?, ?> message = JSON.readValue(line, Map.class);
    Object id = message.get("id");
    if (id == null || !(message.get("method") instanceof String method)) {
      return;
    }
    Map<?, ?> params = message.get("params") instanceof Map<?, ?> given ? given : Map.of();
    switch (method) {
      case "initialize" -> answer(out, id, initialized(params));
      case "ping" -> answer(out, id, Map.of());
      case "tools/list" -> answer(out, id, Map.of("tools", tools()));
      case "tools/call" -> call(out, id, params);
      default ->
          write(
              out,
              Map.of(
                  "jsonrpc",
                  "2.0",
                  "id",
                  id,
                  "error",
                  Map.of("code", -32601, "message", "Method not found")));
    }
  }

  private static Map<String, Object> initialized(Map<?, ?> params) {
    return Map.of(
        "protocolVersion",
        params.get("protocolVersion"),
        "capabilities",
        Map.of("tools", Map.of()),
        "serverInfo",
        Map.of("name", "plain", "version", "1"));
  }

  private static List<Map<String, Object>> tools() {
    return TOOLS.stream()
        .map(name -> Map.of("name", name, "inputSchema", Map.of("type", "object")))
        .toList();
  }

  private void call(Consumer<String> out, Object id, Map<?, ?> params)
      throws JsonProcessingException {
    String name = String.valueOf(params.get("name"));
    Map<?, ?> arguments =
        params.get("arguments") instanceof Map<?, ?> given ? given : Map.<String, Object>of();
    if (!List.of("calls", "arrived", "pid").contains(name)) {
      calls.add(name);
    }
    switch (name) {
      case "echo" -> answer(out, id, text(String.valueOf(arguments.get("text")), false));
      case "fail" -> answer(out, id, text("It failed.", true));
      case "calls" -> answer(out, id, text(String.join(",", calls), false));
      case "pid" -> answer(out, id, text(Long.toString(ProcessHandle.current().pid()), false));
      case "hang_midway" -> {
        write(
            out,
            Map.of(
                "jsonrpc",
                "2.0",
                "method",
                "notifications/progress",
                "params",
                Map.of("progressToken", "midway", "progress", 1)));
        arrive();
      }
      case "hang" -> arrive();
      case "arrived" -> whenArrived(() -> answer(out, id, text("Yes.", false)));
      default -> answer(out, id, text("Done.", false));
    }
  }

  private void arrive() {
    arrived = true;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  private void whenArrived(Runnable action) {
    if (arrived) {
      action.run();
    } else {
      waiting.add(action);
    }
  }

  private static Map<String, Object> text(String text, boolean isError) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)), "isError", isError);
  }

  private static void answer(Consumer<String> out, Object id, Map<String, Object> result) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("jsonrpc", "2.0");
    response.put("id", id);
    response.put("result", result);
    write(out, response);
  }

  private static void write(Consumer<String> out, Map<String, Object> message) {
    try {
      out.accept(JSON.writeValueAsString(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
