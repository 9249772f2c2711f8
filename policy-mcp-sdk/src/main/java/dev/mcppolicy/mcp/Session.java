package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One connection of a client: what it asked is answered to it, and to no later one. Each is itself
 * alone, whatever its handler. Thread-safe.
 */
final class Session {

  private final Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;
  private volatile boolean open = true;

  Session(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    this.handler = handler;
  }

  /** Returns what stands where there is no connection: what it hears is lost. */
  static Session none() {
    return new Session(messages -> messages);
  }

  /** Says whether this still stands. */
  boolean isOpen() {
    return open;
  }

  void end() {
    open = false;
  }

  Mono<Void> hear(JSONRPCMessage message) {
    return handler.apply(Mono.just(message)).then();
  }
}
