package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls that are judged, made and settled on their callers' threads, which wait for all of it. */
final class BlockingCalls implements Calls {

  private final McpSyncClient client;
  private final Gate gate;
  private final Refuser refuser;
  private final @Nullable Reviews reviews;

  BlockingCalls(McpSyncClient client, Gate gate, Refuser refuser, @Nullable Reviews reviews) {
    this.client = client;
    this.gate = gate;
    this.refuser = refuser;
    this.reviews = reviews;
  }

  @Override
  public Mono<Object> call(@Nullable Object params, Identity who, Sender sender) {
    if (Schedulers.isInNonBlockingThread()) {
      return SyncOriginal.notBlocking();
    }
    try {
      Asked given = Asked.toolCall(params);
      Asked asked = reviews == null ? given : reviews.reviewHere(given);
      Decision decision = sender.stillWaitsFor(gate.judge(asked, who));
      Decision last = asked.sendable(decision);
      return last.isAllowed()
          ? Mono.justOrEmpty(send(asked, last, sender.leave()))
          : refuser.refuseCall(last);
    } catch (Throwable e) { // Reactor would throw some past whoever hears of the call
      return Mono.error(Exceptions.unwrap(e));
    }
  }

  private @Nullable CallToolResult send(Asked asked, Decision decision, Leave leave) {
    Reservation reservation = decision.reservation();
    AtomicBoolean over = new AtomicBoolean();
    leave.then(over::get, () -> reservation.settle(Outcome.CANCELLED));
    try {
      return send(asked, decision, reservation);
    } finally {
      over.set(true);
    }
  }

  private @Nullable CallToolResult send(Asked asked, Decision decision, Reservation reservation) {
    CallToolRequest request;
    try {
      request = Objects.requireNonNull((CallToolRequest) asked.params(decision));
    } catch (RuntimeException e) {
      reservation.settle(Outcome.NOT_SENT);
      throw e;
    }
    CallToolResult result;
    try {
      result = client.callTool(request);
    } catch (Throwable e) {
      reservation.settle(Outcomes.ofError(e));
      throw e;
    }
    reservation.settle(Outcomes.ofResult(result));
    return result;
  }
}
