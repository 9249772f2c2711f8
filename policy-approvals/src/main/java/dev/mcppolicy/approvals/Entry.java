package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.approvals.QueuedApproval.State;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as a queue keeps it. Immutable.
 *
 * @param request what is asked
 * @param arguments the canonical print of its arguments, of which the id is made
 * @param answer what was said, {@link Answer#PENDING} if nothing
 * @param by who said so
 * @param term when it is over
 */
record Entry(
    ApprovalRequest request, String arguments, Answer answer, @Nullable String by, Term term) {

  static Entry waiting(ApprovalRequest request, Term term) {
    String arguments = CanonicalJson.print(request.call().arguments().asMap());
    return new Entry(request, arguments, Answer.PENDING, null, term);
  }

  /** Returns how many characters it takes, but for what doesn't come from the agent. */
  int length() {
    return arguments.length();
  }

  boolean isWaiting() {
    return answer == Answer.PENDING;
  }

  Entry decided(Answer answer, String by, Term term) {
    return new Entry(request, arguments, answer, by, term);
  }

  State state() {
    if (isWaiting()) {
      return State.WAITING;
    }
    return answer == Answer.APPROVE || answer instanceof Answer.Edited
        ? State.APPROVED
        : State.DENIED;
  }

  QueuedApproval shown() {
    return shown(state());
  }

  QueuedApproval shown(State state) {
    return new QueuedApproval(
        request,
        state,
        term.since(),
        term.until(),
        Optional.ofNullable(by),
        answer instanceof Answer.Edited edited ? Optional.of(edited.arguments()) : Optional.empty(),
        answer instanceof Answer.Refused refused ? Optional.of(refused.words()) : Optional.empty());
  }
}
