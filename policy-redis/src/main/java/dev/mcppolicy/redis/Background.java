package dev.mcppolicy.redis;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a store. All are daemons, and none inherits thread-locals: an answer to one caller
 * may be handed over on a thread that was made for another.
 */
final class Background {

  private Background() {}

  /**
   * Where answers are handed over. Not the common pool: on a machine with two processors that has
   * one thread, or none at all in the eyes of a {@code CompletableFuture}.
   */
  static ExecutorService answers() {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new ForkJoinPool(threads, Background::worker, null, true);
  }

  /** A thread that hands answers over. */
  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool pool) {
      super(pool);
      setContextClassLoader(ClassLoader.getSystemClassLoader()); // as the usual ones have
    }
  }

  /**
   * Makes a worker. Such a thread always inherits from the one that makes it, and whose turn that
   * is, nobody knows; so it is made by one that has nothing.
   */
  private static ForkJoinWorkerThread worker(ForkJoinPool pool) {
    AtomicReference<@Nullable ForkJoinWorkerThread> made = new AtomicReference<>();
    Thread maker = daemon(() -> made.set(new Worker(pool)), "mcp-policy-redis-worker");
    maker.start();
    boolean interrupted = false;
    while (true) {
      try {
        maker.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Objects.requireNonNull(made.get(), "no thread could be made");
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
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
