package dev.mcppolicy.mcp;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of Reactor's timers. The SDK sets a timer for each request, and takes it back when
 * the answer comes; a wrapped client sets two. A thread that waits for nothing else is woken to
 * hear of each, which costs more than all that a policy does; one that already waits for something
 * sooner isn't. So while calls are made, each thread is given something sooner to wait for.
 * Thread-safe.
 */
final class TimerThreads {

  /** Shorter than what requests are given, and so long that to wake a thread costs nothing. */
  static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The threads that the SDK's timers are set on. */
  static final TimerThreads OF_REACTOR =
      new TimerThreads(
          Schedulers.DEFAULT_POOL_SIZE,
          wait -> Schedulers.parallel().schedule(() -> {}, wait, TimeUnit.NANOSECONDS));

  private final int number;
  private final LongConsumer timer;
  private final AtomicLong until = new AtomicLong(System.nanoTime());

  /**
   * Knows some threads.
   *
   * @param number how many they are
   * @param timer sets a timer that does nothing on the next of them, for so many nanoseconds
   */
  TimerThreads(int number, LongConsumer timer) {
    this.number = number;
    this.timer = timer;
  }

  /**
   * Has all threads wait for something, unless they do. A call can go without it.
   *
   * @param now the moment of {@link System#nanoTime}
   */
  void keepWaiting(long now) {
    long before = until.get();
    if (now - before < 0 || !until.compareAndSet(before, now + PERIOD_NANOS)) {
      return;
    }
    try {
      for (int i = 0; i < number; i++) {
        timer.accept(PERIOD_NANOS);
      }
    } catch (RejectedExecutionException e) {
      // They were ended. The SDK, which needs them, will say so.
    }
  }
}
