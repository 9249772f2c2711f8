package dev.mcppolicy.reload;

import dev.mcppolicy.internal.thread.Daemons;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener, and the thread on which it hears if there are threads, so that it keeps no other
 * from hearing. The thread comes with an event and ends when there are no more. What the listener
 * throws is logged once, and so is that it is far behind and misses events.
 */
final class Seat {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private static final int MOST_BEHIND = 1_000;

  private final ReloadListener listener;
  private final @Nullable ThreadPoolExecutor executor;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean slow = new AtomicBoolean();

  Seat(ReloadListener listener, boolean onOwnThread) {
    this.listener = listener;
    this.executor = onOwnThread ? executor() : null;
  }

  private ThreadPoolExecutor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_BEHIND),
            new Daemons("mcp-policy-reload"),
            (event, pool) -> missed(pool));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  void tell(Consumer<ReloadListener> what) {
    if (executor == null) {
      tellNow(what);
    } else {
      executor.execute(() -> tellNow(what));
    }
  }

  private void tellNow(Consumer<ReloadListener> what) {
    try {
      what.accept(listener);
    } catch (Throwable failure) {
      if (failed.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING, () -> ReloadMessages.listenerFailed(listener), failure);
      }
    }
  }

  private void missed(ThreadPoolExecutor pool) {
    if (!pool.isShutdown() && slow.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING, () -> ReloadMessages.listenerIsSlow(listener, MOST_BEHIND));
    }
  }

  /** Takes no more events. */
  void shut() {
    if (executor != null) {
      executor.shutdown();
    }
  }

  /** Lets the listener hear the rest until a time, and interrupts it then. */
  void leave(long deadlineNanos) {
    if (executor != null && !Patience.await(executor, deadlineNanos - System.nanoTime())) {
      executor.shutdownNow();
    }
  }
}
