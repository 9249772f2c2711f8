package dev.mcppolicy.reload;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners, on a thread of its own if there are threads, and keeps a log. What they throw is
 * logged once; a listener that is far behind misses events.
 */
final class Herald implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private static final int MOST_BEHIND = 1_000;

  private final List<Seat> seats;
  private final AtomicBoolean slow = new AtomicBoolean();
  private final @Nullable ThreadPoolExecutor executor;

  Herald(List<ReloadListener> listeners, boolean onOwnThread) {
    this.seats = listeners.stream().map(Seat::new).toList();
    this.executor = onOwnThread && !seats.isEmpty() ? executor() : null;
  }

  private ThreadPoolExecutor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_BEHIND),
            new Daemons("mcp-policy-reload"),
            (event, pool) -> missed(pool));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private record Seat(ReloadListener listener, AtomicBoolean reported) {
    Seat(ReloadListener listener) {
      this(listener, new AtomicBoolean());
    }
  }

  void reloaded(Reload reload) {
    LOG.log(System.Logger.Level.DEBUG, reload::toString);
    tell(listener -> listener.reloaded(reload));
  }

  void refused(ReloadProblem problem) {
    LOG.log(System.Logger.Level.WARNING, problem::toString);
    tell(listener -> listener.refused(problem));
  }

  private void tell(Consumer<ReloadListener> what) {
    for (Seat seat : seats) {
      if (executor == null) {
        tell(seat, what);
      } else {
        executor.execute(() -> tell(seat, what));
      }
    }
  }

  private static void tell(Seat seat, Consumer<ReloadListener> what) {
    try {
      what.accept(seat.listener());
    } catch (Throwable failure) {
      if (seat.reported().compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> ReloadMessages.listenerFailed(seat.listener()),
            failure);
      }
    }
  }

  private void missed(ThreadPoolExecutor pool) {
    if (!pool.isShutdown() && slow.compareAndSet(false, true)) {
      LOG.log(System.Logger.Level.WARNING, () -> ReloadMessages.listenersAreSlow(MOST_BEHIND));
    }
  }

  /** Lets listeners hear the rest, for a moment. */
  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
      if (!Daemons.await(executor)) {
        executor.shutdownNow();
      }
    }
  }
}
