package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;

/**
 * What goes out, one message after the other: some transports of the SDK lose messages that are
 * sent at once, and some write as soon as they are called. Thread-safe.
 */
final class Wire {

  /**
   * How long a message waits for another: one that takes longer is held up by its transport, and
   * may itself wait for what comes after it.
   */
  private static final long COURTESY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final McpClientTransport transport;
  private final ReentrantLock sending = new ReentrantLock();

  Wire(McpClientTransport transport) {
    this.transport = transport;
  }

  /** Sends a message when the answer is subscribed to, and not before. */
  Mono<Void> send(JSONRPCMessage message) {
    return Mono.defer(() -> sendNow(message, () -> true));
  }

  /**
   * Sends a message now, or when the answer is subscribed to, which has to be done at once: that is
   * up to the transport. It isn't sent if nobody wants it any more when its turn comes.
   */
  Mono<Void> sendNow(JSONRPCMessage message, BooleanSupplier wanted) {
    boolean alone = takeTurn();
    try {
      return wanted.getAsBoolean()
          ? transport.sendMessage(message)
          : Mono.error(new IllegalStateException(Messages.UNWANTED));
    } finally {
      if (alone) {
        sending.unlock();
      }
    }
  }

  private boolean takeTurn() {
    if (sending.tryLock()) {
      return true;
    }
    long since = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return sending.tryLock(
              COURTESY_NANOS - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // waits on: both messages may be lost else
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  <T> T read(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }
}
