package dev.mcppolicy.internal.thread;

import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes threads that work for all callers, and keep no program from ending. None has anything of
 * the caller who happens to need it first: it inherits no thread-locals, and the class loader of
 * its context is that of the thread which made this. Thread-safe.
 */
public final class Daemons implements ThreadFactory {

  private static final long IDLE_SECONDS = 30;

  private final String name;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

  /** Makes threads of one name. */
  public Daemons(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns one thread for what has to be done later, which is there while there is something. */
  public ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, this);
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /** Returns as many threads as have something to do; what comes when all have waits for one. */
  public ThreadPoolExecutor upTo(int most) {
    Waiting waiting = new Waiting();
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        waiting,
        this,
        (task, executor) -> waiting.keep(task));
  }

  /** What waits for a thread. */
  private static final class Waiting extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    /** Takes a task only for a thread that is free: an executor makes another one otherwise. */
    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    void keep(Runnable task) {
      boolean unused = super.offer(task);
    }
  }

  /**
   * Returns a few threads, and more while some of them wait for a future. Not the common pool: on a
   * machine with two processors that has one thread, or none at all in the eyes of a {@code
   * CompletableFuture}.
   */
  public ForkJoinPool pool() {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    return new ForkJoinPool(threads, this::worker, null, true);
  }

  /** A thread of a pool. */
  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool pool) {
      super(pool);
    }
  }

  /**
   * Makes a worker. Such a thread always inherits from the one that makes it, and whose turn that
   * is, nobody knows; so it is made by one that has nothing.
   */
  private ForkJoinWorkerThread worker(ForkJoinPool pool) {
    AtomicReference<@Nullable ForkJoinWorkerThread> made = new AtomicReference<>();
    Thread maker = newThread(() -> made.set(new Worker(pool)));
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
}
