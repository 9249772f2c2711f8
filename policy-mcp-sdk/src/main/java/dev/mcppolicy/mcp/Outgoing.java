package dev.mcppolicy.mcp;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What a client sends.
 *
 * <p>A client doesn't tell its transport that it waits no longer, so whatever has to be judged has
 * three quarters of the client's request time-out, and is not sent after that.
 */
final class Outgoing {

  private final Wire wire;
  private final Gate gate;
  private final Refuser refuser;
  private final Incoming incoming;
  private final Duration requestTimeout;
  private final Duration judgingTime;
  private final InFlight inFlight = new InFlight();
  private final @Nullable Reviews reviews;

  Outgoing(Wire wire, Gate gate, Refuser refuser, Incoming incoming, Duration requestTimeout) {
    this.wire = wire;
    this.gate = gate;
    this.refuser = refuser;
    this.incoming = incoming;
    this.requestTimeout = requestTimeout;
    this.judgingTime = judgingTime(requestTimeout);
    DefinitionWatch watch = gate.watch();
    this.reviews =
        watch == null ? null : new Reviews(watch, incoming.ownLists(), requestTimeout.dividedBy(4));
  }

  static Duration judgingTime(Duration requestTimeout) {
    return requestTimeout.minus(requestTimeout.dividedBy(4));
  }

  /** Forgets what nobody will answer. */
  void forget() {
    inFlight.settleAll(Outcome.LOST);
  }

  /** Settles what a message of the server answers. */
  void heard(JSONRPCMessage message) {
    if (message instanceof JSONRPCResponse response && response.id() != null) {
      inFlight.settle(response.id(), Outcomes.of(response));
    }
  }

  /**
   * Sends a message, if the policy lets it.
   *
   * @param asking the session that sends it
   * @param open says whether that session still stands
   */
  Mono<Void> send(
      JSONRPCMessage message, Session asking, BooleanSupplier open, ContextView context) {
    if (message instanceof JSONRPCRequest request) {
      return request(request, new Sender(asking, open, Leave.of(context)), context);
    }
    if (message instanceof JSONRPCNotification notification) {
      return Methods.resemblesToolCall(notification.method())
          ? notAToolCall(notification.method())
          : wire.send(notification);
    }
    if (message instanceof JSONRPCResponse response) {
      incoming.answered(response);
      return wire.send(response);
    }
    return Mono.error(new IllegalArgumentException(Messages.UNKNOWN_MESSAGE));
  }

  /** Who sends a request: a session, and a caller who may leave. */
  private record Sender(Session session, BooleanSupplier open, Leave leave) {

    boolean waits() {
      return open.getAsBoolean() && !leave.isTaken();
    }

    String absence() {
      return leave.isTaken() ? Messages.LEFT : Messages.CLOSED;
    }
  }

  private Mono<Void> request(JSONRPCRequest request, Sender sender, ContextView context) {
    String method = request.method();
    if (method.equals(McpSchema.METHOD_TOOLS_CALL)) {
      Identity who = gate.identify(CallContext.of(context));
      Asked asked = Asked.toolCall(request.params());
      long since = System.nanoTime();
      return reviews == null
          ? guard(request, asked, who, sender, since, refuser::refuseCall)
          : reviews
              .review(asked)
              .flatMap(known -> guard(request, known, who, sender, since, refuser::refuseCall));
    }
    if (Methods.resemblesToolCall(method)) {
      return notAToolCall(method);
    }
    if (Methods.isPlumbing(method)) {
      return wire.send(request);
    }
    Identity who = gate.identify(CallContext.of(context));
    if (method.equals(McpSchema.METHOD_TOOLS_LIST)) {
      return incoming.expectTools(request.id(), who)
          ? wire.send(request).doOnError(error -> incoming.expectNoTools(request.id()))
          : Mono.error(new IllegalStateException(Messages.TOO_MANY_LISTS));
    }
    return gate.governs(method, who)
        ? guard(
            request,
            Asked.of(method, request.params()),
            who,
            sender,
            System.nanoTime(),
            refuser::refuseRequest)
        : wire.send(request);
  }

  private static Mono<Void> notAToolCall(String method) {
    return Mono.error(new IllegalArgumentException(Messages.notAToolCall(method)));
  }

  /** Sends a request if it is allowed in time; otherwise refuses it. */
  private Mono<Void> guard(
      JSONRPCRequest request,
      Asked asked,
      Identity who,
      Sender sender,
      long since,
      Function<Decision, Mono<Object>> refusal) {
    Duration spent = Duration.ofNanos(System.nanoTime() - since);
    CompletableFuture<Decision> judged =
        gate.judgeLater(asked, who, longerThanZero(judgingTime.minus(spent)));
    sender.leave().then(() -> judged.cancel(true));
    return Mono.fromFuture(judged, true)
        .flatMap(
            decision -> {
              Duration elapsed = Duration.ofNanos(System.nanoTime() - since);
              Decision last = asked.sendable(inTime(decision, elapsed));
              return last.isAllowed()
                  ? send(request, asked, last, sender, requestTimeout.minus(elapsed))
                  : refusal.apply(last).flatMap(result -> answer(request, result, sender));
            });
  }

  private static Duration longerThanZero(Duration time) {
    return time.isNegative() || time.isZero() ? Duration.ofNanos(1) : time;
  }

  /** Returns a decision, or a denial if it came too late to send what it allows. */
  private Decision inTime(Decision decision, Duration elapsed) {
    if (!decision.isAllowed() || elapsed.compareTo(judgingTime) <= 0) {
      return decision;
    }
    decision.reservation().settle(Outcome.NOT_SENT);
    return Decision.deny(
        decision.policy().orElse(null), Code.APPROVAL_TIMEOUT, "", () -> Messages.LATE, null);
  }

  private Mono<Void> send(
      JSONRPCRequest request, Asked asked, Decision decision, Sender sender, Duration left) {
    if (!sender.waits()) {
      decision.reservation().settle(Outcome.NOT_SENT);
      return Mono.error(new IllegalStateException(sender.absence()));
    }
    Object id = request.id();
    JSONRPCRequest judged =
        new JSONRPCRequest(request.jsonrpc(), request.method(), id, asked.params(decision));
    if (decision.reservation() == Reservation.NOTHING) {
      return wire.send(judged, sender::waits);
    }
    if (!inFlight.add(id, decision.reservation(), left)) {
      decision.reservation().settle(Outcome.NOT_SENT);
      return Mono.error(new IllegalStateException(Messages.idInUse(id)));
    }
    sender.leave().then(() -> inFlight.settle(id, Outcome.CANCELLED));
    return wire.send(judged, () -> inFlight.holds(id))
        .doOnError(error -> inFlight.settle(id, Outcomes.ofError(error)));
  }

  private static Mono<Void> answer(JSONRPCRequest request, Object result, Sender sender) {
    return sender
        .session()
        .hear(new JSONRPCResponse(McpSchema.JSONRPC_VERSION, request.id(), result, null));
  }
}
