package dev.mcppolicy.approvals;

import dev.mcppolicy.internal.thread.Daemons;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that waits for one file, so that no caller does, and nobody who asks about another: a
 * disk or a listener may take as long as it likes. It ends when there is nothing to do, and takes
 * no more work when too much waits: whoever asks then is denied.
 */
final class Writing {

  private static final int MOST_WAITING = 10_000;
  private final ThreadPoolExecutor executor = thread();
  private final Executor others = new Daemons("mcp-policy-approved").pool();

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

  /**
   * Does something later.
   *
   * @param then hears of the result; or of what the task throws, or that there is no room for it.
   *     It hears on another thread, since what a host goes on to do must not hold up the file
   */
  <T extends @Nullable Object> void run(
      Supplier<T> task, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> then) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<T> unused = result.whenCompleteAsync(then, others);
    try {
      executor.execute(
          () -> {
            try {
              result.complete(task.get());
            } catch (Throwable failure) {
              result.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
  }
}
