package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientListingTest {

  /** What the SDK's classes look like. */
  public record Page(List<Tool> tools, @Nullable String nextCursor, @Nullable Object meta) {}

  /** A tool of the SDK. */
  public record Tool(String name, Schema inputSchema, @Nullable Map<String, Object> meta) {}

  /** A schema of the SDK's older lines. */
  public record Schema(String type, Map<String, Object> properties, Map<String, Object> defs) {}

  private static Tool tool(String name) {
    return new Tool(
        name,
        new Schema("object", Map.of("path", Map.of("type", "string")), Map.of()),
        Map.of("a", 1));
  }

  @Test
  void recordsAreReadAsJsonWouldBe() {
    Inventory inventory =
        ClientListing.read(
            "files",
            cursor ->
                cursor == null
                    ? new Page(List.of(tool("get_x")), "two", null)
                    : new Page(List.of(tool("delete_x")), null, null));
    assertThat(inventory)
        .isEqualTo(
            Inventory.parse(
                    "files",
                    """
                    [{"name": "get_x", "_meta": {"a": 1}, "inputSchema":
                       {"type": "object", "properties": {"path": {"type": "string"}}, "$defs": {}}},
                     {"name": "delete_x", "_meta": {"a": 1}, "inputSchema":
                       {"type": "object", "properties": {"path": {"type": "string"}}, "$defs": {}}}]""")
                .get(0));
  }

  @Test
  void mapsAreReadAsWell() {
    assertThat(
            ClientListing.read("s", cursor -> Map.of("tools", List.of(Map.of("name", "a"))))
                .tools())
        .hasSize(1);
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThatThrownBy(() -> ClientListing.read("s", cursor -> "x"))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessage("a page of its list has no \"tools\"");
    assertThatThrownBy(() -> ClientListing.read("s", cursor -> null))
        .isInstanceOf(InvalidInventoryException.class);
    assertThatThrownBy(() -> ClientListing.read("s", cursor -> Map.of("tools", List.of("x"))))
        .isInstanceOf(InvalidInventoryException.class);
    assertThatThrownBy(
            () -> ClientListing.read("s", cursor -> Map.of("tools", List.of(), "nextCursor", "a")))
        .hasMessage("its list never ends: it gave the same cursor twice");
    assertThatThrownBy(
            () ->
                ClientListing.read(
                    "s", cursor -> Map.of("tools", List.of(), "nextCursor", cursor + "a")))
        .hasMessage("its list has more than 1000 pages");
    List<Object> loop = new ArrayList<>();
    loop.add(loop);
    assertThatThrownBy(() -> ClientListing.read("s", cursor -> Map.of("tools", loop)))
        .hasMessage("its list is nested more than 64 levels deep");
  }
}
