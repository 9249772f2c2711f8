package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * A transport that lets out what the policy lets out, and lets in no tool that it hides. What it
 * refuses it answers itself, to the session that asked.
 */
final class GuardedTransport implements McpClientTransport {

  private final McpClientTransport delegate;
  private final Wire wire;
  private final Outgoing outgoing;
  private final Incoming incoming;
  private final Sessions sessions = new Sessions();

  GuardedTransport(
      McpClientTransport delegate, Gate gate, Refuser refuser, Duration requestTimeout) {
    this.delegate = delegate;
    this.wire = new Wire(delegate);
    this.incoming = new Incoming(wire, gate, requestTimeout);
    this.outgoing = new Outgoing(wire, gate, refuser, incoming, requestTimeout);
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    Session begun = new Session(handler);
    begin(begun);
    return delegate.connect(messages -> handler.apply(heard(messages, begun)));
  }

  /**
   * Returns what the client hears of messages. Transports hand over each as it comes, and such a
   * one is looked at here and now: an operator for it would cost as much as judging its request.
   */
  private Mono<JSONRPCMessage> heard(Mono<JSONRPCMessage> messages, Session hearing) {
    if (messages instanceof Fuseable.ScalarCallable<?> here) {
      try {
        return here.call() instanceof JSONRPCMessage message
            ? Mono.justOrEmpty(heard(message, hearing))
            : messages;
      } catch (Throwable e) {
        Exceptions.throwIfFatal(e); // as an operator would
        return Mono.error(e);
      }
    }
    return messages.mapNotNull(message -> heard(message, hearing));
  }

  private @Nullable JSONRPCMessage heard(JSONRPCMessage message, Session hearing) {
    outgoing.heard(message);
    return incoming.heard(message, hearing);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    Session asking = sessions.current();
    return Mono.deferContextual(context -> outgoing.send(message, asking, context));
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    delegate.setExceptionHandler(
        exception -> {
          if (exception instanceof McpTransportSessionNotFoundException) {
            begin(Session.none());
          }
          handler.accept(exception);
        });
  }

  @Override
  public List<String> protocolVersions() {
    return delegate.protocolVersions();
  }

  /** What this transport itself has put into a response needs no reading. */
  @Override
  @SuppressWarnings("unchecked") // the class is the one that is asked for
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return (data instanceof CallToolResult || data instanceof ListToolsResult)
            && data.getClass() == type.getType()
        ? (T) data
        : delegate.unmarshalFrom(data, type);
  }

  @Override
  public void close() {
    begin(Session.none());
    delegate.close();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.defer(
        () -> {
          begin(Session.none());
          return delegate.closeGracefully();
        });
  }

  /** Begins a session, or none: nobody answers any more what an earlier one has sent. */
  private void begin(Session next) {
    sessions.begin(next);
    outgoing.forget();
    incoming.forget();
  }
}
