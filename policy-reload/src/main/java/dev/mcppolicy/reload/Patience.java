package dev.mcppolicy.reload;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** How long whoever closes something waits for its threads. */
final class Patience {

  static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private Patience() {}

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
