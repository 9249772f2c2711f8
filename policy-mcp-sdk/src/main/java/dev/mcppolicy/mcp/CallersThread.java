package dev.mcppolicy.mcp;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * Keeps each call of an outer client on its caller's thread, and asks there who calls.
 *
 * <p>When several threads make the first call, the SDK goes on with all of them on the thread that
 * has initialised the client: whoever is identified by a {@code ThreadLocal} would be somebody
 * else. The SDK asks for the transport context on the caller's thread before it does anything, so
 * the client is initialised right there. Threads that waited for an attempt that failed share its
 * failure, as they do without a policy: a dead server is not waited for by one after the other.
 */
final class CallersThread implements Supplier<McpTransportContext> {

  private final Gate gate;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean initializing;
  private volatile @Nullable Failure lastFailure;
  private @Nullable McpSyncClient outer;

  CallersThread(Gate gate) {
    this.gate = gate;
  }

  /** An attempt that failed; each is itself alone. */
  private static final class Failure {
    private final RuntimeException cause;

    Failure(RuntimeException cause) {
      this.cause = cause;
    }
  }

  /** Who called, told on the caller's thread. */
  record Told(Identity identity) implements McpTransportContext {

    @Override
    @SuppressWarnings("NullAway") // the SDK doesn't say that a context may lack a key
    public @Nullable Object get(String key) {
      return null;
    }
  }

  /** Says which client this is for, before anybody has it. */
  void isFor(McpSyncClient outer) {
    this.outer = outer;
  }

  @Override
  public McpTransportContext get() {
    McpSyncClient client = outer;
    if (client != null && !lock.isHeldByCurrentThread() && !isReady(client)) {
      initialize(client);
    }
    return new Told(gate.identify(CallContext.NONE));
  }

  /** Read in this order: a client says that it is initialised a little too early. */
  private boolean isReady(McpSyncClient client) {
    return client.isInitialized() && !initializing;
  }

  private void initialize(McpSyncClient client) {
    Failure known = lastFailure;
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Exceptions.propagate(e);
    }
    try {
      if (!client.isInitialized()) {
        attempt(client, known);
      }
    } finally {
      initializing = false;
      lock.unlock();
    }
  }

  private void attempt(McpSyncClient client, @Nullable Failure known) {
    Failure meanwhile = lastFailure;
    if (meanwhile != null && meanwhile != known) {
      throw meanwhile.cause;
    }
    initializing = true;
    try {
      client.initialize();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) { // that is this thread's own affair
        lastFailure = new Failure(e);
      }
      throw e;
    }
  }
}
