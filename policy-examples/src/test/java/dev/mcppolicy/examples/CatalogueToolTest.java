package dev.mcppolicy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.examples.stage.CatalogueTool;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each server offers its tool as the catalogue has it. */
class CatalogueToolTest {

  @ParameterizedTest
  @FieldSource("dev.mcppolicy.examples.stage.CatalogueTool#FIVE")
  void aServerOffersTheToolByItsNameDescriptionAndParameters(CatalogueTool tool) {
    try (McpSyncClient client = McpClient.sync(tool.serve().inProcess()).build()) {
      Tool offered = client.listTools().tools().get(0);
      assertThat(offered.name()).isEqualTo(tool.name());
      assertThat(offered.description()).isEqualTo(tool.description());
      assertThat(offered.inputSchema().properties()).containsOnlyKeys(tool.arguments().keySet());
    }
  }
}
