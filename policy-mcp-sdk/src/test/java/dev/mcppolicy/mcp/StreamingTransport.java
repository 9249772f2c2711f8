package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Hears a {@link ScriptedServer} as the SDK's transport for processes hears one: by a single stream
 * of messages, which ends with the first of them that fails, and has only so many of them at a
 * time.
 */
final class StreamingTransport implements McpClientTransport {

  private final ScriptedServer server;
  private volatile @Nullable Throwable failure;

  StreamingTransport(ScriptedServer server) {
    this.server = server;
  }

  /** Returns what ended the stream of messages, or null if it stands. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    Sinks.Many<JSONRPCMessage> messages = Sinks.many().unicast().onBackpressureBuffer();
    messages
        .asFlux()
        .flatMap(message -> Mono.just(message).transform(handler))
        .subscribe(message -> {}, error -> failure = error);
    return server.connect(
        message ->
            message.doOnNext(
                one -> {
                  synchronized (messages) {
                    messages.tryEmitNext(one);
                  }
                }));
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    server.setExceptionHandler(handler);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return server.sendMessage(message);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return server.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return server.protocolVersions();
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return server.closeGracefully();
  }
}
