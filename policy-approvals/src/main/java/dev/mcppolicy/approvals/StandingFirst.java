package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Approves what stands approved, and asks another approver about the rest.
 *
 * @param standing what stands
 * @param next who is asked otherwise
 * @param writing waits for the file of what stands
 */
record StandingFirst(StandingApprovals standing, Approver next, Writing writing)
    implements Approver {

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    if (!standing.writes()) {
      return standing.use(request)
          ? CompletableFuture.completedFuture(Answer.APPROVE)
          : next.ask(request);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    writing.run(
        // If nobody waits any more, nothing is used up
        () -> !answer.isDone() && standing.use(request),
        (covered, failure) -> go(request, answer, covered, failure));
    return answer;
  }

  private void go(
      ApprovalRequest request,
      CompletableFuture<Answer> answer,
      @Nullable Boolean covered,
      @Nullable Throwable failure) {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else if (Boolean.TRUE.equals(covered)) {
      answer.complete(Answer.APPROVE);
    } else if (!answer.isDone()) {
      try {
        askNext(request, answer);
      } catch (Throwable thrown) {
        answer.completeExceptionally(thrown);
      }
    }
  }

  private void askNext(ApprovalRequest request, CompletableFuture<Answer> answer) {
    CompletionStage<Answer> asked = next.ask(request);
    asked.whenComplete(
        (said, failure) -> {
          if (failure == null) {
            answer.complete(said);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    CompletableFuture<Answer> unused =
        answer.whenComplete(
            (said, failure) -> {
              if (answer.isCancelled()) {
                asked.toCompletableFuture().cancel(true);
              }
            });
  }
}
