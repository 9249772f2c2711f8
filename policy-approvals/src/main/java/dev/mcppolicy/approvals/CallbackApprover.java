package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Hands each question to a function, with something to answer it by: now or later, from any thread.
 *
 * <pre>{@code
 * Approver approver = CallbackApprover.of((request, reply) ->
 *     chat.post(request.describe()).onYes(reply::approve).onNo(reply::deny));
 * }</pre>
 *
 * <p>No thread waits for the answer. If the function throws, the call is denied. This class is
 * thread-safe as far as the function is.
 */
public final class CallbackApprover implements Approver {

  private final BiConsumer<? super ApprovalRequest, ? super Reply> asking;

  private CallbackApprover(BiConsumer<? super ApprovalRequest, ? super Reply> asking) {
    this.asking = Objects.requireNonNull(asking, "asking");
  }

  /**
   * Returns an approver.
   *
   * @param asking tells somebody of a request, without waiting for what they say
   */
  public static CallbackApprover of(BiConsumer<? super ApprovalRequest, ? super Reply> asking) {
    return new CallbackApprover(asking);
  }

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    asking.accept(request, new Reply(answer));
    return answer;
  }

  /**
   * Answers one question, once: the first answer counts. Thread-safe.
   *
   * <p>Each method returns whether the answer was heard: not if there is one already, or if nobody
   * waits for it any more.
   */
  public static final class Reply {

    private final CompletableFuture<Answer> answer;

    private Reply(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    /** Approves the call. */
    public boolean approve() {
      return answer(Answer.APPROVE);
    }

    /** Approves the call with other arguments: all of them, the ones that weren't changed too. */
    public boolean approve(Arguments edited) {
      return answer(Answer.approve(edited));
    }

    /** Refuses the call. */
    public boolean deny() {
      return answer(Answer.DENY);
    }

    /** Refuses the call, and tells the agent why. */
    public boolean deny(String words) {
      return answer(Answer.deny(words));
    }

    /** Gives any answer. */
    public boolean answer(Answer given) {
      return answer.complete(Objects.requireNonNull(given, "given"));
    }

    /** Says whether somebody still waits for an answer. */
    public boolean isOpen() {
      return !answer.isDone();
    }
  }
}
