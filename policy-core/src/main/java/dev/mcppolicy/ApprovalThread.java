package dev.mcppolicy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Asks one question on one daemon thread, which is interrupted when nobody waits any more. */
final class ApprovalThread {

  private static final AtomicLong NUMBER = new AtomicLong();

  private ApprovalThread() {}

  static CompletionStage<Approver.Answer> ask(
      Function<? super ApprovalRequest, Approver.Answer> function, ApprovalRequest request) {
    CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(function.apply(request));
              } catch (Throwable failure) {
                answer.completeExceptionally(failure);
              }
            },
            "mcp-policy-approval-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    CompletableFuture<Approver.Answer> unused =
        answer.whenComplete(
            (given, failure) -> {
              if (answer.isCancelled()) {
                thread.interrupt();
              }
            });
    thread.start();
    return answer;
  }
}
