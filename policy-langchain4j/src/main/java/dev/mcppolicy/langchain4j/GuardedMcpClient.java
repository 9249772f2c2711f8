package dev.mcppolicy.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.McpException;
import dev.langchain4j.mcp.client.McpGetPromptResult;
import dev.langchain4j.mcp.client.McpPrompt;
import dev.langchain4j.mcp.client.McpReadResourceResult;
import dev.langchain4j.mcp.client.McpResource;
import dev.langchain4j.mcp.client.McpResourceTemplate;
import dev.langchain4j.mcp.client.McpRoot;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that calls as another does, as far as a policy lets it.
 *
 * <pre>{@code
 * McpClient guarded = GuardedMcpClient.of(client, Policy.load(Path.of("policy.json")));
 * McpToolProvider tools = McpToolProvider.builder().mcpClients(guarded).build();
 * }</pre>
 *
 * <p>A call that is denied is answered with a failed result that says so, and never reaches the
 * server; hidden tools are in no list. Other requests go their way, unless a key of the policy
 * names them, as in {@code resources/read}: then one that is denied throws an {@link McpException}.
 * Everything is judged on the caller's thread, which waits for approval too.
 *
 * <p>The client that was given stays unguarded: let nobody have it. This class is thread-safe.
 */
@SuppressWarnings("try") // the client that is given closes as it likes
public final class GuardedMcpClient implements McpClient {

  /** The key in the attributes of a denied result. */
  private static final String DECISION = "dev.mcppolicy/decision";

  /** The code of a protocol error, of those that are left to implementations. */
  private static final int DENIED = -32001;

  private final McpClient client;
  private final Gate gate;

  private GuardedMcpClient(Builder builder) {
    this.client = builder.client;
    String server = builder.server == null ? builder.client.key() : builder.server;
    this.gate = new Gate(builder.engine, builder.callers, server);
  }

  /** Returns a client with one policy for every caller, and counters in memory. */
  public static GuardedMcpClient of(McpClient client, Policy policy) {
    return builder(client, PolicyEngine.of(policy)).build();
  }

  /**
   * Returns a builder of a client that an engine judges. Clients that share an engine share its
   * counters. If somebody may change the arguments of calls that he approves, the engine has to
   * {@linkplain PolicyEngine.Builder#acceptEdits accept edits}.
   */
  public static Builder builder(McpClient client, PolicyEngine engine) {
    return new Builder(client, engine);
  }

  @Override
  public String key() {
    return client.key();
  }

  @Override
  public @Nullable String instructions() {
    return client.instructions();
  }

  @Override
  public List<ToolSpecification> listTools() {
    return list(null, client::listTools);
  }

  @Override
  public List<ToolSpecification> listTools(@Nullable InvocationContext context) {
    return list(context, () -> client.listTools(context));
  }

  private List<ToolSpecification> list(
      @Nullable InvocationContext context, Supplier<List<ToolSpecification>> sending) {
    List<ToolSpecification> tools =
        gate.governsLists(context)
            ? judged("tools/list", Map.of(), context, sending)
            : sending.get();
    return tools.stream().filter(tool -> gate.isVisible(tool.name(), context)).toList();
  }

  @Override
  public ToolExecutionResult executeTool(ToolExecutionRequest request) {
    return execute(request, null, client::executeTool);
  }

  @Override
  public ToolExecutionResult executeTool(
      ToolExecutionRequest request, @Nullable InvocationContext context) {
    return execute(request, context, judged -> client.executeTool(judged, context));
  }

  private ToolExecutionResult execute(
      ToolExecutionRequest request,
      @Nullable InvocationContext context,
      Function<ToolExecutionRequest, ToolExecutionResult> sending) {
    Gate.Judged judged =
        gate.judgeTool(request.name(), CallArguments.read(request.arguments()), context);
    if (!judged.decision().isAllowed()) {
      return denied(judged.decision());
    }
    return judged.settled(
        () ->
            sending.apply(
                request.toBuilder()
                    .name(judged.call().tool())
                    .arguments(CallArguments.write(judged.call().arguments()))
                    .build()),
        ToolExecutionResult::isError);
  }

  private static ToolExecutionResult denied(Decision decision) {
    return ToolExecutionResult.builder()
        .isError(true)
        .resultText(decision.textForAgent())
        .attributes(Map.of(DECISION, details(decision)))
        .build();
  }

  private static Map<String, Object> details(Decision decision) {
    Map<String, Object> details = new LinkedHashMap<>();
    decision.code().ifPresent(code -> details.put("code", code.id()));
    details.put("rule", decision.rule());
    decision.retryAfter().ifPresent(wait -> details.put("retryAfter", wait.toString()));
    decision.policy().ifPresent(policy -> details.put("policy", policy));
    return details;
  }

  /** Makes a request that is no tool call, judged only if the policy names it. */
  private <T extends @Nullable Object> T request(
      String method,
      Map<String, ? extends @Nullable Object> arguments,
      @Nullable InvocationContext context,
      Supplier<T> sending) {
    return gate.governs(method, context)
        ? judged(method, arguments, context, sending)
        : sending.get();
  }

  private <T extends @Nullable Object> T judged(
      String method,
      Map<String, ? extends @Nullable Object> arguments,
      @Nullable InvocationContext context,
      Supplier<T> sending) {
    Gate.Judged judged = gate.judgeRequest(method, Arguments.freeze(arguments), context);
    if (!judged.decision().isAllowed()) {
      throw new McpException(DENIED, judged.decision().textForAgent());
    }
    if (judged.decision().edited().isPresent()) { // what is sent is fixed, and nobody approved that
      judged.decision().reservation().settle(Outcome.NOT_SENT);
      throw new McpException(DENIED, Decision.PREFIX + LangChain4jMessages.EDITED);
    }
    return judged.settled(sending, result -> false);
  }

  @Override
  public List<McpResource> listResources() {
    return request("resources/list", Map.of(), null, client::listResources);
  }

  @Override
  public List<McpResource> listResources(@Nullable InvocationContext context) {
    return request("resources/list", Map.of(), context, () -> client.listResources(context));
  }

  @Override
  public List<McpResourceTemplate> listResourceTemplates() {
    return request("resources/templates/list", Map.of(), null, client::listResourceTemplates);
  }

  @Override
  public List<McpResourceTemplate> listResourceTemplates(@Nullable InvocationContext context) {
    return request(
        "resources/templates/list", Map.of(), context, () -> client.listResourceTemplates(context));
  }

  @Override
  public McpReadResourceResult readResource(String uri) {
    return request("resources/read", uri(uri), null, () -> client.readResource(uri));
  }

  @Override
  public McpReadResourceResult readResource(String uri, @Nullable InvocationContext context) {
    return request("resources/read", uri(uri), context, () -> client.readResource(uri, context));
  }

  @Override
  public void subscribeToResource(String uri) {
    request("resources/subscribe", uri(uri), null, running(() -> client.subscribeToResource(uri)));
  }

  @Override
  public void unsubscribeFromResource(String uri) {
    request(
        "resources/unsubscribe",
        uri(uri),
        null,
        running(() -> client.unsubscribeFromResource(uri)));
  }

  private static Map<String, @Nullable Object> uri(@Nullable String uri) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("uri", uri);
    return arguments;
  }

  private static Supplier<@Nullable Void> running(Runnable sending) {
    return () -> {
      sending.run();
      return null;
    };
  }

  @Override
  public List<McpPrompt> listPrompts() {
    return request("prompts/list", Map.of(), null, client::listPrompts);
  }

  @Override
  public McpGetPromptResult getPrompt(String name, Map<String, Object> arguments) {
    Arguments frozen = Arguments.freeze(arguments);
    Map<String, @Nullable Object> asked = new LinkedHashMap<>();
    asked.put("name", name);
    asked.put("arguments", frozen.problem().isPresent() ? arguments : frozen.asMap());
    return request(
        "prompts/get",
        asked,
        null,
        () ->
            client.getPrompt(
                name, frozen.problem().isPresent() ? arguments : Gate.plain(frozen.asMap())));
  }

  @Override
  public void checkHealth() {
    client.checkHealth();
  }

  @Override
  public void setRoots(List<McpRoot> roots) {
    client.setRoots(roots);
  }

  @Override
  public void close() throws Exception {
    client.close();
  }

  /** Builds guarded clients. Not thread-safe. */
  public static final class Builder {

    private final McpClient client;
    private final PolicyEngine engine;
    private Function<? super @Nullable InvocationContext, ? extends @Nullable Caller> callers =
        context -> Caller.byDefault();
    private @Nullable String server;

    private Builder(McpClient client, PolicyEngine engine) {
      this.client = Objects.requireNonNull(client, "client");
      this.engine = Objects.requireNonNull(engine, "engine");
    }

    /** Gives the server the name that policies know; the key of the client unless given. */
    public Builder server(String server) {
      this.server = Objects.requireNonNull(server, "server");
      return this;
    }

    /**
     * Says that every call is made by one grant; {@value Caller#DEFAULT_GRANT} unless given.
     *
     * @throws IllegalArgumentException if {@code grant} is empty
     */
    public Builder grant(String grant) {
      Caller caller = Caller.of(grant);
      this.callers = context -> caller;
      return this;
    }

    /**
     * Asks for each call who makes it, on the thread that makes it. The context is null where
     * LangChain4j gives none: a {@code McpToolProvider} lists tools without one. Null says that the
     * caller isn't known: such a one is denied wherever a rule or a limit needs to know. If the
     * function throws, the call is denied.
     */
    public Builder callers(
        Function<? super @Nullable InvocationContext, ? extends @Nullable Caller> callers) {
      this.callers = Objects.requireNonNull(callers, "callers");
      return this;
    }

    /** Returns a client. */
    public GuardedMcpClient build() {
      return new GuardedMcpClient(this);
    }
  }
}
