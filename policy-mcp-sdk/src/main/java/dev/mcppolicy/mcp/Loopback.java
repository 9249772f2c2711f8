package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionWatch;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SetLevelRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.UnsubscribeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * The transport of an outer client whose server is the client that is wrapped: each request becomes
 * a call of that client, if the policy lets it, and its result goes back as the object it is.
 *
 * <p>Errors go back as they are too, never as protocol errors, so that the caller sees what the
 * wrapped client threw.
 */
final class Loopback implements McpClientTransport {

  /** Stands for the results that have nothing in them. */
  private static final Map<String, Object> NOTHING = Map.of();

  /** How long the tools may be listed before a call. */
  private static final Duration LISTING_TIME = Duration.ofSeconds(10);

  private final Original original;
  private final Gate gate;
  private final Refuser refuser;
  private final Roots roots;
  private final Calls calls;
  private final Sessions sessions = new Sessions();

  Loopback(Original original, Gate gate, Refuser refuser) {
    this.original = original;
    this.gate = gate;
    this.refuser = refuser;
    this.roots = new Roots(original);
    DefinitionWatch watch = gate.watch();
    Reviews reviews =
        watch == null
            ? null
            : new Reviews(
                watch,
                cursor ->
                    original.listTools(new PaginatedRequest(cursor, null)).map(SdkTools::page),
                LISTING_TIME);
    this.calls = original.calls(gate, refuser, reviews);
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    sessions.begin(new Session(handler));
    return Mono.empty();
  }

  @Override
  public List<String> protocolVersions() {
    return ProtocolVersionsKnown.with(original.initialized());
  }

  @Override
  public void close() {
    sessions.begin(Session.none());
    original.close();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.defer(
        () -> {
          sessions.begin(Session.none());
          return original.closeGracefully();
        });
  }

  @Override
  @SuppressWarnings("unchecked") // results are handed through as the objects they are
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return (T) data;
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    Session asking = sessions.current();
    if (message instanceof JSONRPCRequest request) {
      return Mono.deferContextual(context -> answer(request, asking, context));
    }
    if (message instanceof JSONRPCResponse response) {
      return Mono.fromRunnable(() -> roots.answered(response));
    }
    return message instanceof JSONRPCNotification notification
            && notification.method().equals(McpSchema.METHOD_NOTIFICATION_ROOTS_LIST_CHANGED)
        ? roots.changed(asking::hear)
        : Mono.empty();
  }

  private Mono<Void> answer(JSONRPCRequest request, Session asking, ContextView context) {
    return result(request, asking, context)
        .defaultIfEmpty(NOTHING)
        .flatMap(
            result ->
                asking.hear(
                    new JSONRPCResponse(McpSchema.JSONRPC_VERSION, request.id(), result, null)));
  }

  private Mono<Object> result(JSONRPCRequest request, Session asking, ContextView context) {
    return switch (request.method()) {
      case McpSchema.METHOD_INITIALIZE -> initialize(asking).cast(Object.class);
      case McpSchema.METHOD_PING -> original.ping().cast(Object.class);
      default ->
          roots.changeUnsaid()
              ? roots
                  .beforeRequest(asking::hear)
                  .then(Mono.defer(() -> use(request, asking, context)))
              : use(request, asking, context);
    };
  }

  private Mono<InitializeResult> initialize(Session asking) {
    InitializeResult known = original.initialized();
    return known != null
        ? Mono.just(known)
        : roots.beforeInitialization(asking::hear).then(Mono.defer(original::initialize));
  }

  /** Judges whatever is of use to an agent, and has the wrapped client do it. */
  private Mono<Object> use(JSONRPCRequest request, Session asking, ContextView context) {
    Identity who =
        context.getOrDefault(McpTransportContext.KEY, null) instanceof CallersThread.Told told
            ? told.identity()
            : gate.identify(CallContext.of(context));
    String method = request.method();
    if (method.equals(McpSchema.METHOD_TOOLS_CALL)) {
      TimerThreads.OF_REACTOR.keepWaiting(System.nanoTime());
      return calls.call(request.params(), who, new Sender(asking, Leave.of(context)));
    }
    boolean governed =
        method.equals(McpSchema.METHOD_TOOLS_LIST)
            ? gate.governsLists(who)
            : gate.governs(method, who);
    if (!governed) {
      return Mono.defer(() -> forward(method, Plain.params(request.params()), who));
    }
    Asked asked = Asked.of(method, request.params());
    return judged(asked, asking, context, who)
        .flatMap(
            decision ->
                decision.isAllowed()
                    ? send(asked, decision, method, who)
                    : refuser.refuseRequest(decision));
  }

  private Mono<Object> list(PaginatedRequest page, Identity who) {
    DefinitionWatch watch = gate.watch();
    long asked = watch == null ? 0 : watch.epoch();
    return original
        .listTools(page)
        .map(
            tools -> {
              if (watch != null) {
                SdkTools.page(tools).compare(watch, asked);
              }
              return ToolLists.visible(tools, name -> gate.isVisible(name, who));
            });
  }

  /** Judges, and lets nothing out whose caller has left meanwhile. */
  private Mono<Decision> judged(Asked asked, Session asking, ContextView context, Identity who) {
    Sender sender = new Sender(asking, Leave.of(context));
    return original
        .judge(gate, asked, who, sender.leave())
        .map(decision -> asked.sendable(sender.stillWaitsFor(decision)));
  }

  private Mono<Object> send(Asked asked, Decision decision, String method, Identity who) {
    return Mono.deferContextual(
        context ->
            Settlement.of(
                decision.reservation(),
                Leave.of(context),
                () -> forward(method, asked.params(decision), who)));
  }

  /** Has the wrapped client do what a request asks; what isn't known is not done. */
  private Mono<Object> forward(String method, @Nullable Object params, Identity who) {
    Mono<?> result =
        switch (method) {
          case McpSchema.METHOD_TOOLS_LIST -> list(page(params), who);
          case McpSchema.METHOD_RESOURCES_LIST -> original.listResources(page(params));
          case McpSchema.METHOD_RESOURCES_TEMPLATES_LIST ->
              original.listResourceTemplates(page(params));
          case McpSchema.METHOD_RESOURCES_READ ->
              original.readResource(Objects.requireNonNull((ReadResourceRequest) params));
          case McpSchema.METHOD_RESOURCES_SUBSCRIBE ->
              original.subscribeResource(Objects.requireNonNull((SubscribeRequest) params));
          case McpSchema.METHOD_RESOURCES_UNSUBSCRIBE ->
              original.unsubscribeResource(Objects.requireNonNull((UnsubscribeRequest) params));
          case McpSchema.METHOD_PROMPT_LIST -> original.listPrompts(page(params));
          case McpSchema.METHOD_PROMPT_GET ->
              original.getPrompt(Objects.requireNonNull((GetPromptRequest) params));
          case McpSchema.METHOD_COMPLETION_COMPLETE ->
              original.complete(Objects.requireNonNull((CompleteRequest) params));
          case McpSchema.METHOD_LOGGING_SET_LEVEL ->
              original.setLoggingLevel(Objects.requireNonNull((SetLevelRequest) params));
          default ->
              Mono.error(
                  McpError.builder(McpSchema.ErrorCodes.METHOD_NOT_FOUND)
                      .message(Messages.unknownMethod(method))
                      .build());
        };
    return result.cast(Object.class);
  }

  private static PaginatedRequest page(@Nullable Object params) {
    return params instanceof PaginatedRequest page ? page : new PaginatedRequest(null, null);
  }
}
