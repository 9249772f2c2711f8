package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks a running server what tools it has, on every page of its list. Nothing that it answers is
 * trusted, and it can take neither more time nor more memory than it is given.
 */
public final class ServerListing {

  private static final String VERSION = "2025-06-18";
  private static final Set<String> VERSIONS =
      Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");
  private static final int LONGEST_CURSOR = 4_096;

  private final Channel channel;
  private final ListingLimits limits;
  private long lastId;

  private ServerListing(Channel channel, ListingLimits limits) {
    this.channel = channel;
    this.limits = limits;
  }

  /**
   * Lists the tools of a server: starts it or connects to it, asks, and ends it or leaves.
   *
   * @throws UnreadableServerException if that fails, with the reason
   */
  public static Inventory read(ServerAddress address, ListingLimits limits)
      throws UnreadableServerException {
    Objects.requireNonNull(limits, "limits");
    Deadline deadline = Deadline.in(limits.time());
    try (Channel channel = open(address, limits, deadline)) {
      List<ToolDefinition> tools = new ServerListing(channel, limits).tools();
      return Inventory.of(address.server(), tools);
    } catch (InvalidInventoryException e) {
      throw new UnreadableServerException(String.valueOf(e.getMessage()));
    }
  }

  private static Channel open(ServerAddress address, ListingLimits limits, Deadline deadline)
      throws UnreadableServerException {
    if (address instanceof ServerAddress.Stdio stdio) {
      return StdioChannel.open(stdio, limits, deadline);
    }
    return new HttpChannel((ServerAddress.Http) address, limits, deadline);
  }

  private List<ToolDefinition> tools() throws UnreadableServerException {
    String client =
        "{\"protocolVersion\":\""
            + VERSION
            + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"policy\",\"version\":\"1\"}}";
    ObjectNode hello = ask("initialize", client);
    String version = Wire.text(hello, "protocolVersion").orElse("");
    if (!VERSIONS.contains(version)) {
      throw new UnreadableServerException(ServerMessages.unknownVersion(version));
    }
    channel.agreed(version);
    channel.tell(Wire.notification("notifications/initialized"));
    if (!(hello.get("capabilities") instanceof ObjectNode able) || able.get("tools") == null) {
      return List.of();
    }
    return pages();
  }

  private List<ToolDefinition> pages() throws UnreadableServerException {
    List<ToolDefinition> tools = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String params = "{}";
    for (int page = 0; page < limits.pages(); page++) {
      ObjectNode result = ask("tools/list", params);
      if (!(result.get("tools") instanceof ListNode list)) {
        throw new UnreadableServerException(ServerMessages.noTools());
      }
      tools.addAll(InventoryReader.tools(list));
      if (tools.size() > Inventory.MAX_TOOLS) {
        throw new InvalidInventoryException(ToolMessages.tooManyTools(Inventory.MAX_TOOLS));
      }
      Node next = result.get("nextCursor");
      if (next == null || next instanceof NullNode) {
        return tools;
      }
      if (!(next instanceof TextNode cursor) || cursor.text().length() > LONGEST_CURSOR) {
        throw new UnreadableServerException(ServerMessages.badCursor());
      }
      if (!cursors.add(cursor.text())) {
        throw new UnreadableServerException(ServerMessages.loop());
      }
      params = "{\"cursor\":" + PolicyText.quoted(cursor.text()) + "}";
    }
    throw new UnreadableServerException(ServerMessages.tooManyPages(limits.pages()));
  }

  private ObjectNode ask(String method, String params) throws UnreadableServerException {
    long id = ++lastId;
    return Wire.result(method, channel.ask(Wire.request(id, method, params), id));
  }
}
