package dev.mcppolicy.frameworks.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Spring AI runs with the SDK that it brings, not with the one that the adapter is compiled for.
 */
class SdkLineTest {

  @Test
  void theSdkIsTheOneThatSpringAiBrings() {
    assertThat(McpSyncClient.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("/mcp-core-" + System.getProperty("mcppolicy.framework.sdk") + ".jar");
  }

  @Test
  void whatSpringAiDoesNotReadOfAnAllowedResultIsUntouchedToo() {
    PolicyEnforcer enforcer =
        PolicyEnforcer.of(Policy.parse("{\"version\":\"1\",\"default\":\"allow\"}"));
    McpSyncClient bare = McpClient.sync(richServer()).build();

    CallToolResult expected = call(bare);

    assertThat(expected.structuredContent()).isEqualTo(Map.of("rows", List.of(1, 2)));
    assertThat(expected.meta()).isEqualTo(Map.of("trace", "abc"));
    assertThat(call(enforcer.wrap(bare))).isEqualTo(expected);
    assertThat(call(McpClient.sync(enforcer.wrap(richServer())).build())).isEqualTo(expected);
  }

  private static ScriptedServer richServer() {
    return new ScriptedServer("run")
        .on(
            "tools/call",
            exchange ->
                exchange.result(
                    Map.of(
                        "content",
                        List.of(Map.of("type", "text", "text", "one")),
                        "structuredContent",
                        Map.of("rows", List.of(1, 2)),
                        "_meta",
                        Map.of("trace", "abc"))));
  }

  @SuppressWarnings("deprecation") // there is no other way that each line of the SDK knows
  private static CallToolResult call(McpSyncClient client) {
    return client.callTool(new CallToolRequest("run", Map.of("n", 1)));
  }
}
