package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Calls for which no thread waits. */
final class AsyncCalls implements Calls {

  private final McpAsyncClient client;
  private final Gate gate;
  private final Refuser refuser;
  private final @Nullable Reviews reviews;

  AsyncCalls(McpAsyncClient client, Gate gate, Refuser refuser, @Nullable Reviews reviews) {
    this.client = client;
    this.gate = gate;
    this.refuser = refuser;
    this.reviews = reviews;
  }

  @Override
  public Mono<Object> call(
      @Nullable Object params, Identity who, Leave leave, BooleanSupplier open) {
    Asked asked = Asked.toolCall(params);
    return reviews == null
        ? judge(asked, who, leave, open)
        : reviews.review(asked).flatMap(reviewed -> judge(reviewed, who, leave, open));
  }

  private Mono<Object> judge(Asked asked, Identity who, Leave leave, BooleanSupplier open) {
    CompletableFuture<Decision> judged =
        gate.judgeLater(asked, who, AsyncOriginal.AS_THE_POLICY_SAYS);
    if (judged.isDone() && !judged.isCompletedExceptionally()) {
      return decided(asked, judged.join(), leave, open);
    }
    leave.then(() -> judged.cancel(true));
    return Mono.fromFuture(judged, true).flatMap(decision -> decided(asked, decision, leave, open));
  }

  private Mono<Object> decided(Asked asked, Decision decision, Leave leave, BooleanSupplier open) {
    Decision last = asked.sendable(leave.unlessTaken(decision, open));
    return last.isAllowed()
        ? Settlement.of(
            last.reservation(),
            leave,
            () -> client.callTool(Objects.requireNonNull((CallToolRequest) asked.params(last))))
        : refuser.refuseCall(last);
  }
}
