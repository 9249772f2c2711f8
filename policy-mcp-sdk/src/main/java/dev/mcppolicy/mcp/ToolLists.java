package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Leaves hidden tools out of a page of a list, and everything else as it is: a page whose tools are
 * all hidden is an empty page, not the last one.
 */
final class ToolLists {

  private ToolLists() {}

  static ListToolsResult visible(ListToolsResult page, Predicate<@Nullable String> isVisible) {
    List<Tool> tools = page.tools();
    if (tools == null) {
      return page;
    }
    List<Tool> visible = new ArrayList<>(tools.size());
    for (Tool tool : tools) {
      if (tool != null && isVisible.test(tool.name())) {
        visible.add(tool);
      }
    }
    return visible.size() == tools.size()
        ? page
        : new ListToolsResult(visible, page.nextCursor(), page.meta());
  }

  /**
   * Filters a page as it came off the wire.
   *
   * @throws IllegalArgumentException if its tools are no list
   */
  static Map<?, ?> visible(Map<?, ?> page, Predicate<@Nullable String> isVisible) {
    Object tools = page.get("tools");
    if (tools == null) {
      return page;
    }
    if (!(tools instanceof List<?> list)) {
      throw new IllegalArgumentException(Messages.UNFILTERED);
    }
    List<Object> visible = new ArrayList<>(list.size());
    for (Object tool : list) {
      if (tool instanceof Map<?, ?> named
          && named.get("name") instanceof String name
          && isVisible.test(name)) {
        visible.add(tool);
      }
    }
    if (visible.size() == list.size()) {
      return page;
    }
    Map<Object, @Nullable Object> filtered = new LinkedHashMap<>(page);
    filtered.put("tools", visible);
    return filtered;
  }
}
