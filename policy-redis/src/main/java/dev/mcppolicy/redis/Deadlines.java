package dev.mcppolicy.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends answers that don't come in time. All have the same time, so the one that was asked for first
 * is due first: they stand in a queue, and one task looks at its head when that is due. An answer
 * that comes in time costs no timer of its own.
 */
final class Deadlines {

  /** How long an answer that has come may stay in the queue. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledExecutorService scheduler;
  private final Duration timeout;
  private final long nanos;

  private record Entry(CompletableFuture<?> answer, long since) {}

  Deadlines(ScheduledExecutorService scheduler, Duration timeout) {
    this.scheduler = scheduler;
    this.timeout = timeout;
    this.nanos =
        timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
            ? timeout.toNanos()
            : Long.MAX_VALUE;
  }

  /** Gives an answer its time, from now on. */
  void add(CompletableFuture<?> answer) {
    queue.add(new Entry(answer, System.nanoTime()));
    if (scheduler.isShutdown()) {
      close();
    } else {
      sweepIn(nanos);
    }
  }

  private void sweepIn(long pause) {
    if (scheduled.compareAndSet(false, true)) {
      try {
        ScheduledFuture<?> unused =
            scheduler.schedule(this::sweep, Math.min(pause, MOST_NANOS), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        close();
      }
    }
  }

  private void sweep() {
    scheduled.set(false);
    for (Entry head = queue.peek(); head != null; head = queue.peek()) {
      long left = nanos - (System.nanoTime() - head.since());
      if (left > 0 && !head.answer().isDone()) {
        sweepIn(left);
        return;
      }
      end(queue.remove().answer());
    }
  }

  private void end(CompletableFuture<?> answer) {
    if (!answer.isDone()) {
      answer.completeExceptionally(
          StoreUnavailableException.noAnswer(RedisMessages.tooSlow(timeout)));
    }
  }

  /** Ends whatever is still waited for, as if its time were over: nobody sees to it any more. */
  void close() {
    for (Entry head = queue.poll(); head != null; head = queue.poll()) {
      end(head.answer());
    }
  }
}
