package dev.mcppolicy.tools;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a client of the host's own for the tools of its server. The client may be of any line of the
 * MCP Java SDK, which this module doesn't need:
 *
 * <pre>{@code
 * Inventory inventory = ClientListing.read("files", client::listTools);
 * }</pre>
 *
 * <p>The client's own time-out is what bounds a page.
 */
public final class ClientListing {

  private static final int MOST_PAGES = 1_000;
  private static final int DEEPEST = 64;

  /** Names in JSON that differ from those of the SDK's components. */
  private static final Map<String, String> NAMES = Map.of("meta", "_meta", "defs", "$defs");

  private ClientListing() {}

  /**
   * Lists the tools of a server, on every page of its list.
   *
   * @param server what the host calls the server
   * @param pages returns the page of a cursor, the first of null: a record or a map with the list
   *     {@code tools} and perhaps the text {@code nextCursor}
   * @throws InvalidInventoryException if what it returns is no such page, or the list never ends
   */
  public static Inventory read(String server, Function<@Nullable String, ?> pages) {
    Objects.requireNonNull(server, "server");
    List<ToolDefinition> tools = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      Map<String, @Nullable Object> result = object(pages.apply(cursor));
      if (!(result.get("tools") instanceof List<?> list)) {
        throw new InvalidInventoryException(ServerMessages.noTools());
      }
      for (Object tool : list) {
        tools.add(ToolDefinition.of(object(tool)));
      }
      if (tools.size() > Inventory.MAX_TOOLS) {
        throw new InvalidInventoryException(ToolMessages.tooManyTools(Inventory.MAX_TOOLS));
      }
      if (!(result.get("nextCursor") instanceof String next)) {
        return Inventory.of(server, tools);
      }
      if (!cursors.add(next)) {
        throw new InvalidInventoryException(ServerMessages.loop());
      }
      cursor = next;
    }
    throw new InvalidInventoryException(ServerMessages.tooManyPages(MOST_PAGES));
  }

  @SuppressWarnings("unchecked") // what was made plain has keys that are texts
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (plain(value, 1) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new InvalidInventoryException(ServerMessages.noTools());
  }

  /** Turns records into maps of what they hold, as JSON would. */
  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidInventoryException(ServerMessages.tooDeep(DEEPEST));
    }
    if (value instanceof Record held) {
      return plain(held, depth);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, part) -> plain.put(String.valueOf(key), plain(part, depth + 1)));
      return plain;
    }
    if (value instanceof Collection<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(part -> plain.add(plain(part, depth + 1)));
      return plain;
    }
    return value instanceof Enum<?> name ? name.toString() : value;
  }

  private static Map<String, @Nullable Object> plain(Record held, int depth) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (RecordComponent component : held.getClass().getRecordComponents()) {
      Object part;
      try {
        part = component.getAccessor().invoke(held);
      } catch (ReflectiveOperationException e) {
        throw new InvalidInventoryException(ServerMessages.cantTalk(e));
      }
      if (part != null) {
        plain.put(
            NAMES.getOrDefault(component.getName(), component.getName()), plain(part, depth + 1));
      }
    }
    return plain;
  }
}
