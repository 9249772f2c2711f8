package dev.mcppolicy.tools.lock;

import dev.mcppolicy.tools.ToolDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an SDK keeps of a definition whose schemas and annotations it reads into records. */
final class Parts {

  private static final List<String> SCHEMA =
      List.of("type", "properties", "required", "additionalProperties", "$defs", "definitions");

  private static final List<String> ANNOTATIONS =
      List.of(
          "title",
          "readOnlyHint",
          "destructiveHint",
          "idempotentHint",
          "openWorldHint",
          "returnDirect");

  private Parts() {}

  /** Returns a definition with what is kept of some of its members. */
  static ToolDefinition known(ToolDefinition tool, Set<String> inPart) {
    if (inPart.isEmpty()) {
      return tool;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>(tool.asMap());
    if (inPart.contains("inputSchema")) {
      members.put("inputSchema", only(SCHEMA, tool.inputSchema()));
    }
    if (inPart.contains("annotations")) {
      members.put("annotations", only(ANNOTATIONS, tool.annotations()));
    }
    return ToolDefinition.of(members);
  }

  private static Map<String, Object> only(List<String> keys, Map<String, ?> map) {
    Map<String, Object> known = new LinkedHashMap<>();
    for (String key : keys) {
      Object value = map.get(key);
      if (value != null) {
        known.put(key, value);
      }
    }
    return known;
  }
}
