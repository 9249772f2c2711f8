package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.UnsubscribeRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** With a policy that allows everything, nobody can tell that there is one. */
class TransparencyTest {

  /** What a host or a server does. */
  enum Deed {
    INITIALIZE,
    PING,
    CALL,
    LIST_TOOLS,
    LIST_ALL_TOOLS,
    LIST_RESOURCES,
    LIST_TEMPLATES,
    READ,
    SUBSCRIBE,
    UNSUBSCRIBE,
    LIST_PROMPTS,
    GET_PROMPT,
    COMPLETE,
    SET_LEVEL,
    ADD_ROOT,
    REMOVE_ROOT,
    ROOTS_CHANGED,
    ASK_SAMPLING,
    ASK_ELICITATION,
    ASK_ROOTS,
    ASK_PING,
    ASK_UNKNOWN,
    TOOLS_CHANGED,
    RESOURCES_CHANGED,
    PROMPTS_CHANGED,
    RESOURCE_UPDATED,
    LOG,
    PROGRESS,
    UNKNOWN_NOTIFICATION,
    CLOSE,
    CLOSE_GRACEFULLY
  }

  /** One of the ways to do it. */
  record Step(Deed deed, int variant) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    List<Deed> deeds = new ArrayList<>(List.of(Deed.values()));
    for (int i = 0; i < 4; i++) {
      deeds.addAll(List.of(Deed.CALL, Deed.LIST_TOOLS, Deed.LIST_ALL_TOOLS, Deed.ADD_ROOT));
    }
    return Combinators.combine(Arbitraries.of(deeds), Arbitraries.integers().between(0, 7))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14);
  }

  @Provide
  Arbitrary<ClientCapabilities> capabilities() {
    return Arbitraries.of(
        ClientCapabilities.builder().build(),
        ClientCapabilities.builder().roots(true).build(),
        ClientCapabilities.builder().roots(false).build(),
        ClientCapabilities.builder().sampling().build(),
        ClientCapabilities.builder().elicitation().build(),
        ClientCapabilities.builder().roots(true).sampling().elicitation().build());
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void nothingIsDifferentWithAPolicyThatAllowsEverything(
      @ForAll("capabilities") ClientCapabilities capabilities, @ForAll("steps") List<Step> steps)
      throws InterruptedException {
    compare(capabilities, steps);
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.BOUNDED)
  @Tag("thorough")
  void nothingIsDifferentInManyMoreConversations(
      @ForAll("capabilities") ClientCapabilities capabilities, @ForAll("steps") List<Step> steps)
      throws InterruptedException {
    compare(capabilities, steps);
  }

  private static void compare(ClientCapabilities capabilities, List<Step> steps)
      throws InterruptedException {
    for (List<Way> ways : List.of(Way.SYNC, Way.ASYNC)) {
      List<String> bare = conversation(ways.get(0), capabilities, steps);
      for (Way way : ways.subList(1, ways.size())) {
        assertThat(conversation(way, capabilities, steps)).as("%s", way).isEqualTo(bare);
      }
    }
  }

  private static List<String> conversation(
      Way way, ClientCapabilities capabilities, List<Step> steps) throws InterruptedException {
    Conversation conversation = new Conversation();
    Talk talk = new Talk(conversation, way.connect(conversation, capabilities), capabilities);
    for (Step step : steps) {
      talk.take(step);
    }
    talk.take(new Step(Deed.CLOSE, 0));
    return conversation.log();
  }

  /** Takes the steps of one conversation. */
  private static final class Talk {

    private final Conversation conversation;
    private final ScriptedServer server;
    private final Object client;
    private final ClientCapabilities capabilities;
    private int asked;

    Talk(Conversation conversation, Object client, ClientCapabilities capabilities) {
      this.conversation = conversation;
      this.server = conversation.server;
      this.client = client;
      this.capabilities = capabilities;
    }

    void take(Step step) throws InterruptedException {
      Deed deed = step.deed();
      int variant = step.variant();
      play(variant);
      switch (deed) {
        case INITIALIZE -> does(step, McpSyncClient::initialize, McpAsyncClient::initialize);
        case PING -> does(step, McpSyncClient::ping, McpAsyncClient::ping);
        case CALL -> call(step);
        case LIST_TOOLS -> {
          String cursor = variant % 2 == 0 ? null : "c" + variant;
          does(step, sync -> sync.listTools(cursor), async -> async.listTools(cursor));
        }
        case LIST_ALL_TOOLS -> does(step, McpSyncClient::listTools, McpAsyncClient::listTools);
        case LIST_RESOURCES ->
            does(step, McpSyncClient::listResources, McpAsyncClient::listResources);
        case LIST_TEMPLATES ->
            does(step, McpSyncClient::listResourceTemplates, McpAsyncClient::listResourceTemplates);
        case READ -> {
          ReadResourceRequest request =
              new ReadResourceRequest("file:///" + variant, variant < 4 ? null : Map.of("m", 1));
          does(step, sync -> sync.readResource(request), async -> async.readResource(request));
        }
        case SUBSCRIBE -> {
          SubscribeRequest request = new SubscribeRequest("file:///" + variant);
          does(
              step,
              sync -> nothing(() -> sync.subscribeResource(request)),
              async -> async.subscribeResource(request));
        }
        case UNSUBSCRIBE -> {
          UnsubscribeRequest request = new UnsubscribeRequest("file:///" + variant);
          does(
              step,
              sync -> nothing(() -> sync.unsubscribeResource(request)),
              async -> async.unsubscribeResource(request));
        }
        case LIST_PROMPTS -> does(step, McpSyncClient::listPrompts, McpAsyncClient::listPrompts);
        case GET_PROMPT -> {
          GetPromptRequest request =
              new GetPromptRequest("p", variant < 2 ? null : Map.of("k", "v", "n", variant));
          does(step, sync -> sync.getPrompt(request), async -> async.getPrompt(request));
        }
        case COMPLETE -> {
          CompleteRequest request = completion(variant);
          does(
              step,
              sync -> sync.completeCompletion(request),
              async -> async.completeCompletion(request));
        }
        case SET_LEVEL -> {
          // A wrapped McpSyncClient is initialized before the SDK looks at what it is given.
          LoggingLevel level =
              variant == 0 && isInitialized() ? null : LoggingLevel.values()[variant];
          does(
              step,
              sync -> nothing(() -> sync.setLoggingLevel(level)),
              async -> async.setLoggingLevel(level));
        }
        case ADD_ROOT -> {
          Root root = variant == 7 ? null : new Root("file:///r" + variant % 3, "r" + variant);
          does(step, sync -> nothing(() -> sync.addRoot(root)), async -> async.addRoot(root));
        }
        case REMOVE_ROOT -> {
          String uri = variant == 7 ? null : "file:///r" + variant % 3;
          does(step, sync -> nothing(() -> sync.removeRoot(uri)), async -> async.removeRoot(uri));
        }
        case ROOTS_CHANGED ->
            does(
                step,
                sync -> nothing(sync::rootsListChangedNotification),
                McpAsyncClient::rootsListChangedNotification);
        case CLOSE ->
            does(step, sync -> nothing(sync::close), async -> Mono.fromRunnable(async::close));
        case CLOSE_GRACEFULLY ->
            does(step, McpSyncClient::closeGracefully, McpAsyncClient::closeGracefully);
        default -> hear(step);
      }
    }

    /** What a server says: only to one who listens. */
    private void hear(Step step) throws InterruptedException {
      if (!isInitialized()) {
        return;
      }
      play(0);
      switch (step.deed()) {
        case ASK_SAMPLING ->
            ask(
                step,
                capabilities.sampling() == null ? 0 : 1,
                "sampling/createMessage",
                Map.of(
                    "messages",
                    List.of(Map.of("role", "user", "content", Map.of("type", "text", "text", "t"))),
                    "maxTokens",
                    10));
        case ASK_ELICITATION ->
            ask(
                step,
                capabilities.elicitation() == null ? 0 : 1,
                "elicitation/create",
                Map.of("message", "m", "requestedSchema", Map.of("type", "object")));
        case ASK_ROOTS -> {
          if (capabilities.roots() != null && !capabilities.roots().listChanged()) {
            // A wrapper that doesn't say when its roots change brings them with its next request.
            does(step, McpSyncClient::listTools, McpAsyncClient::listTools);
          }
          ask(step, 0, "roots/list", Map.of());
        }
        case ASK_PING -> ask(step, 0, "ping", null);
        case ASK_UNKNOWN -> ask(step, 0, "no/such/method", Map.of("x", step.variant()));
        case TOOLS_CHANGED -> tell(step, 1, "notifications/tools/list_changed", null);
        case RESOURCES_CHANGED -> tell(step, 1, "notifications/resources/list_changed", null);
        case PROMPTS_CHANGED -> tell(step, 1, "notifications/prompts/list_changed", null);
        case RESOURCE_UPDATED ->
            tell(step, 1, "notifications/resources/updated", Map.of("uri", "file:///u"));
        case LOG ->
            tell(
                step,
                1,
                "notifications/message",
                Map.of("level", "error", "logger", "l", "data", "d" + step.variant()));
        case PROGRESS ->
            tell(
                step,
                1,
                "notifications/progress",
                Map.of("progressToken", "t", "progress", 0.5, "total", 1.0, "message", "half"));
        default -> tell(step, 0, "notifications/nobody/knows", Map.of("x", 1));
      }
    }

    private void ask(Step step, int expected, String method, @Nullable Object params)
        throws InterruptedException {
      String id = "asked-" + asked++;
      conversation.observe(
          step.toString(), expected, id, () -> nothing(() -> server.asks(method, id, params)));
    }

    private void tell(Step step, int expected, String method, @Nullable Object params)
        throws InterruptedException {
      conversation.observe(
          step.toString(), expected, null, () -> nothing(() -> server.notifies(method, params)));
    }

    private boolean isInitialized() {
      return client instanceof McpSyncClient sync
          ? sync.isInitialized()
          : ((McpAsyncClient) client).isInitialized();
    }

    private void does(
        Step step,
        Function<McpSyncClient, @Nullable Object> sync,
        Function<McpAsyncClient, Mono<?>> async)
        throws InterruptedException {
      does(step, 0, sync, async);
    }

    private void does(
        Step step,
        int expected,
        Function<McpSyncClient, @Nullable Object> sync,
        Function<McpAsyncClient, Mono<?>> async)
        throws InterruptedException {
      conversation.observe(
          step.toString(),
          expected,
          null,
          () ->
              client instanceof McpSyncClient blocking
                  ? sync.apply(blocking)
                  : async.apply((McpAsyncClient) client).block());
      conversation.observe("state", 0, null, this::state);
    }

    private Object state() {
      return client instanceof McpSyncClient sync
          ? List.of(
              sync.isInitialized(),
              sync.getClientInfo(),
              sync.getClientCapabilities(),
              String.valueOf(sync.getServerInfo()),
              String.valueOf(sync.getServerCapabilities()),
              String.valueOf(sync.getServerInstructions()))
          : List.of(
              ((McpAsyncClient) client).isInitialized(),
              ((McpAsyncClient) client).getClientInfo(),
              ((McpAsyncClient) client).getClientCapabilities(),
              String.valueOf(((McpAsyncClient) client).getServerInfo()));
    }

    private void call(Step step) throws InterruptedException {
      Map<String, Object> arguments = new HashMap<>();
      arguments.put("path", "/app");
      arguments.put("nothing", null);
      arguments.put("deep", List.of(Map.of("n", 1.5, "list", List.of(1, "2", true))));
      CallToolRequest request =
          new CallToolRequest(
              "run",
              step.variant() == 0 ? null : step.variant() == 1 ? Map.of() : arguments,
              step.variant() < 4 ? null : Map.of("progressToken", "t-1", "own", Map.of("k", "v")));
      does(
          step,
          step.variant() == 4 ? 2 : 0,
          sync -> sync.callTool(request),
          async -> async.callTool(request));
    }

    private static CompleteRequest completion(int variant) {
      CompleteRequest.CompleteArgument argument = new CompleteRequest.CompleteArgument("a", "v");
      return variant < 4
          ? new CompleteRequest(
              new PromptReference("p"),
              argument,
              variant == 0 ? null : Map.of("m", variant),
              variant < 2 ? null : new CompleteRequest.CompleteContext(Map.of("k", "v")))
          : new CompleteRequest(new ResourceReference("file:///{x}"), argument);
    }

    private static @Nullable Object nothing(Runnable action) {
      action.run();
      return null;
    }

    /** Has the server play a variant of all its scripts. */
    private void play(int variant) {
      server.on("ping", exchange -> answer(exchange, variant, Map.of()));
      server.on("tools/list", exchange -> page(exchange, variant, "tools", tools(variant)));
      server.on(
          "resources/list",
          exchange ->
              page(
                  exchange,
                  variant,
                  "resources",
                  List.of(Map.of("uri", "file:///a", "name", "a"))));
      server.on(
          "resources/templates/list",
          exchange ->
              page(
                  exchange,
                  variant,
                  "resourceTemplates",
                  List.of(Map.of("uriTemplate", "file:///{x}", "name", "x"))));
      server.on(
          "prompts/list",
          exchange -> page(exchange, variant, "prompts", List.of(Map.of("name", "p"))));
      server.on(
          "resources/read",
          exchange ->
              answer(
                  exchange,
                  variant,
                  Map.of(
                      "contents",
                      List.of(Map.of("uri", exchange.params().get("uri"), "text", "read")))));
      server.on("resources/subscribe", exchange -> answer(exchange, variant, Map.of()));
      server.on("resources/unsubscribe", exchange -> answer(exchange, variant, Map.of()));
      server.on("logging/setLevel", exchange -> answer(exchange, variant, Map.of()));
      server.on(
          "prompts/get",
          exchange ->
              answer(
                  exchange,
                  variant,
                  Map.of(
                      "description",
                      "d",
                      "messages",
                      List.of(
                          Map.of(
                              "role", "user", "content", Map.of("type", "text", "text", "t"))))));
      server.on(
          "completion/complete",
          exchange ->
              answer(
                  exchange,
                  variant,
                  Map.of("completion", Map.of("values", List.of("v1"), "hasMore", true))));
      server.on("tools/call", exchange -> answerCall(exchange, variant));
    }

    private static List<Map<String, Object>> tools(int variant) {
      List<Map<String, Object>> tools = new ArrayList<>(ScriptedServer.tools("run", "t" + variant));
      Map<String, Object> rich = new HashMap<>(tools.get(0));
      rich.put("name", "rich");
      rich.put("title", "Rich");
      rich.put("outputSchema", Map.of("type", "object"));
      rich.put("annotations", Map.of("readOnlyHint", true, "title", "R"));
      rich.put("_meta", Map.of("k", List.of(1, 2)));
      tools.add(rich);
      return variant == 3 ? List.of() : tools;
    }

    private static void page(
        ScriptedServer.Exchange exchange, int variant, String name, List<?> content) {
      Map<String, Object> page = new HashMap<>(Map.of(name, content));
      Object cursor = exchange.params().get("cursor");
      if (variant == 2 || variant == 3) {
        page.put("_meta", Map.of("page", "meta"));
        page.put("nextCursor", "next");
        if ("next".equals(cursor)) {
          page.remove("nextCursor");
        }
      }
      answer(exchange, variant, page);
    }

    private static void answer(ScriptedServer.Exchange exchange, int variant, Object result) {
      switch (variant) {
        case 6 -> exchange.error(-32042, "No.", Map.of("why", List.of("so", 1)));
        case 5 -> exchange.error(-32601, "None.", null);
        default -> exchange.result(result);
      }
    }

    private void answerCall(ScriptedServer.Exchange exchange, int variant) throws IOException {
      switch (variant) {
        case 1 ->
            exchange.result(
                Map.of(
                    "content",
                    List.of(
                        Map.of("type", "text", "text", "t"),
                        Map.of("type", "image", "data", "AAAA", "mimeType", "image/png")),
                    "structuredContent",
                    Map.of("n", 1, "list", List.of(1.5, "x")),
                    "_meta",
                    Map.of("trace", Map.of("id", 7)),
                    "isError",
                    false));
        case 2 -> exchange.result(ScriptedServer.failure("failed"));
        case 3 -> exchange.result(Map.of("content", List.of()));
        case 4 -> {
          for (int i = 1; i <= 2; i++) {
            server.notifies(
                "notifications/progress",
                Map.of("progressToken", "t-1", "progress", i, "message", "m"));
          }
          exchange.result(ScriptedServer.text("progressed"));
        }
        case 7 -> throw new IOException("broken pipe");
        default ->
            answer(exchange, variant, ScriptedServer.text(String.valueOf(exchange.params())));
      }
    }
  }

  /** Nothing of this is generated: it is what the generated conversations are made of. */
  @Property(tries = 1)
  void everyDeedHasSomethingToObserve() throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      if (deed != Deed.CLOSE && deed != Deed.CLOSE_GRACEFULLY) {
        for (int variant = 0; variant < 8; variant++) {
          steps.add(new Step(deed, variant));
        }
      }
    }
    ClientCapabilities all =
        ClientCapabilities.builder().roots(true).sampling().elicitation().build();
    compare(all, steps);
    assertThat(String.join("\n", conversation(Way.WRAPPED_SYNC, all, steps)))
        .contains(
            "fired tools",
            "fired resources",
            "fired prompts",
            "fired update",
            "fired log",
            "fired progress",
            "fired sampling",
            "fired elicitation",
            "structuredContent",
            "roots/list_changed",
            "-32042")
        .doesNotContain("not everything fired");
    assertThat(Collections.frequency(steps, new Step(Deed.CALL, 1))).isOne();
  }
}
