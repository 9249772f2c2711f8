package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tools.ClientListing;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ToolDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients of each line of the SDK are asked for their tools. */
class ClientListingTest {

  @Test
  void theToolsOfAClientAreReadFromEveryPage() {
    ScriptedServer server = new ScriptedServer();
    server.on(
        "tools/list",
        exchange -> {
          boolean first = exchange.params().get("cursor") == null;
          Map<String, Object> page = new HashMap<>();
          page.put(
              "tools",
              List.of(
                  Map.of(
                      "name",
                      first ? "get_x" : "delete_x",
                      "description",
                      "What it does.",
                      "inputSchema",
                      Map.of(
                          "type", "object", "properties", Map.of("path", Map.of("type", "string"))),
                      "annotations",
                      Map.of("readOnlyHint", first))));
          if (first) {
            page.put("nextCursor", "two");
          }
          exchange.result(page);
        });
    Inventory inventory =
        ClientListing.read("files", Seam.syncClient(server, Seam.TIMEOUT)::listTools);
    assertThat(inventory.tools())
        .extracting(ToolDefinition::name)
        .containsExactly("get_x", "delete_x");
    ToolDefinition tool = inventory.tools().get(0);
    assertThat(tool.description()).contains("What it does.");
    assertThat(tool.hint("readOnlyHint")).contains(true);
    assertThat(tool.inputSchema())
        .containsEntry("properties", Map.of("path", Map.of("type", "string")));
  }
}
