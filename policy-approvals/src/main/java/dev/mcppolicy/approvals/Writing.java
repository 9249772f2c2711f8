package dev.mcppolicy.approvals;

import dev.mcppolicy.internal.thread.Daemons;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that waits for one file, so that no caller does, and nobody who asks about another: a
 * disk or a listener may take as long as it likes. It ends when there is nothing to do, and takes
 * no more work when too much waits: whoever asks then is denied.
 */
final class Writing {

  private static final int MOST_WAITING = 10_000;
  private final ThreadPoolExecutor executor = thread();
  private final Executor others = new Daemons("mcp-policy-approvals-next").pool();

  private static ThreadPoolExecutor thread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            new Daemons("mcp-policy-approvals"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Returns where that goes on which may take longer than writing. */
  Executor others() {
    return others;
  }

  /** Does something later; what it throws, and that there is no room for it, fails the answer. */
  void run(CompletableFuture<?> answer, Runnable task) {
    try {
      executor.execute(
          () -> {
            try {
              task.run();
            } catch (Throwable failure) {
              answer.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
  }
}
