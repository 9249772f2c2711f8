package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.Listing.Page;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns tools, as the SDK reads them, back into what servers list. */
final class SdkTools {

  private static final String INPUT = "inputSchema";
  private static final String ANNOTATIONS = "annotations";

  private SdkTools() {}

  static Page page(ListToolsResult page) {
    List<Tool> tools = page.tools();
    boolean whole =
        tools == null
            || tools.stream()
                .filter(Objects::nonNull)
                .allMatch(tool -> schema(tool) instanceof Map<?, ?>);
    return new Page(
        tools == null
            ? List.of()
            : tools.stream().filter(Objects::nonNull).map(SdkTools::definition).toList(),
        whole ? Set.of(ANNOTATIONS) : Set.of(INPUT, ANNOTATIONS),
        page.nextCursor());
  }

  /** Returns a page as it came off the wire. */
  static Page page(Map<?, ?> page) {
    if (!(page.get("tools") instanceof List<?> list)) {
      throw new IllegalArgumentException(Messages.UNFILTERED);
    }
    List<Map<?, ?>> tools =
        list.stream()
            .<Map<?, ?>>map(tool -> tool instanceof Map<?, ?> map ? map : Map.of())
            .toList();
    return new Page(tools, Set.of(), page.get("nextCursor") instanceof String next ? next : null);
  }

  private static Map<String, Object> definition(Tool tool) {
    Map<String, Object> definition = new LinkedHashMap<>();
    put(definition, "name", tool.name());
    put(definition, "title", tool.title());
    put(definition, "description", tool.description());
    Object schema = schema(tool);
    put(definition, INPUT, schema instanceof Record parts ? members(parts) : schema);
    put(definition, "outputSchema", tool.outputSchema());
    ToolAnnotations annotations = tool.annotations();
    put(definition, ANNOTATIONS, annotations == null ? null : members(annotations));
    return definition;
  }

  private static void put(Map<String, Object> members, String key, @Nullable Object value) {
    if (value != null) {
      members.put(key, value);
    }
  }

  /** Returns the input schema, which has another type in each line of the SDK. */
  private static @Nullable Object schema(Tool tool) {
    try {
      return Tool.class.getMethod(INPUT).invoke(tool);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> members(Record parts) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : parts.getClass().getRecordComponents()) {
      try {
        String name = component.getName();
        put(members, name.equals("defs") ? "$defs" : name, component.getAccessor().invoke(parts));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
    return members;
  }
}
