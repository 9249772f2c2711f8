package dev.mcppolicy.reload;

import dev.mcppolicy.internal.thread.Daemons;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The thread that looks, again and again, by the elapsed time and not by the clock. */
final class Watch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, new Daemons("mcp-policy-watch"));
  private final AtomicBoolean reported = new AtomicBoolean();
  private final Duration interval;
  private final Runnable look;

  Watch(Duration interval, Runnable look) {
    this.interval = interval;
    this.look = look;
  }

  void start() {
    long nanos;
    try {
      nanos = interval.toNanos();
    } catch (ArithmeticException e) {
      nanos = Long.MAX_VALUE;
    }
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::lookOn, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Looks; what a look throws must not be the end of looking. */
  private void lookOn() {
    try {
      look.run();
    } catch (Throwable failure) {
      if (reported.compareAndSet(false, true)) {
        LOG.log(System.Logger.Level.WARNING, ReloadMessages::lookFailed, failure);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    Patience.await(executor, Patience.NANOS);
  }
}
