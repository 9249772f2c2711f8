package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.mcp.Lists.Expected;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a server sends: lists of tools, from which it leaves the hidden ones out, and requests of
 * its own, of which it lets in what the policy lets in. Nothing that fails here ends the stream of
 * messages.
 */
final class Incoming {

  static final TypeRef<ListToolsResult> TOOLS = new TypeRef<>() {};

  /** How many requests of the server may be judged at once: each may have somebody asked. */
  private static final int MOST_JUDGED = 100;

  private final Wire wire;
  private final Gate gate;
  private final Duration answerTime;
  private final Lists lists = new Lists();
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger judging = new AtomicInteger();
  private final OwnLists own;

  Incoming(Wire wire, Gate gate, Duration answerTime) {
    this.wire = wire;
    this.gate = gate;
    this.answerTime = answerTime;
    this.own = new OwnLists(wire);
  }

  /** Forgets what nobody will answer. */
  void forget() {
    inFlight.settleAll(Outcome.LOST);
    lists.forget();
    own.forget();
    DefinitionWatch watch = gate.watch();
    if (watch != null) {
      watch.announced(); // whoever is connected to next may list other tools
    }
  }

  /** Returns where pages come from that nobody but this transport asks for. */
  Listing.Source ownLists() {
    return own;
  }

  /**
   * Expects a list of tools as the answer to a request.
   *
   * @return false if too many are expected
   */
  boolean expectTools(Object id, Identity who) {
    DefinitionWatch watch = gate.watch();
    return lists.expect(id, new Expected(who, watch == null ? 0 : watch.epoch()));
  }

  void expectNoTools(Object id) {
    Expected unused = lists.answered(id);
  }

  /** Settles a request of the server that the client answers. */
  void answered(JSONRPCResponse response) {
    if (response.id() != null) {
      inFlight.settle(response.id(), Outcomes.of(response));
    }
  }

  /**
   * Returns what the client hears of a message at once; null if nothing. What has to be judged
   * first it hears later, so that no other message waits for that.
   */
  @Nullable JSONRPCMessage heard(JSONRPCMessage message, Session hearing) {
    if (message instanceof JSONRPCResponse response && response.id() != null) {
      if (own.answered(response)) {
        return null;
      }
      Expected list = lists.answered(response.id());
      return list == null ? response : filtered(response, list);
    }
    DefinitionWatch watch = gate.watch();
    if (watch != null
        && message instanceof JSONRPCNotification notification
        && McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED.equals(notification.method())) {
      watch.announced();
    }
    if (message instanceof JSONRPCRequest request
        && request.method() != null
        && !Methods.isPlumbing(request.method())) {
      Identity who = gate.nobody();
      if (gate.governs(request.method(), who)) {
        if (judging.incrementAndGet() <= MOST_JUDGED) {
          guard(request, who, hearing).subscribe();
        } else {
          judging.decrementAndGet();
          refuse(request, gate.refuse(request.method(), who, Messages.TOO_MANY_ASKED)).subscribe();
        }
        return null;
      }
    }
    return message;
  }

  private JSONRPCResponse filtered(JSONRPCResponse response, Expected list) {
    Object result = response.result();
    if (result == null) {
      return response;
    }
    try {
      compare(result, list.epoch());
      Object visible = visible(result, name -> gate.isVisible(name, list.who()));
      return visible == result
          ? response
          : new JSONRPCResponse(response.jsonrpc(), response.id(), visible, response.error());
    } catch (Throwable e) { // thrown on, it would end the stream of messages
      return new JSONRPCResponse(
          response.jsonrpc(),
          response.id(),
          null,
          new JSONRPCError(McpSchema.ErrorCodes.INTERNAL_ERROR, Messages.UNFILTERED, null));
    }
  }

  private void compare(Object result, long asked) {
    DefinitionWatch watch = gate.watch();
    if (watch != null) {
      OwnLists.page(wire, result).compare(watch, asked);
    }
  }

  private Object visible(Object result, Predicate<@Nullable String> isVisible) {
    return result instanceof Map<?, ?> raw
        ? ToolLists.visible(raw, isVisible)
        : ToolLists.visible(
            result instanceof ListToolsResult page ? page : wire.read(result, TOOLS), isVisible);
  }

  private Mono<Void> refuse(JSONRPCRequest request, Decision denied) {
    return wire.send(
        new JSONRPCResponse(request.jsonrpc(), request.id(), null, Refusals.asError(denied)));
  }

  /** Lets in a request of the server that the policy lets in, and answers any other. */
  private Mono<Void> guard(JSONRPCRequest request, Identity who, Session hearing) {
    Asked asked = Asked.of(request.method(), request.params());
    return Mono.fromFuture(gate.judgeLater(asked, who, Outgoing.judgingTime(answerTime)), true)
        .doOnTerminate(judging::decrementAndGet) // before the host answers, which may take long
        .flatMap(decision -> decided(request, asked, asked.sendable(decision), hearing))
        .flatMap(hearing::hear)
        .onErrorResume(error -> Mono.empty());
  }

  private Mono<JSONRPCMessage> decided(
      JSONRPCRequest request, Asked asked, Decision decision, Session hearing) {
    if (!decision.isAllowed()) {
      return refuse(request, decision).then(Mono.empty());
    }
    long now = System.nanoTime();
    if (!hearing.isOpen()
        || inFlight.add(request.id(), decision.reservation(), now + InFlight.LONGEST, now)
            == null) {
      decision.reservation().settle(Outcome.NOT_SENT);
      return Mono.empty();
    }
    return Mono.just(
        new JSONRPCRequest(request.jsonrpc(), request.method(), request.id(), asked.params()));
  }
}
