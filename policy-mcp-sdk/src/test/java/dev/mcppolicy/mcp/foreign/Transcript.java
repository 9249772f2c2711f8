package dev.mcppolicy.mcp.foreign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.modelcontextprotocol.spec.McpError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What a host has seen of a server, step by step, to lay it beside another one's. */
final class Transcript {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
          .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false);

  private final List<String> steps = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Writes a name instead of what matches a regular expression: it is different each time. */
  Transcript with(String regex, String name) {
    names.put(regex, name);
    return this;
  }

  /** Does a step, and writes down what it gives or how it fails. */
  void add(String step, Callable<?> action) {
    String seen;
    try {
      seen = json(action.call());
    } catch (McpError e) {
      seen =
          "McpError " + (e.getJsonRpcError() == null ? e.getMessage() : json(e.getJsonRpcError()));
    } catch (Exception e) {
      seen = e.getClass().getName() + " " + e.getMessage();
    }
    for (Map.Entry<String, String> name : names.entrySet()) {
      seen = seen.replaceAll(name.getKey(), name.getValue());
    }
    steps.add(step + ": " + seen);
  }

  List<String> steps() {
    return List.copyOf(steps);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
