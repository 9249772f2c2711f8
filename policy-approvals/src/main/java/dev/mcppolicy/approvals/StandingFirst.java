package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Approves what stands approved, and asks another approver about the rest.
 *
 * @param standing what stands
 * @param next who is asked otherwise
 */
record StandingFirst(StandingApprovals standing, Approver next) implements Approver {

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    if (!standing.writes()) {
      return standing.use(request)
          ? CompletableFuture.completedFuture(Answer.APPROVE)
          : next.ask(request);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Writing.run(answer, () -> use(request, answer));
    return answer;
  }

  private void use(ApprovalRequest request, CompletableFuture<Answer> answer) {
    if (answer.isDone()) {
      return; // nobody waits any more: nothing is used up
    }
    if (standing.use(request)) {
      answer.complete(Answer.APPROVE);
      return;
    }
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
