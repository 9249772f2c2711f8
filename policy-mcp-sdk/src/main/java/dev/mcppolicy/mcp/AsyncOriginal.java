package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.client.McpAsyncClient;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A client that doesn't block, and no thread waits for the policy either. */
record AsyncOriginal(McpAsyncClient client) implements Original {

  /** How long an approver has: as long as the policy gives it. */
  static final Duration AS_THE_POLICY_SAYS = Duration.ofSeconds(Long.MAX_VALUE);

  @Override
  public @Nullable InitializeResult initialized() {
    return client.getCurrentInitializationResult();
  }

  @Override
  public ClientCapabilities capabilities() {
    return client.getClientCapabilities();
  }

  @Override
  public Implementation info() {
    return client.getClientInfo();
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return client.closeGracefully();
  }

  @Override
  public Mono<Decision> judge(Gate gate, Asked asked, Identity who, Leave leave) {
    return Mono.defer(
        () -> {
          CompletableFuture<Decision> answer = gate.judgeLater(asked, who, AS_THE_POLICY_SAYS);
          leave.then(answer::isDone, () -> answer.cancel(true));
          return Mono.fromFuture(answer, true);
        });
  }

  @Override
  public Calls calls(Gate gate, Refuser refuser, @Nullable Reviews reviews) {
    return new AsyncCalls(client, gate, refuser, reviews);
  }

  @Override
  public Mono<InitializeResult> initialize() {
    return client.initialize();
  }

  @Override
  public Mono<?> ping() {
    return client.ping();
  }

  @Override
  public Mono<ListToolsResult> listTools(PaginatedRequest page) {
    return page.meta() == null
        ? client.listTools(page.cursor())
        : client.listTools(page.cursor(), page.meta());
  }

  @Override
  public Mono<?> listResources(PaginatedRequest page) {
    return page.meta() == null
        ? client.listResources(page.cursor())
        : client.listResources(page.cursor(), page.meta());
  }

  @Override
  public Mono<?> listResourceTemplates(PaginatedRequest page) {
    return page.meta() == null
        ? client.listResourceTemplates(page.cursor())
        : client.listResourceTemplates(page.cursor(), page.meta());
  }

  @Override
  public Mono<?> readResource(ReadResourceRequest request) {
    return client.readResource(request);
  }

  @Override
  public Mono<?> subscribeResource(SubscribeRequest request) {
    return client.subscribeResource(request);
  }

  @Override
  public Mono<?> unsubscribeResource(UnsubscribeRequest request) {
    return client.unsubscribeResource(request);
  }

  @Override
  public Mono<?> listPrompts(PaginatedRequest page) {
    return page.meta() == null
        ? client.listPrompts(page.cursor())
        : client.listPrompts(page.cursor(), page.meta());
  }

  @Override
  public Mono<?> getPrompt(GetPromptRequest request) {
    return client.getPrompt(request);
  }

  @Override
  public Mono<?> complete(CompleteRequest request) {
    return client.completeCompletion(request);
  }

  @Override
  public Mono<?> setLoggingLevel(SetLevelRequest request) {
    return client.setLoggingLevel(request.level());
  }

  @Override
  public Mono<Void> addRoot(Root root) {
    return client.addRoot(root);
  }

  @Override
  public Mono<Void> removeRoot(String uri) {
    return client.removeRoot(uri);
  }

  @Override
  public Mono<Void> rootsChanged() {
    return client.rootsListChangedNotification();
  }
}
