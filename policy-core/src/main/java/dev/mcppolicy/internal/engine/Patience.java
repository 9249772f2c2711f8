package dev.mcppolicy.internal.engine;

import dev.mcppolicy.internal.thread.Daemons;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Waits for answers, but not for ever. One thread notices that the time is over, and does nothing
 * else; what follows goes on on others. So no time ends later for what a host does when another has
 * ended, or for what somebody does on the one thread that the JDK has for this. Thread-safe.
 */
final class Patience {

  /** How many calls may go on at once after their time was over. */
  private static final int MOST = 256;

  private final ScheduledExecutorService timer = new Daemons("mcp-policy-timer").timer();
  private final Executor others;

  Patience() {
    this(MOST);
  }

  Patience(int most) {
    this.others = new Daemons("mcp-policy-late").upTo(most);
  }

  /**
   * Returns the answer of a stage, or another when the time is over.
   *
   * @param stage what may answer
   * @param timeout how long it may take
   * @param otherwise what is answered when the time is over
   * @param late takes an answer that came after that
   */
  <T> CompletableFuture<T> bounded(
      CompletionStage<T> stage, Duration timeout, T otherwise, Consumer<T> late) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    hear(stage, answer, late);
    if (!answer.isDone()) {
      limit(answer, timeout, otherwise);
    }
    return answer;
  }

  private <T> void limit(CompletableFuture<T> answer, Duration timeout, T otherwise) {
    Future<?> end;
    try {
      end = timer.schedule(() -> end(answer, otherwise), nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (Throwable failure) { // nothing is waited for without an end
      answer.complete(otherwise);
      throw failure;
    }
    CompletableFuture<T> unused = answer.whenComplete((given, failure) -> end.cancel(false));
  }

  private <T> void end(CompletableFuture<T> answer, T otherwise) {
    if (answer.isDone()) {
      return;
    }
    try {
      others.execute(() -> answer.complete(otherwise));
    } catch (Throwable failure) { // the machine has no thread left
      answer.complete(otherwise);
    }
  }

  /**
   * Returns the same once it has come, or the time is over. The thread waits for it, which costs
   * less than to have others woken: one that notices the end of the time, and one that hands over.
   */
  <T> CompletableFuture<T> awaited(
      CompletionStage<T> stage, Duration timeout, T otherwise, Consumer<T> late) {
    try {
      return CompletableFuture.completedFuture(
          stage.toCompletableFuture().get(nanos(timeout), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      CompletableFuture<T> answer = CompletableFuture.completedFuture(otherwise);
      hear(stage, answer, late);
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits for the whole decision hears of it
      return bounded(stage, timeout, otherwise, late);
    } catch (ExecutionException e) {
      return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
    } catch (CancellationException e) {
      return CompletableFuture.failedFuture(e);
    } catch (RuntimeException e) { // a stage that is no future
      return bounded(stage, timeout, otherwise, late);
    }
  }

  private static <T> void hear(
      CompletionStage<T> stage, CompletableFuture<T> answer, Consumer<T> late) {
    stage.whenComplete(
        (given, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(failure);
          } else if (!answer.complete(given)) {
            late.accept(given);
          }
        });
  }

  /** Interrupts what may still work on an answer that nobody waits for. */
  static void stop(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException e) {
      // A stage that can't be cancelled goes on, and its answer is not heard.
    }
  }

  /** Returns the nanoseconds of a duration, at most as many as a long holds. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
