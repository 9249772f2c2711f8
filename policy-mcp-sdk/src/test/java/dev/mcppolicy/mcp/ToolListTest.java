package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of tools: no hidden one is in any, and everything else is as the server sent it. */
class ToolListTest {

  private static final Policy HIDING =
      Policy.parse("{\"version\":\"1\",\"default\":\"allow\",\"hide\":[\"secret*\"]}");

  private final ScriptedServer server = new ScriptedServer();

  private Agent agent(Seam seam) {
    return seam.connect(PolicyEnforcer.of(HIDING), server);
  }

  private void pages(Map<String, List<String>> pages, Map<String, String> next) {
    server.on(
        "tools/list",
        exchange -> {
          String cursor = String.valueOf(exchange.params().getOrDefault("cursor", "first"));
          Map<String, Object> page = new HashMap<>();
          page.put("tools", ScriptedServer.tools(pages.get(cursor).toArray(String[]::new)));
          page.put("_meta", Map.of("page", cursor));
          if (next.containsKey(cursor)) {
            page.put("nextCursor", next.get(cursor));
          }
          exchange.result(page);
        });
  }

  @ParameterizedTest
  @EnumSource
  void hiddenToolsAreOnNoPageAndAPageOfHiddenToolsIsNotTheLast(Seam seam) {
    pages(
        Map.of(
            "first", List.of("a", "secret1"),
            "second", List.of("secret2", "secret3"),
            "third", List.of("secret4", "b")),
        Map.of("first", "second", "second", "third"));
    Agent agent = agent(seam);

    assertThat(agent.tools()).containsExactly("a", "b");
    ListToolsResult second = agent.list("second");
    assertThat(second.tools()).isEmpty();
    assertThat(second.nextCursor()).isEqualTo("third");
    assertThat(second.meta()).isEqualTo(Map.of("page", "second"));
  }

  @ParameterizedTest
  @EnumSource
  void whatAListSaysOfItsToolsIsUntouched(Seam seam) {
    Map<String, Object> tool =
        Map.of(
            "name", "a",
            "title", "The A",
            "description", "Does a.",
            "inputSchema",
                Map.of(
                    "type", "object",
                    "properties", Map.of("x", Map.of("type", "string")),
                    "required", List.of("x")),
            "outputSchema", Map.of("type", "object"),
            "annotations", Map.of("readOnlyHint", true, "title", "A"),
            "_meta", Map.of("vendor/x", 1));
    server.on(
        "tools/list",
        exchange ->
            exchange.result(
                Map.of("tools", List.of(tool, Map.of("name", "secret", "inputSchema", Map.of())))));
    Tool bare = Seam.syncClient(server, Seam.TIMEOUT).listTools(null).tools().get(0);

    assertThat(agent(seam).list().tools()).containsExactly(bare);
  }

  @ParameterizedTest
  @EnumSource
  void eachCallerSeesItsOwnList(Seam seam) {
    Policies policies =
        Policies.byGrant(
            Map.of(
                "reader", Policy.allowByDefault().hide("write").build(),
                "writer", Policy.allowByDefault().hide("read").build()));
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("read", "write"))));
    List<String> grant = new ArrayList<>(List.of("reader"));
    Agent agent =
        seam.connect(
            PolicyEnforcer.builder(policies).callers(context -> Caller.of(grant.get(0))).build(),
            server);

    assertThat(agent.tools()).containsExactly("read");
    grant.set(0, "writer");
    assertThat(agent.tools()).containsExactly("write");
    grant.set(0, "stranger");
    assertThat(agent.tools()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aReplacedPolicyHidesFromTheNextListOn(Seam seam) {
    server.on(
        "tools/list", exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("a"))));
    PolicyEnforcer enforcer = PolicyEnforcer.of(Policy.allowByDefault().build());
    Agent agent = seam.connect(enforcer, server);
    assertThat(agent.tools()).containsExactly("a");

    enforcer.engine().replace(Policy.allowByDefault().hide("*").build());

    assertThat(agent.tools()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void aListThatCantBeFilteredIsWithheld(Seam seam) {
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", Map.of("0", Map.of("name", "secret")))));

    assertThatThrownBy(() -> agent(seam).list((String) null))
        .isInstanceOf(McpError.class)
        .hasMessageContaining(
            "The list of tools could not be filtered by the policy, and was withheld");
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void whatIsNoToolIsInNoList(Seam seam) {
    server.on(
        "tools/list",
        exchange ->
            exchange.result(
                Map.of(
                    "tools",
                    Arrays.asList(
                        Map.of("name", 5, "inputSchema", Map.of()),
                        Map.of("inputSchema", Map.of()),
                        null,
                        Map.of("name", "a", "inputSchema", Map.of("type", "object"))))));

    assertThat(agent(seam).tools()).containsExactly("a");
  }

  @Test
  void aListThatIsAnsweredWhileTheSessionEndsIsFilteredToo() {
    List<ScriptedServer.Exchange> asked = new ArrayList<>();
    server.on("tools/list", asked::add);
    List<JSONRPCMessage> heard = new ArrayList<>();
    McpClientTransport transport = PolicyEnforcer.wrap(server, HIDING);
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    transport.setExceptionHandler(failure -> {});
    transport.sendMessage(new JSONRPCRequest("2.0", "tools/list", "1", Map.of())).block();

    server.fails(new McpTransportSessionNotFoundException("gone"));
    asked.get(0).result(Map.of("tools", ScriptedServer.tools("a", "secret")));

    assertThat(heard)
        .singleElement()
        .satisfies(
            answer ->
                assertThat(((JSONRPCResponse) answer).result().toString())
                    .contains("name=a")
                    .doesNotContain("secret"));
  }

  @Test
  void listsAreNotAskedForWithoutEndIfNoneIsAnswered() {
    server.on("tools/list", exchange -> {});
    McpClientTransport transport = PolicyEnforcer.wrap(server, HIDING);
    transport.connect(messages -> messages).block();
    for (int i = 0; i < 10_000; i++) {
      transport.sendMessage(new JSONRPCRequest("2.0", "tools/list", "list" + i, null)).block();
    }

    assertThatThrownBy(
            () ->
                transport
                    .sendMessage(new JSONRPCRequest("2.0", "tools/list", "one more", null))
                    .block())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Too many requests for the list of tools wait for an answer; this one was not sent");
    assertThat(server.received()).hasSize(10_000);
  }

  @Test
  void aListThatTheClientRefreshesOnAWrappedTransportHidesToo() throws Exception {
    BlockingQueue<List<Tool>> changes = new LinkedBlockingQueue<>();
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("a", "secret"))));
    McpSyncClient client =
        McpClient.sync(PolicyEnforcer.wrap(server, HIDING))
            .jsonSchemaValidator(Seam.VALID)
            .toolsChangeConsumer(changes::add)
            .build();
    client.initialize();

    server.notifies("notifications/tools/list_changed", null);

    assertThat(changes.poll(10, TimeUnit.SECONDS)).extracting(Tool::name).containsExactly("a");
  }

  @Test
  void aConsumerOfTheWrappedClientSeesWhatTheServerSends() throws Exception {
    BlockingQueue<List<Tool>> changes = new LinkedBlockingQueue<>();
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("a", "secret"))));
    McpSyncClient client =
        PolicyEnforcer.wrap(
            McpClient.sync(server)
                .jsonSchemaValidator(Seam.VALID)
                .toolsChangeConsumer(changes::add)
                .build(),
            HIDING);
    client.initialize();

    server.notifies("notifications/tools/list_changed", null);

    assertThat(changes.poll(10, TimeUnit.SECONDS))
        .extracting(Tool::name)
        .containsExactly("a", "secret");
  }
}
