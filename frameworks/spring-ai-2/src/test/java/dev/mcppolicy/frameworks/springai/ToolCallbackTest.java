package dev.mcppolicy.frameworks.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ScriptedServer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.mcp.AsyncMcpToolCallbackProvider;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.tool.execution.ToolExecutionException;

/** What a model is offered and told by the tools of Spring AI. */
class ToolCallbackTest {

  private static final Map<String, Object> RICH =
      Map.of(
          "content",
          List.of(
              Map.of(
                  "type",
                  "text",
                  "text",
                  "one",
                  "annotations",
                  Map.of("audience", List.of("user"), "priority", 0.5)),
              Map.of("type", "image", "data", "AAAA", "mimeType", "image/png")),
          "structuredContent",
          Map.of("rows", List.of(1, 2), "none", Map.of()),
          "_meta",
          Map.of("trace", "abc"),
          "isError",
          false);

  private final ScriptedServer server = new ScriptedServer("run", "refund", "secret");

  private static PolicyEnforcer enforcer(String policy) {
    return PolicyEnforcer.of(Policy.parse(policy.replace('\'', '"')));
  }

  private static ToolCallback tool(ToolCallbackProvider tools, String name) {
    return Arrays.stream(tools.getToolCallbacks())
        .filter(tool -> tool.getToolDefinition().name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static List<String> names(ToolCallbackProvider tools) {
    return Arrays.stream(tools.getToolCallbacks())
        .map(tool -> tool.getToolDefinition().name())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void hiddenToolsAreNotOffered(Way way) {
    ToolCallbackProvider tools =
        way.tools(enforcer("{'version':'1','default':'allow','hide':['secret']}"), server);

    assertThat(names(tools)).containsExactly("run", "refund");
  }

  @ParameterizedTest
  @EnumSource
  void toolsThatTheServerAddsLaterAreFilteredToo(Way way) {
    ToolCallbackProvider tools =
        way.tools(enforcer("{'version':'1','default':'allow','hide':['secret*']}"), server);
    assertThat(names(tools)).containsExactly("run", "refund");

    server.on(
        "tools/list",
        exchange ->
            exchange.result(Map.of("tools", ScriptedServer.tools("secret", "new", "secret2"))));
    if (tools instanceof SyncMcpToolCallbackProvider sync) {
      sync.invalidateCache();
    } else {
      ((AsyncMcpToolCallbackProvider) tools).invalidateCache();
    }

    assertThat(names(tools)).containsExactly("new");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedIsAsItIsWithoutAPolicy(Way way) {
    ScriptedServer other = new ScriptedServer("run", "refund", "secret");
    server.on("tools/call", exchange -> exchange.result(RICH));
    other.on("tools/call", exchange -> exchange.result(RICH));
    ToolCallback bare = tool(way.bare(other), "run");
    ToolCallback guarded =
        tool(way.tools(enforcer("{'version':'1','default':'allow'}"), server), "run");
    ToolContext context = new ToolContext(Map.of("trace", "7", "progressToken", "p-1"));
    String arguments = "{\"path\":\"/app\",\"deep\":{\"n\":[1,2.5,null]}}";

    assertThat(guarded.getToolDefinition()).isEqualTo(bare.getToolDefinition());
    assertThat(guarded.call(arguments, context)).isEqualTo(bare.call(arguments, context));
    assertThat(server.calls()).isEqualTo(other.calls());
    assertThat(server.calls())
        .singleElement()
        .satisfies(
            call ->
                assertThat(call)
                    .containsEntry("_meta", Map.of("trace", "7", "progressToken", "p-1")));
    assertThat(introduction(server)).isEqualTo(introduction(other));
  }

  private static Object introduction(ScriptedServer server) {
    assertThat(server.received("initialize")).hasSize(1);
    return server.received("initialize").get(0).get("params");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfAToolIsAsItIsWithoutAPolicy(Way way) {
    ScriptedServer other = new ScriptedServer("run");
    server.on("tools/call", exchange -> exchange.result(ScriptedServer.failure("Disk full.")));
    other.on("tools/call", exchange -> exchange.result(ScriptedServer.failure("Disk full.")));
    ToolCallback bare = tool(way.bare(other), "run");
    ToolCallback guarded =
        tool(way.tools(enforcer("{'version':'1','default':'allow'}"), server), "run");

    ToolExecutionException failure = failureOf(bare);
    assertThatThrownBy(() -> guarded.call("{}"))
        .isInstanceOf(ToolExecutionException.class)
        .hasMessage(failure.getMessage());
  }

  private static ToolExecutionException failureOf(ToolCallback tool) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(
        ToolExecutionException.class, () -> tool.call("{}"));
  }

  /** Spring AI tells a failed result of a tool from an exception by the class of its cause. */
  @ParameterizedTest
  @EnumSource
  void aDenialIsAFailedResultOfTheTool(Way way) {
    ToolCallback refund =
        tool(
            way.tools(
                enforcer(
                    "{'version':'1','default':'allow','tools':{'refund':{'deny_if':[{'conditions':"
                        + "[{'path':'args.amount','op':'gt','value':100}],"
                        + "'on_deny':'Ask a person.'}]}}}"),
                server),
            "refund");

    assertThatThrownBy(() -> refund.call("{\"amount\":500}"))
        .isInstanceOf(ToolExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[POLICY DENIED] Ask a person.");
    assertThat(server.calls()).isEmpty();
    assertThat(refund.call("{\"amount\":5}")).contains("amount=5");
  }
}
