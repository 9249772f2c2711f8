package dev.mcppolicy;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers whether a call that needs approval may proceed.
 *
 * <p>An approver that throws, answers null or fails denies. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Approver {

  /** What an approver says. */
  enum Answer {
    /** The call may proceed. */
    APPROVE,
    /** The call may not. */
    DENY,
    /** Nobody answered in time. */
    TIMEOUT,
    /** Nobody has answered yet; the same call is asked for again when it is made again. */
    PENDING
  }

  /**
   * Asks. The answer may come at once or later; one that comes after the request's timeout is as
   * good as none.
   */
  CompletionStage<Answer> ask(ApprovalRequest request);

  /**
   * Returns an approver that asks by a function which may block, each time on a daemon thread of
   * its own; the thread is interrupted when the time is over.
   */
  static Approver blocking(Function<? super ApprovalRequest, Answer> function) {
    Objects.requireNonNull(function, "function");
    return request -> ApprovalThread.ask(function, request);
  }

  /** Returns an approver that asks by a function which may block, on the threads of an executor. */
  static Approver blocking(Function<? super ApprovalRequest, Answer> function, Executor executor) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(executor, "executor");
    return request -> CompletableFuture.supplyAsync(() -> function.apply(request), executor);
  }
}
