package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.text.Shown;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whether a call may proceed, asked once of whoever approves. */
final class Question {

  private final Court court;
  private final ToolCall call;
  private final CompiledPolicy policy;
  private final Duration patience;
  private final Asking asking;
  private @Nullable Duration waited;

  /**
   * Makes a question.
   *
   * @param court whom it is asked of
   * @param call the call
   * @param policy by which it is judged
   * @param patience how long its caller waits
   * @param asking what asks
   */
  Question(Court court, ToolCall call, CompiledPolicy policy, Duration patience, Asking asking) {
    this.court = court;
    this.call = call;
    this.policy = policy;
    this.patience = patience;
    this.asking = asking;
  }

  /** Returns how long the answer took, once there is one. */
  Optional<Duration> waited() {
    return Optional.ofNullable(waited);
  }

  /**
   * Asks.
   *
   * @param decision where the decision is waited for; once it is completed, nobody wants an answer
   */
  CompletableFuture<Answer> ask(CompletableFuture<Decision> decision) {
    Approver approver = court.approver();
    if (approver == null) {
      return CompletableFuture.completedFuture(Answer.DENY);
    }
    try {
      return ask(approver, decision);
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletableFuture<Answer> ask(Approver approver, CompletableFuture<Decision> decision) {
    Duration timeout = timeout();
    ApprovalRequest request =
        new ApprovalRequest(
            requestId(), call, asking.rule(), asking.reason(), policy.digest(), timeout);
    long since = court.clock().nanos();
    CompletionStage<Answer> stage = approver.ask(request);
    CompletableFuture<Answer> waiting =
        court.patience().bounded(stage, timeout, Answer.TIMEOUT, late -> {});
    if (!waiting.isDone()) {
      CompletableFuture<Decision> unused =
          decision.whenComplete((decided, failure) -> waiting.complete(Answer.TIMEOUT));
    }
    return waiting.thenApply(
        said -> {
          long elapsed = court.clock().nanos() - since;
          waited = Duration.ofNanos(Math.max(0, elapsed));
          boolean late = elapsed >= Patience.nanos(timeout);
          if (late || said == Answer.TIMEOUT) {
            Patience.stop(stage);
            return Answer.TIMEOUT;
          }
          return said;
        });
  }

  private Duration timeout() {
    Duration allowed = policy.approvalTimeout();
    return patience.compareTo(allowed) < 0 ? patience : allowed;
  }

  private String requestId() {
    return CanonicalJson.approvalId(
        caller(),
        call.server().orElse(null),
        call.tool(),
        call.arguments().digest(),
        policy.digest());
  }

  private Object caller() {
    Caller caller = call.caller();
    return caller.grant().isPresent()
        ? caller.grant().get()
        : CanonicalJson.stranger(
            call.session().orElse(null), CanonicalJson.print(caller.attributes()));
  }

  /** Returns the decision if the arguments are changed again and again. */
  Decision editedTooOften() {
    return deny(Code.APPROVAL_DENIED, DecisionMessages.editedTooOften());
  }

  /** Returns the decision that any answer but a yes leads to. */
  Decision denial(@Nullable Answer said) {
    if (said == Answer.PENDING) {
      return deny(Code.APPROVAL_PENDING, DecisionMessages.approvalPending());
    }
    if (said instanceof Answer.Edited) {
      return deny(Code.APPROVAL_DENIED, DecisionMessages.editsNotAccepted());
    }
    if (said instanceof Answer.Refused refused) {
      return deny(Code.APPROVAL_DENIED, Shown.plain(refused.words()));
    }
    String words = asking.words();
    if (said == Answer.TIMEOUT) {
      return deny(
          Code.APPROVAL_TIMEOUT, words == null ? DecisionMessages.approvalTimeout() : words);
    }
    return deny(Code.APPROVAL_DENIED, words == null ? refusal() : words);
  }

  private String refusal() {
    return court.approver() == null
        ? DecisionMessages.nobodyToAsk()
        : DecisionMessages.approvalDenied();
  }

  private Decision deny(Code code, String message) {
    return Decision.deny(policy.digest(), code, asking.rule(), () -> message, null);
  }
}
