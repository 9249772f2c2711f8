package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.client.McpSyncClient;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A client that blocks: it is called, and the policy judges, on the thread that subscribes. */
record SyncOriginal(McpSyncClient client) implements Original {

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
    return Mono.fromCallable(client::closeGracefully)
        .flatMap(
            closed ->
                closed
                    ? Mono.empty()
                    : Mono.error(new IllegalStateException("the wrapped client did not close")));
  }

  @Override
  public Mono<Decision> judge(Gate gate, Asked asked, Identity who, Leave leave) {
    return blocking(() -> gate.judge(asked, who));
  }

  @Override
  public Calls calls(Gate gate, Refuser refuser, @Nullable Reviews reviews) {
    return new BlockingCalls(client, gate, refuser, reviews);
  }

  @Override
  public Mono<InitializeResult> initialize() {
    return blocking(client::initialize);
  }

  @Override
  public Mono<?> ping() {
    return blocking(client::ping);
  }

  @Override
  public Mono<ListToolsResult> listTools(PaginatedRequest page) {
    return blocking(
        () ->
            page.meta() == null
                ? client.listTools(page.cursor())
                : client.listTools(page.cursor(), page.meta()));
  }

  @Override
  public Mono<?> listResources(PaginatedRequest page) {
    return blocking(
        () ->
            page.meta() == null
                ? client.listResources(page.cursor())
                : client.listResources(page.cursor(), page.meta()));
  }

  @Override
  public Mono<?> listResourceTemplates(PaginatedRequest page) {
    return blocking(
        () ->
            page.meta() == null
                ? client.listResourceTemplates(page.cursor())
                : client.listResourceTemplates(page.cursor(), page.meta()));
  }

  @Override
  public Mono<?> readResource(ReadResourceRequest request) {
    return blocking(() -> client.readResource(request));
  }

  @Override
  public Mono<?> subscribeResource(SubscribeRequest request) {
    return running(() -> client.subscribeResource(request));
  }

  @Override
  public Mono<?> unsubscribeResource(UnsubscribeRequest request) {
    return running(() -> client.unsubscribeResource(request));
  }

  @Override
  public Mono<?> listPrompts(PaginatedRequest page) {
    return blocking(
        () ->
            page.meta() == null
                ? client.listPrompts(page.cursor())
                : client.listPrompts(page.cursor(), page.meta()));
  }

  @Override
  public Mono<?> getPrompt(GetPromptRequest request) {
    return blocking(() -> client.getPrompt(request));
  }

  @Override
  public Mono<?> complete(CompleteRequest request) {
    return blocking(() -> client.completeCompletion(request));
  }

  @Override
  public Mono<?> setLoggingLevel(SetLevelRequest request) {
    return running(() -> client.setLoggingLevel(request.level()));
  }

  @Override
  public Mono<Void> addRoot(Root root) {
    return running(() -> client.addRoot(root));
  }

  @Override
  public Mono<Void> removeRoot(String uri) {
    return running(() -> client.removeRoot(uri));
  }

  @Override
  public Mono<Void> rootsChanged() {
    return running(client::rootsListChangedNotification);
  }

  /** Nothing blocks a thread that must not block: the SDK would find out after it has sent. */
  private static <T> Mono<T> blocking(Callable<T> call) {
    return Mono.defer(
        () -> {
          if (Schedulers.isInNonBlockingThread()) {
            return notBlocking();
          }
          try {
            return Mono.justOrEmpty(call.call());
          } catch (Throwable e) { // Reactor would throw some past whoever settles the call
            return Mono.error(Exceptions.unwrap(e));
          }
        });
  }

  static <T> Mono<T> notBlocking() {
    return Mono.error(
        new IllegalStateException(Messages.notBlocking(Thread.currentThread().getName())));
  }

  private static Mono<Void> running(Runnable action) {
    return blocking(
            () -> {
              action.run();
              return Boolean.TRUE;
            })
        .then();
  }
}
