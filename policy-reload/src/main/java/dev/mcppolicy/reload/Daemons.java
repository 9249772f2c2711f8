package dev.mcppolicy.reload;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Makes threads that keep no program from ending, and inherit nobody's thread-locals. */
final class Daemons implements ThreadFactory {

  /** How long whoever closes something waits for its threads. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;

  Daemons(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Waits a moment for the end of an executor, unless the caller works there; says if it is over.
   */
  static boolean await(ExecutorService executor, long nanos) {
    if (Thread.currentThread().getName().startsWith("mcp-policy-")) {
      return true;
    }
    try {
      return executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
