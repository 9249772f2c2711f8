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
  private final Duration judgingTime;
  private final long judgingNanos;
  private final long requestNanos;
  private final InFlight inFlight = new InFlight();
  private final @Nullable Reviews reviews;

  Outgoing(Wire wire, Gate gate, Refuser refuser, Incoming incoming, Duration requestTimeout) {
    this.wire = wire;
    this.gate = gate;
    this.refuser = refuser;
    this.incoming = incoming;
    this.judgingTime = judgingTime(requestTimeout);
    this.judgingNanos = InFlight.nanos(judgingTime);
    this.requestNanos = InFlight.nanos(requestTimeout);
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
   */
  Mono<Void> send(JSONRPCMessage message, Session asking, ContextView context) {
    if (message instanceof JSONRPCRequest request) {
      return request(request, new Sender(asking, Leave.of(context)), context);
    }
    if (message instanceof JSONRPCNotification notification) {
      return Methods.resemblesToolCall(notification.method())
          ? notAToolCall(notification.method())
          : plain(notification);
    }
    if (message instanceof JSONRPCResponse response) {
      incoming.answered(response);
      return wire.send(response);
    }
    return Mono.error(new IllegalArgumentException(Messages.UNKNOWN_MESSAGE));
  }

  private Mono<Void> request(JSONRPCRequest request, Sender sender, ContextView context) {
    String method = request.method();
    if (method.equals(McpSchema.METHOD_TOOLS_CALL)) {
      Identity who = gate.identify(CallContext.of(context));
      Asked asked = Asked.toolCall(request.params());
      long since = System.nanoTime();
      TimerThreads.OF_REACTOR.keepWaiting(since);
      return reviews == null
          ? guard(request, asked, who, sender, since, judgingTime)
          : reviews
              .review(asked)
              .flatMap(known -> guard(request, known, who, sender, since, timeLeft(since)));
    }
    if (Methods.resemblesToolCall(method)) {
      return notAToolCall(method);
    }
    if (Methods.isPlumbing(method)) {
      return plain(request);
    }
    Identity who = gate.identify(CallContext.of(context));
    if (method.equals(McpSchema.METHOD_TOOLS_LIST)) {
      return incoming.expectTools(request.id(), who)
          ? (gate.governsLists(who) ? guard(request, who, sender) : plain(request))
              .doOnError(error -> incoming.expectNoTools(request.id()))
          : Mono.error(new IllegalStateException(Messages.TOO_MANY_LISTS));
    }
    if (Methods.resemblesList(method)) {
      return Mono.error(new IllegalArgumentException(Messages.notAList(method)));
    }
    return gate.governs(method, who) ? guard(request, who, sender) : plain(request);
  }

  /** Sends a request that is no tool call if it is allowed. */
  private Mono<Void> guard(JSONRPCRequest request, Identity who, Sender sender) {
    Asked asked = Asked.of(request.method(), request.params());
    return guard(request, asked, who, sender, System.nanoTime(), judgingTime);
  }

  /** Sends a request that nobody judges. */
  private Mono<Void> plain(JSONRPCRequest request) {
    Object params;
    try {
      params = Plain.params(request.params());
    } catch (IllegalArgumentException e) {
      return Mono.error(e);
    }
    return wire.send(
        params == request.params()
            ? request
            : new JSONRPCRequest(request.jsonrpc(), request.method(), request.id(), params));
  }

  private Mono<Void> plain(JSONRPCNotification notification) {
    try {
      return wire.send(
          new JSONRPCNotification(
              notification.jsonrpc(), notification.method(), Plain.params(notification.params())));
    } catch (IllegalArgumentException e) {
      return Mono.error(e);
    }
  }

  private static Mono<Void> notAToolCall(String method) {
    return Mono.error(new IllegalArgumentException(Messages.notAToolCall(method)));
  }

  /** Returns how much of the time for judging is left, which is always a little. */
  private Duration timeLeft(long since) {
    Duration left = judgingTime.minusNanos(System.nanoTime() - since);
    return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
  }

  /**
   * Sends a request if it is allowed in time; otherwise refuses it.
   *
   * @param since when its time began, of {@link System#nanoTime}
   * @param patience how long the approver has
   */
  private Mono<Void> guard(
      JSONRPCRequest request,
      Asked asked,
      Identity who,
      Sender sender,
      long since,
      Duration patience) {
    CompletableFuture<Decision> judged = gate.judgeLater(asked, who, patience);
    if (judged.isDone() && !judged.isCompletedExceptionally()) {
      return decided(request, asked, judged.join(), sender, since);
    }
    sender.leave().then(judged::isDone, () -> judged.cancel(true));
    return Awaited.of(judged, decision -> decided(request, asked, decision, sender, since));
  }

  private Mono<Void> decided(
      JSONRPCRequest request, Asked asked, Decision decision, Sender sender, long since) {
    Decision last = asked.sendable(inTime(decision, since));
    if (last.isAllowed()) {
      return send(request, asked, last, sender, since + requestNanos);
    }
    incoming.expectNoTools(request.id());
    Mono<Object> refusal =
        request.method().equals(McpSchema.METHOD_TOOLS_CALL)
            ? refuser.refuseCall(last)
            : refuser.refuseRequest(last);
    return refusal.flatMap(result -> answer(request, result, sender));
  }

  /** Returns a decision, or a denial if it came too late to send what it allows. */
  private Decision inTime(Decision decision, long since) {
    if (!decision.isAllowed() || System.nanoTime() - since <= judgingNanos) {
      return decision;
    }
    decision.reservation().settle(Outcome.NOT_SENT);
    return Decision.deny(
        decision.policy().orElse(null), Code.APPROVAL_TIMEOUT, "", () -> Messages.LATE, null);
  }

  private Mono<Void> send(
      JSONRPCRequest request, Asked asked, Decision decision, Sender sender, long due) {
    Reservation reservation = decision.reservation();
    Object id = request.id();
    JSONRPCRequest judged =
        new JSONRPCRequest(request.jsonrpc(), request.method(), id, asked.params(decision));
    if (reservation == Reservation.NOTHING) {
      return sender.waits() ? wire.sendNow(judged, sender::waits) : Mono.error(sender.absence());
    }
    Pending pending = inFlight.add(id, reservation, due, due - requestNanos);
    if (pending == null) {
      reservation.settle(Outcome.NOT_SENT);
      return Mono.error(new IllegalStateException(Messages.idInUse(id)));
    }
    if (!sender.waits()) { // asked only now: a session that ends from here on ends this
      pending.settle(Outcome.NOT_SENT);
      return Mono.error(sender.absence());
    }
    sender.leave().then(() -> !pending.isOpen(), () -> pending.settle(Outcome.CANCELLED));
    try {
      return Sent.of(wire.sendNow(judged, pending::isOpen), pending);
    } catch (Throwable e) {
      pending.settle(Outcomes.ofError(e));
      throw e;
    }
  }

  private static Mono<Void> answer(JSONRPCRequest request, Object result, Sender sender) {
    return sender
        .session()
        .hear(new JSONRPCResponse(McpSchema.JSONRPC_VERSION, request.id(), result, null));
  }
}
