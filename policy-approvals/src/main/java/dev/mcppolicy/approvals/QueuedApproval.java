package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Arguments;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A request in an {@link ApprovalQueue}, and what was said to it.
 *
 * @param request what is asked; {@link ApprovalRequest#describe} shows it safely
 * @param state where it stands
 * @param since when it came to stand there
 * @param until when it is forgotten, unless something happens before
 * @param by who decided, if somebody has
 * @param edited the other arguments that were approved, if somebody changed them
 * @param words why it was refused, if somebody says so
 */
public record QueuedApproval(
    ApprovalRequest request,
    State state,
    Instant since,
    Instant until,
    Optional<String> by,
    Optional<Arguments> edited,
    Optional<String> words) {

  /** Where a request stands. */
  public enum State {
    /** Nobody has decided. */
    WAITING,
    /** The same call passes once when it is made again. */
    APPROVED,
    /** The same call is told so, once, when it is made again. */
    DENIED,
    /** The decision was fetched by a call: said to listeners only. */
    USED,
    /** It was forgotten before it was decided or fetched: said to listeners only. */
    EXPIRED
  }

  /** Checks that nothing is null. */
  public QueuedApproval {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(edited, "edited");
    Objects.requireNonNull(words, "words");
  }

  /** Returns what names the request. */
  public String id() {
    return request.id();
  }

  /** Names the id, the state and the call without the values of its arguments. */
  @Override
  public String toString() {
    return "QueuedApproval[" + id() + ", " + state + ", " + request.call() + "]";
  }
}
