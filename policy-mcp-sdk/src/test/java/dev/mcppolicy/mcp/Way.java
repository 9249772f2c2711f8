package dev.mcppolicy.mcp;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The ways from a host to a server: bare, and through each seam with a policy that allows all. */
enum Way {
  BARE_SYNC,
  WRAPPED_SYNC,
  TRANSPORT_SYNC,
  BARE_ASYNC,
  WRAPPED_ASYNC,
  TRANSPORT_ASYNC;

  private static final Policy ALLOWING = Policy.parse("{\"version\":\"1\",\"default\":\"allow\"}");

  static final List<Way> SYNC = List.of(BARE_SYNC, WRAPPED_SYNC, TRANSPORT_SYNC);
  static final List<Way> ASYNC = List.of(BARE_ASYNC, WRAPPED_ASYNC, TRANSPORT_ASYNC);

  /** Builds a client that tells a conversation whatever it hears, and returns it. */
  Object connect(Conversation conversation, ClientCapabilities capabilities) {
    PolicyEnforcer enforcer = PolicyEnforcer.of(ALLOWING);
    return switch (this) {
      case BARE_SYNC -> sync(conversation, conversation.server, capabilities);
      case WRAPPED_SYNC -> enforcer.wrap(sync(conversation, conversation.server, capabilities));
      case TRANSPORT_SYNC ->
          sync(conversation, enforcer.wrap((McpClientTransport) conversation.server), capabilities);
      case BARE_ASYNC -> async(conversation, conversation.server, capabilities);
      case WRAPPED_ASYNC -> enforcer.wrap(async(conversation, conversation.server, capabilities));
      case TRANSPORT_ASYNC ->
          async(
              conversation, enforcer.wrap((McpClientTransport) conversation.server), capabilities);
    };
  }

  private static McpSyncClient sync(
      Conversation heard, McpClientTransport transport, ClientCapabilities capabilities) {
    McpClient.SyncSpec spec =
        McpClient.sync(transport)
            .requestTimeout(Seam.TIMEOUT)
            .jsonSchemaValidator(Seam.VALID)
            .capabilities(capabilities)
            .toolsChangeConsumer(tools -> heard.fired("tools", tools))
            .resourcesChangeConsumer(resources -> heard.fired("resources", resources))
            .resourcesUpdateConsumer(contents -> heard.fired("update", contents))
            .promptsChangeConsumer(prompts -> heard.fired("prompts", prompts))
            .loggingConsumer(message -> heard.fired("log", message))
            .progressConsumer(progress -> heard.fired("progress", progress));
    if (capabilities.sampling() != null) {
      spec.sampling(request -> sampled(heard, request));
    }
    if (capabilities.elicitation() != null) {
      elicitation(spec, McpClient.SyncSpec.class, request -> elicited(heard, request));
    }
    return spec.build();
  }

  private static McpAsyncClient async(
      Conversation heard, McpClientTransport transport, ClientCapabilities capabilities) {
    McpClient.AsyncSpec spec =
        McpClient.async(transport)
            .requestTimeout(Seam.TIMEOUT)
            .jsonSchemaValidator(Seam.VALID)
            .capabilities(capabilities)
            .toolsChangeConsumer(later(heard, "tools"))
            .resourcesChangeConsumer(later(heard, "resources"))
            .resourcesUpdateConsumer(later(heard, "update"))
            .promptsChangeConsumer(later(heard, "prompts"))
            .loggingConsumer(later(heard, "log"))
            .progressConsumer(later(heard, "progress"));
    if (capabilities.sampling() != null) {
      spec.sampling(request -> Mono.fromCallable(() -> sampled(heard, request)));
    }
    if (capabilities.elicitation() != null) {
      elicitation(
          spec,
          McpClient.AsyncSpec.class,
          request -> Mono.fromCallable(() -> elicited(heard, request)));
    }
    return spec.build();
  }

  private static <T> Function<T, Mono<Void>> later(Conversation heard, String what) {
    Consumer<T> consumer = value -> heard.fired(what, value);
    return value -> Mono.fromRunnable(() -> consumer.accept(value));
  }

  private static CreateMessageResult sampled(Conversation heard, Object request) {
    heard.fired("sampling", request);
    return ScriptedServer.JSON.convertValue(
        Map.of(
            "role", "assistant",
            "content", Map.of("type", "text", "text", "sampled"),
            "model", "m",
            "stopReason", "endTurn"),
        CreateMessageResult.class);
  }

  private static ElicitResult elicited(Conversation heard, Object request) {
    heard.fired("elicitation", request);
    return ScriptedServer.JSON.convertValue(
        Map.of("action", "accept", "content", Map.of("name", "n")), ElicitResult.class);
  }

  /** What is elicited has another type in each line of the SDK. */
  private static void elicitation(Object spec, Class<?> type, Function<Object, Object> handler) {
    try {
      Method method = type.getMethod("elicitation", Function.class);
      method.invoke(spec, handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
