package dev.mcppolicy.tools.lock;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ToolDefinition;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tools of tests, written as JSON with single quotes. */
final class Tools {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Tools() {}

  static Map<String, Object> map(String json) {
    try {
      @SuppressWarnings("unchecked")
      Map<String, Object> map = JSON.readValue(json.replace('\'', '"'), Map.class);
      return map;
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ToolDefinition tool(String json) {
    return ToolDefinition.of(map(json));
  }

  static Inventory server(String name, String... tools) {
    return Inventory.of(name, Stream.of(tools).map(Tools::tool).toList());
  }

  static ToolLock lock(String... tools) {
    return ToolLock.of(List.of(server("s", tools)));
  }
}
