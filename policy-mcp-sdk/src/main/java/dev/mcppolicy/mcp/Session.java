package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * One connection of a client: what it asked is answered to it, and to no later one. Each is itself
 * alone, whatever its handler.
 */
final class Session {

  /** No connection: what it hears is lost. */
  static final Session NONE = new Session(messages -> messages);

  private final Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler;

  Session(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    this.handler = handler;
  }

  Mono<Void> hear(JSONRPCMessage message) {
    return handler.apply(Mono.just(message)).then();
  }
}
