package dev.mcppolicy.redis;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, "mcp-policy-redis"));
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  /** One thread for what follows from failures, which is there while there are some. */
  static Executor failures() {
    ThreadPoolExecutor failures =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "mcp-policy-redis-failures"));
    failures.allowCoreThreadTimeOut(true);
    return failures;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
