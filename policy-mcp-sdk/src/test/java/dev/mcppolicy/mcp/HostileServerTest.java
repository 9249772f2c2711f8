package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.ScriptedServer.Exchange;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a server says: nothing hidden gets through, nothing waits beyond its time, and the
 * stream of messages goes on.
 */
@Timeout(60)
class HostileServerTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Policy HIDING =
      Policy.parse("{\"version\":\"1\",\"default\":\"allow\",\"hide\":[\"secret*\"]}");

  private final ScriptedServer server = new ScriptedServer("run", "secret");
  private final StreamingTransport transport = new StreamingTransport(server);

  @AfterEach
  void theStreamOfMessagesStands() {
    assertThat(transport.failure()).isNull();
  }

  private Agent connect(Seam seam, PolicyEnforcer.Builder builder, Duration requestTimeout) {
    return seam.connect(builder.requestTimeout(requestTimeout).build(), transport, requestTimeout);
  }

  private Agent connect(Seam seam) {
    return connect(seam, PolicyEnforcer.builder(HIDING), Duration.ofSeconds(20));
  }

  private void assertGoesOn(Agent agent) {
    server.on("tools/call", exchange -> exchange.result(ScriptedServer.text("here")));
    server.on(
        "tools/list",
        exchange -> exchange.result(Map.of("tools", ScriptedServer.tools("run", "secret"))));
    assertThat(agent.say("run", Map.of())).isEqualTo("here");
    assertThat(agent.tools()).containsExactly("run");
    assertThat(transport.failure()).isNull();
  }

  private static JSONRPCResponse response(
      @Nullable Object id, @Nullable Object result, @Nullable JSONRPCError error) {
    return new JSONRPCResponse("2.0", id, result, error);
  }

  // Lists of tools

  private static Map<String, @Nullable Object> page(@Nullable Object tools) {
    return Collections.singletonMap("tools", tools);
  }

  private static Map<String, @Nullable Object> named(@Nullable Object name) {
    Map<String, @Nullable Object> tool = new HashMap<>();
    tool.put("name", name);
    tool.put("description", "a secret");
    tool.put("inputSchema", Map.of("type", "object"));
    return tool;
  }

  private static List<@Nullable Object> rubbishLists() {
    List<Object> huge = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      huge.add(named((i % 2 == 0 ? "secret" : "run") + i));
    }
    return Arrays.asList(
        null,
        page(null),
        page("secret"),
        page(42),
        page(named("secret")),
        page(Map.of("secret", named("secret"))),
        page(List.of()),
        page(Collections.singletonList(null)),
        page(Arrays.asList(null, named("secret"), named("run"), null)),
        page(List.of("secret", named("secret"))),
        page(List.of(List.of(named("secret")))),
        page(List.of(Map.of())),
        page(List.of(named(null), named("secret"))),
        page(List.of(named(7), named(List.of("secret")), named(Map.of("name", "secret")))),
        page(List.of(named("secret"), named("secret"), named("run"), named("run"))),
        page(List.of(Map.of("name", "secret"), Map.of("name", "run", "inputSchema", "secret"))),
        page(huge),
        Map.of("Tools", List.of(named("secret"))),
        Map.of("tools", List.of(named("secret")), "nextCursor", List.of(1)),
        Map.of("tools", List.of(named("secret")), "_meta", "x"),
        List.of(named("secret")),
        List.of(page(List.of(named("secret")))),
        "secret",
        7,
        true);
  }

  @ParameterizedTest
  @EnumSource
  void noRubbishBringsAHiddenToolIn(Seam seam) {
    Agent agent = connect(seam, PolicyEnforcer.builder(HIDING), Duration.ofSeconds(5));
    for (Object rubbish : rubbishLists()) {
      for (JSONRPCError error : Arrays.asList(null, new JSONRPCError(-1, "x", null))) {
        server.on(
            "tools/list",
            exchange -> {
              if (!pushIfThereIsSuch(() -> response(exchange.id(), rubbish, error))) {
                exchange.error(-1, "x", null);
              }
            });
        List<String> names = new ArrayList<>();
        Throwable unused = catchThrowable(() -> names.addAll(agent.tools()));
        assertThat(names).noneMatch(name -> name != null && name.startsWith("secret"));
        assertThat(transport.failure()).isNull();
      }
    }
    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource
  void noPageBringsAHiddenToolIn(Seam seam) {
    AtomicInteger pages = new AtomicInteger();
    server.on(
        "tools/list",
        exchange -> {
          int number = pages.incrementAndGet();
          Map<String, Object> page = new HashMap<>();
          page.put("tools", List.of(named("secret"), named(number % 2 == 0 ? "run" : "secret2")));
          if (number < 50) {
            page.put("nextCursor", "the same again");
          }
          exchange.result(page);
        });
    Agent agent = connect(seam);

    List<String> names = new ArrayList<>();
    Throwable unused = catchThrowable(() -> names.addAll(agent.tools())); // a line may see the loop

    assertThat(names).doesNotContain("secret", "secret2");
    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aListWithoutAnEndEndsWithItsCaller(Seam seam) {
    server.on(
        "tools/list",
        exchange ->
            exchange.result(Map.of("tools", List.of(named("secret")), "nextCursor", "again")));
    Agent agent = connect(seam);
    McpAsyncClient client = (McpAsyncClient) agent.client();

    assertThat(catchThrowable(() -> client.listTools().timeout(SHORT).block())).isNotNull();

    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aListThatIsAnsweredTwiceIsFilteredOnce(Seam seam) {
    server.on(
        "tools/list",
        exchange -> {
          Map<String, Object> page = page(List.of(named("secret"), named("run")));
          pushIfThereIsSuch(() -> response("nobody's", page, null));
          pushIfThereIsSuch(() -> response(7, page, null));
          pushIfThereIsSuch(() -> response(null, page, null));
          pushIfThereIsSuch(() -> response(Map.of("id", exchange.id()), page, null));
          exchange.result(page);
          exchange.result(page);
          exchange.error(-1, "x", null);
        });
    Agent agent = connect(seam);

    assertThat(agent.tools()).containsExactly("run");

    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void noRefreshBringsAHiddenToolIn(Seam seam) throws Exception {
    BlockingQueue<List<Tool>> refreshed = new LinkedBlockingQueue<>();
    McpClientTransport guarded = PolicyEnforcer.builder(HIDING).build().wrap(transport);
    Agent agent =
        seam == Seam.TRANSPORT
            ? Agent.of(McpClient.sync(guarded).toolsChangeConsumer(refreshed::add).build())
            : Agent.of(
                McpClient.async(guarded)
                    .toolsChangeConsumer(
                        tools ->
                            reactor.core.publisher.Mono.fromRunnable(() -> refreshed.add(tools)))
                    .build());
    agent.list();

    server.notifies("notifications/tools/list_changed", null);
    server.notifies("notifications/tools/list_changed", Map.of("tools", List.of(named("secret"))));

    for (int i = 0; i < 2; i++) {
      assertThat(refreshed.poll(30, TimeUnit.SECONDS))
          .extracting(Tool::name)
          .containsExactly("run");
    }
    assertGoesOn(agent);
  }

  // Answers to calls

  @ParameterizedTest
  @EnumSource
  void rubbishAnswersEndOrTimeOut(Seam seam) {
    Agent agent = connect(seam, PolicyEnforcer.builder(HIDING), SHORT);
    Map<String, Object> good = ScriptedServer.text("good");
    JSONRPCError error = new JSONRPCError(-1, "x", null);
    for (Object id : Arrays.asList("another", 0, 0L, null, List.of(1), 1.5)) {
      server.on("tools/call", exchange -> pushIfThereIsSuch(() -> response(id, good, null)));
      assertThatThrownBy(() -> agent.call("run", Map.of()))
          .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
    }
    for (Object result : Arrays.asList(null, good, "good", 7, List.of(), Map.of("isError", "x"))) {
      server.on(
          "tools/call",
          exchange -> pushIfThereIsSuch(() -> response(exchange.id(), result, error)));
      assertThat(catchThrowable(() -> agent.call("run", Map.of()))).isNotNull();
      server.on(
          "tools/call", exchange -> pushIfThereIsSuch(() -> response(exchange.id(), result, null)));
      Throwable unused = catchThrowable(() -> agent.call("run", Map.of()));
    }
    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsTooLateIsNotHeard(Seam seam) throws Exception {
    BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
    server.on("tools/call", arrived::add);
    Agent agent = connect(seam, PolicyEnforcer.builder(HIDING), SHORT);

    assertThatThrownBy(() -> agent.call("run", Map.of()))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
    Exchange exchange = arrived.poll(30, TimeUnit.SECONDS);
    assertThat(exchange).isNotNull();
    exchange.result(ScriptedServer.text("late"));

    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource
  void aFloodDrownsNoAnswer(Seam seam) {
    server.on(
        "tools/call",
        exchange -> {
          for (int i = 0; i < 500; i++) {
            server.notifies(
                "notifications/message", Map.of("level", "info", "data", "x", "logger", "l"));
            server.notifies("notifications/progress", Map.of("progressToken", "p", "progress", i));
            server.notifies("notifications/message", null);
            server.notifies("notifications/progress", Map.of("progress", List.of()));
            server.notifies("notifications/no such thing", Map.of("x", i));
            server.push(new JSONRPCNotification("2.0", "", "x"));
          }
          exchange.result(ScriptedServer.text("afloat"));
        });
    Agent agent = connect(seam);

    assertThat(agent.say("run", Map.of())).isEqualTo("afloat");
    assertGoesOn(agent);
  }

  // Requests of the server

  private static final Policy SAMPLING =
      Policy.parse(
          """
          {"version": "1", "default": "allow", "hide": ["secret*"], "tools": {
            "sampling/createMessage": {"concurrency": 1000000, "deny_if": [
              {"conditions": [{"path": "args.maxTokens", "op": "gt", "value": 100}]}]}}}
          """);

  private final AtomicInteger sampled = new AtomicInteger();

  private Agent samplingAgent(Seam seam, PolicyEnforcer enforcer) {
    ClientCapabilities capabilities = ClientCapabilities.builder().sampling().build();
    McpClientTransport guarded = enforcer.wrap(transport);
    if (seam == Seam.TRANSPORT) {
      return Agent.of(
          McpClient.sync(guarded)
              .capabilities(capabilities)
              .sampling(
                  request -> {
                    sampled.incrementAndGet();
                    throw new IllegalStateException("sampled");
                  })
              .build());
    }
    return Agent.of(
        McpClient.async(guarded)
            .capabilities(capabilities)
            .sampling(
                request -> {
                  sampled.incrementAndGet();
                  throw new IllegalStateException("sampled");
                })
            .build());
  }

  private Map<String, Object> answerTo(Object id) {
    return server.received().stream()
        .filter(message -> !message.containsKey("method") && id.equals(message.get("id")))
        .findFirst()
        .orElse(Map.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void noRubbishRequestGetsPastTheRule(Seam seam) {
    Agent agent = samplingAgent(seam, PolicyEnforcer.of(SAMPLING));
    agent.list();
    int id = 0;
    Map<String, Object> tooMuch =
        Map.of("messages", List.of(), "maxTokens", 1_000_000, "systemPrompt", "x");
    for (Object params :
        Arrays.asList(
            tooMuch,
            List.of(tooMuch),
            "sample",
            7,
            true,
            Map.of("maxTokens", "1000000"),
            Map.of("maxTokens", List.of()),
            Map.of("maxTokens", "\ud800"),
            Map.of(1, 2))) {
      server.push(new JSONRPCRequest("2.0", "sampling/createMessage", ++id, params));
      assertThat(answerTo(id)).extractingByKey("error").asString().contains("POLICY DENIED");
    }
    assertThat(sampled).hasValue(0);
    assertGoesOn(agent);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void rubbishMessagesDoNotEndTheStream(Seam seam) {
    Agent agent = samplingAgent(seam, PolicyEnforcer.of(SAMPLING));
    agent.list();
    for (int i = 0; i < 3; i++) {
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", null, 99, null));
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", null, "99", Map.of()));
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", "", 98, null));
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", "tools/call", 97, Map.of("name", "run")));
      pushIfThereIsSuch(() -> new JSONRPCRequest(null, "ping", 96, null));
      pushIfThereIsSuch(() -> new JSONRPCNotification("2.0", null, null));
      pushIfThereIsSuch(() -> response(null, null, null));
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", "sampling/createMessage", 95, null));
      pushIfThereIsSuch(() -> new JSONRPCRequest("2.0", "sampling/createMessage", 95, Map.of()));
    }
    assertGoesOn(agent);
  }

  /** Pushes a message; a line of the SDK may refuse to make such a one, and so never reads it. */
  private boolean pushIfThereIsSuch(java.util.function.Supplier<JSONRPCMessage> message) {
    JSONRPCMessage made;
    try {
      made = message.get();
    } catch (IllegalArgumentException e) {
      return false;
    }
    server.push(made);
    return true;
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void requestsThatWaitForApprovalHoldNothingUp(Seam seam) {
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(
                Policy.parse(
                    """
                    {"version": "1", "default": "allow", "hide": ["secret"], "tools": {
                      "sampling/createMessage": {"action": "require_approval"}}}
                    """))
            .approver(request -> new CompletableFuture<Approver.Answer>())
            .requestTimeout(Duration.ofSeconds(5))
            .build();
    Agent agent = samplingAgent(seam, enforcer);
    agent.list();

    for (int i = 0; i < 1_000; i++) {
      server.push(new JSONRPCRequest("2.0", "sampling/createMessage", i, Map.of("maxTokens", 1)));
    }

    assertGoesOn(agent);
    agent.close();
    assertThat(sampled).hasValue(0);
  }

  // A transport that blocks

  /**
   * Some transports block while the server is at it; an answer to the server's own question must
   * get out meanwhile.
   */
  @ParameterizedTest
  @EnumSource
  void aServerThatAsksDuringABlockingCallIsAnswered(Seam seam) throws Exception {
    BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
    server.on(
        "tools/call",
        exchange -> {
          CompletableFuture<Void> asking =
              CompletableFuture.runAsync(() -> server.asks("ping", "asked", null));
          asking.get(20, TimeUnit.SECONDS);
          answers.add(answerTo("asked"));
          exchange.result(ScriptedServer.text("asked"));
        });
    Agent agent = connect(seam);
    agent.list();

    assertThat(agent.say("run", Map.of())).isEqualTo("asked");
    assertThat(answers.poll()).containsKey("result");
    assertGoesOn(agent);
  }
}
