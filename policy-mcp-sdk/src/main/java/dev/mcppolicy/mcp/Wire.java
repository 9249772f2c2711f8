package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.concurrent.locks.ReentrantLock;
import reactor.core.publisher.Mono;

/**
 * What goes out, one message after the other: some transports of the SDK lose messages that are
 * sent at once, and some write as soon as they are called. Thread-safe.
 */
final class Wire {

  private final McpClientTransport transport;
  private final ReentrantLock sending = new ReentrantLock();

  Wire(McpClientTransport transport) {
    this.transport = transport;
  }

  /** Sends a message when the answer is subscribed to, and not before. */
  Mono<Void> send(JSONRPCMessage message) {
    return Mono.defer(
        () -> {
          sending.lock();
          try {
            return transport.sendMessage(message);
          } finally {
            sending.unlock();
          }
        });
  }

  <T> T read(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }
}
