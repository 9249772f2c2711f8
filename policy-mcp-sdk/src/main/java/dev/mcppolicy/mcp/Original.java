package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.PaginatedRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Root;
import io.modelcontextprotocol.spec.McpSchema.SetLevelRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.UnsubscribeRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The client that is wrapped. Whatever it does it does when the answer is subscribed to. */
interface Original {

  @Nullable InitializeResult initialized();

  ClientCapabilities capabilities();

  Implementation info();

  void close();

  Mono<Void> closeGracefully();

  /** Judges as this client calls: on the caller's thread, or without one. */
  Mono<Decision> judge(Gate gate, Asked asked, Identity who, Leave leave);

  /** Returns what makes tool calls, as this client calls. */
  Calls calls(Gate gate, Refuser refuser, @Nullable Reviews reviews);

  Mono<InitializeResult> initialize();

  Mono<?> ping();

  Mono<ListToolsResult> listTools(PaginatedRequest page);

  Mono<?> listResources(PaginatedRequest page);

  Mono<?> listResourceTemplates(PaginatedRequest page);

  Mono<?> readResource(ReadResourceRequest request);

  Mono<?> subscribeResource(SubscribeRequest request);

  Mono<?> unsubscribeResource(UnsubscribeRequest request);

  Mono<?> listPrompts(PaginatedRequest page);

  Mono<?> getPrompt(GetPromptRequest request);

  Mono<?> complete(CompleteRequest request);

  Mono<?> setLoggingLevel(SetLevelRequest request);

  Mono<Void> addRoot(Root root);

  Mono<Void> removeRoot(String uri);

  Mono<Void> rootsChanged();
}
