package dev.mcppolicy.mcp;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolReview;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteReference;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.SetLevelRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.UnsubscribeRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a policy sees it, frozen.
 *
 * @param name the name of the tool, or the method of a request that is no tool call
 * @param arguments what is judged
 * @param params what is sent if it is allowed: made of what is judged
 * @param review what is known of the tool's definition, or null if nothing is
 */
record Asked(
    @Nullable String name,
    Arguments arguments,
    @Nullable Object params,
    @Nullable ToolReview review) {

  /** A request that is no tool call. */
  Asked(@Nullable String name, Arguments arguments, @Nullable Object params) {
    this(name, arguments, params, NoTool.REVIEW);
  }

  /** A request that nobody can judge: the engine denies a call without a name. */
  private static final Asked NOTHING = new Asked("", Arguments.empty(), null, null);

  /** Reads the parameters of a tool call; other ones than the SDK's are no call. */
  static Asked toolCall(@Nullable Object params) {
    if (!(params instanceof CallToolRequest request)) {
      return NOTHING;
    }
    Map<String, Object> given = request.arguments();
    Arguments arguments = Arguments.freeze(given);
    try {
      return new Asked(
          request.name(),
          arguments,
          new CallToolRequest(
              request.name(),
              given == null ? null : sendable(arguments),
              Plain.meta(request.meta())),
          null);
    } catch (IllegalArgumentException e) {
      return NOTHING;
    }
  }

  boolean isToolCall() {
    return params instanceof CallToolRequest;
  }

  /** Returns the name of the tool; empty if the call names none. */
  String tool() {
    return name == null ? "" : name;
  }

  /** Returns this, with what is known of the tool's definition. */
  Asked with(ToolReview review) {
    return new Asked(name, arguments, params, review);
  }

  /**
   * Returns a decision, or a denial if it allows other arguments than were asked about of a request
   * that is no tool call: only a tool call can be sent with these.
   */
  Decision sendable(Decision decision) {
    if (!decision.isAllowed() || decision.edited().isEmpty() || isToolCall()) {
      return decision;
    }
    decision.reservation().settle(Outcome.NOT_SENT);
    return Decision.deny(
        decision.policy().orElse(null), Code.APPROVAL_DENIED, "", () -> Messages.EDITED, null);
  }

  /** Returns what is sent when a {@linkplain #sendable decision} allows it. */
  @Nullable Object params(Decision decision) {
    Arguments edited = decision.edited().orElse(null);
    return edited != null && params instanceof CallToolRequest request
        ? new CallToolRequest(request.name(), sendable(edited), request.meta())
        : params;
  }

  /** Reads the parameters of another request. */
  static Asked of(String method, @Nullable Object params) {
    try {
      return plain(method, params);
    } catch (IllegalArgumentException e) {
      return NOTHING;
    }
  }

  private static Asked plain(String method, @Nullable Object params) {
    if (params instanceof GetPromptRequest request) {
      return prompt(method, request);
    }
    if (params instanceof CompleteRequest request) {
      return completion(method, request);
    }
    if (params instanceof Map<?, ?> raw) {
      Arguments arguments = Arguments.freeze(raw);
      return new Asked(method, arguments, sendable(arguments));
    }
    Object known = immutable(params);
    return known == params
        ? new Asked(method, Arguments.freeze(params), params)
        : new Asked(method, Arguments.freeze(known), Plain.params(params));
  }

  private static Asked prompt(String method, GetPromptRequest request) {
    Arguments own = Arguments.freeze(request.arguments());
    if (own.problem().isPresent()) {
      return new Asked(method, own, null); // not looked at again: it might answer differently
    }
    Map<String, @Nullable Object> judged = new LinkedHashMap<>();
    judged.put("name", request.name());
    judged.put("arguments", own.asMap());
    return new Asked(
        method,
        Arguments.freeze(judged),
        new GetPromptRequest(
            request.name(),
            request.arguments() == null ? null : sendable(own),
            Plain.meta(request.meta())));
  }

  private static Asked completion(String method, CompleteRequest request) {
    CompleteReference ref = request.ref();
    if (ref != null && !(ref instanceof PromptReference) && !(ref instanceof ResourceReference)) {
      return NOTHING; // somebody's own, which may change after it was judged
    }
    CompleteRequest sent =
        new CompleteRequest(
            ref, request.argument(), Plain.meta(request.meta()), copy(request.context()));
    Map<String, @Nullable Object> judged = new LinkedHashMap<>();
    judged.put("ref", reference(sent.ref()));
    judged.put("argument", argument(sent.argument()));
    if (sent.context() != null) {
      judged.put("context", singleton("arguments", sent.context().arguments()));
    }
    return new Asked(method, Arguments.freeze(judged), sent);
  }

  private static @Nullable Object reference(@Nullable CompleteReference reference) {
    if (reference == null) {
      return null;
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("type", reference.type());
    parts.put(reference instanceof PromptReference ? "name" : "uri", reference.identifier());
    return parts;
  }

  private static @Nullable Object argument(CompleteRequest.@Nullable CompleteArgument argument) {
    if (argument == null) {
      return null;
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("name", argument.name());
    parts.put("value", argument.value());
    return parts;
  }

  private static CompleteRequest.@Nullable CompleteContext copy(
      CompleteRequest.@Nullable CompleteContext context) {
    return context == null || context.arguments() == null
        ? context
        : new CompleteRequest.CompleteContext(
            Collections.unmodifiableMap(new HashMap<>(context.arguments())));
  }

  /** Returns what a request holds whose parts nobody can change; itself if it isn't known. */
  private static @Nullable Object immutable(@Nullable Object params) {
    if (params instanceof ReadResourceRequest request) {
      return singleton("uri", request.uri());
    }
    if (params instanceof SubscribeRequest request) {
      return singleton("uri", request.uri());
    }
    if (params instanceof UnsubscribeRequest request) {
      return singleton("uri", request.uri());
    }
    if (params instanceof SetLevelRequest request) {
      return singleton(
          "level",
          request.level() == null ? null : request.level().name().toLowerCase(Locale.ROOT));
    }
    if (params instanceof PaginatedRequest request) {
      return request.cursor() == null ? Map.of() : singleton("cursor", request.cursor());
    }
    return params;
  }

  private static Map<String, @Nullable Object> singleton(String name, @Nullable Object value) {
    return Collections.singletonMap(name, value);
  }

  /** Returns frozen arguments as they are sent; invalid ones never are. */
  @SuppressWarnings("NullAway") // the SDK doesn't say that the values may be null
  private static @Nullable Map<String, Object> sendable(Arguments arguments) {
    return arguments.problem().isPresent() ? null : arguments.asMap();
  }
}
