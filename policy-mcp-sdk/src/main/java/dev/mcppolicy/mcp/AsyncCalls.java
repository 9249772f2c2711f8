package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
  public Mono<Object> call(@Nullable Object params, Identity who, Sender sender) {
    Asked asked = Asked.toolCall(params);
    return reviews == null
        ? judge(asked, who, sender)
        : reviews.review(asked).flatMap(reviewed -> judge(reviewed, who, sender));
  }

  private Mono<Object> judge(Asked asked, Identity who, Sender sender) {
    CompletableFuture<Decision> judged =
        gate.judgeLater(asked, who, AsyncOriginal.AS_THE_POLICY_SAYS);
    if (judged.isDone() && !judged.isCompletedExceptionally()) {
      return decided(asked, judged.join(), sender);
    }
    sender.leave().then(judged::isDone, () -> judged.cancel(true));
    return Mono.fromFuture(judged, true).flatMap(decision -> decided(asked, decision, sender));
  }

  private Mono<Object> decided(Asked asked, Decision decision, Sender sender) {
    Decision last = asked.sendable(sender.stillWaitsFor(decision));
    return last.isAllowed()
        ? Settlement.of(
            last.reservation(),
            sender.leave(),
            () -> client.callTool(Objects.requireNonNull((CallToolRequest) asked.params(last))))
        : refuser.refuseCall(last);
  }
}
