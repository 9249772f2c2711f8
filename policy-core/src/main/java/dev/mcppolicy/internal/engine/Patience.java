package dev.mcppolicy.internal.engine;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits for an answer, but not for ever. */
final class Patience {

  private Patience() {}

  /**
   * Returns the answer of a stage, or another when the time is over.
   *
   * @param stage what may answer
   * @param timeout how long it may take
   * @param otherwise what is answered when the time is over
   * @param late takes an answer that came after that
   */
  static <T> CompletableFuture<T> bounded(
      CompletionStage<T> stage, Duration timeout, T otherwise, Consumer<T> late) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    hear(stage, answer, late);
    if (!answer.isDone()) {
      answer.completeOnTimeout(otherwise, nanos(timeout), TimeUnit.NANOSECONDS);
    }
    return answer;
  }

  /**
   * Returns the same once it has come, or the time is over. The thread waits for it, which costs
   * less than to have others woken: one that notices the end of the time, and one that hands over.
   */
  static <T> CompletableFuture<T> awaited(
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
