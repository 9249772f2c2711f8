package dev.mcppolicy.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server with one tool, which answers at once: what a call costs is what carries it. Thread-safe.
 */
final class SmallServer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> RESULT =
      Map.of("content", List.of(Map.of("type", "text", "text", "charged")), "isError", false);

  private SmallServer() {}

  /** Serves the process that has started this one, and ends with its input. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer = answer(line);
      if (answer != null) {
        out.print(answer);
        out.print('\n');
        out.flush();
      }
    }
  }

  /** Answers a message, if it is a request. */
  static @Nullable String answer(String line) throws JsonProcessingException {
    Map<?, ?> message = JSON.readValue(line, Map.class);
    Object id = message.get("id");
    if (id == null || !(message.get("method") instanceof String method)) {
      return null;
    }
    Map<?, ?> params = message.get("params") instanceof Map<?, ?> given ? given : Map.of();
    return JSON.writeValueAsString(
        Map.of("jsonrpc", "2.0", "id", id, "result", result(method, params)));
  }

  private static Map<String, Object> result(String method, Map<?, ?> params) {
    return switch (method) {
      case "initialize" ->
          Map.of(
              "protocolVersion",
              String.valueOf(params.get("protocolVersion")),
              "capabilities",
              Map.of("tools", Map.of()),
              "serverInfo",
              Map.of("name", "small", "version", "1"));
      case "tools/list" ->
          Map.of(
              "tools",
              List.of(Map.of("name", Cases.TOOL, "inputSchema", Map.of("type", "object"))));
      case "tools/call" -> RESULT;
      default -> Map.of();
    };
  }
}
