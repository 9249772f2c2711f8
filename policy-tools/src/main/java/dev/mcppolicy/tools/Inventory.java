package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Documents;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tools of one server, from all pages of its list.
 *
 * <p>This class is immutable and thread-safe; inventories are equal when all that they hold is.
 */
public final class Inventory {

  /** How many tools a server may list. */
  public static final int MAX_TOOLS = 10_000;

  private final String server;
  private final List<ToolDefinition> tools;

  private Inventory(String server, List<ToolDefinition> tools) {
    this.server = server;
    this.tools = tools;
  }

  /**
   * Returns the tools of a server.
   *
   * @param server what the host calls the server
   * @param tools its tools, in the order in which it lists them
   * @throws InvalidInventoryException if two have one name, or there are more than {@link
   *     #MAX_TOOLS}
   */
  public static Inventory of(String server, List<ToolDefinition> tools) {
    Objects.requireNonNull(server, "server");
    List<ToolDefinition> copy = List.copyOf(tools);
    if (copy.size() > MAX_TOOLS) {
      throw new InvalidInventoryException(ToolMessages.tooManyTools(MAX_TOOLS));
    }
    Set<String> names = new HashSet<>();
    for (ToolDefinition tool : copy) {
      if (!names.add(tool.name())) {
        throw new InvalidInventoryException(ToolMessages.sameName(tool.name()));
      }
    }
    return new Inventory(server, copy);
  }

  /**
   * Reads lists of tools from JSON: the result of {@code tools/list} or the reply that holds it, a
   * list of tools, or {@code {"servers": [{"server": "…", "tools": […]}]}}.
   *
   * @param server what to call the server where the text doesn't say it
   * @throws InvalidInventoryException if it can't be read, is none of these, or is one page of
   *     several
   */
  public static List<Inventory> parse(String server, String json) {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(json, "json");
    return InventoryReader.read(server, json);
  }

  /**
   * Reads lists of tools from a file, as {@link #parse} does. A server without a name is called as
   * the file is, without {@code .json}.
   *
   * @throws InvalidInventoryException if it can't be read as lists of tools
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static List<Inventory> load(Path file) {
    Objects.requireNonNull(file, "file");
    byte[] bytes = Documents.bytes(file);
    String name = String.valueOf(file.getFileName());
    String server = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    return InventoryReader.read(server, bytes);
  }

  /** Returns what the host calls the server. */
  public String server() {
    return server;
  }

  /** Returns the tools, in the order in which the server lists them. */
  public List<ToolDefinition> tools() {
    return tools;
  }

  /** Returns the tool of a name, if the server lists it. */
  public Optional<ToolDefinition> tool(String name) {
    Objects.requireNonNull(name, "name");
    return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Inventory that
        && server.equals(that.server)
        && tools.equals(that.tools);
  }

  @Override
  public int hashCode() {
    return Objects.hash(server, tools);
  }

  /** Names the server and counts the tools. */
  @Override
  public String toString() {
    return "Inventory[" + server + ", " + tools.size() + " tools]";
  }
}
