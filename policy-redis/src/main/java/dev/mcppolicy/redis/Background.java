package dev.mcppolicy.redis;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The threads of a store. All are daemons. */
final class Background {

  private Background() {}

  /**
   * Where answers are handed over. Not the common pool: on a machine with two processors that has
   * one thread, or none at all in the eyes of a {@code CompletableFuture}.
   */
  static ExecutorService answers() {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new ForkJoinPool(threads, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
  }

  /** One thread for what has to be done later; it never waits for anything. */
  static ScheduledExecutorService scheduler() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mcp-policy-redis");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }
}
