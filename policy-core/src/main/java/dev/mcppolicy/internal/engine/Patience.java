package dev.mcppolicy.internal.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for an answer, but not for ever, and without a thread. */
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
    stage.whenComplete(
        (given, failure) -> {
          if (failure != null) {
            answer.completeExceptionally(failure);
          } else if (!answer.complete(given)) {
            late.accept(given);
          }
        });
    if (!answer.isDone()) {
      answer.completeOnTimeout(otherwise, nanos(timeout), TimeUnit.NANOSECONDS);
    }
    return answer;
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
