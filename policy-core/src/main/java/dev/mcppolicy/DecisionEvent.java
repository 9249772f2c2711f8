package dev.mcppolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision, as listeners hear of it: the names of the arguments, and never their values.
 *
 * @param id names the decision; its settlement has the same
 * @param time when it was made
 * @param server the server, if it has a name
 * @param tool the tool
 * @param grant the grant, if it is known
 * @param session the session, if there is one
 * @param argumentNames the names of the top-level arguments
 * @param effect what was decided
 * @param code why the call was not let through, if it was not
 * @param rule what decided, as a JSON Pointer into the policy
 * @param message what the agent is told
 * @param retryAfter how long to wait, if waiting helps
 * @param shadow why enforcing would not have let the call through, if only shadow mode did
 * @param shadowRule what would have decided then; otherwise empty
 * @param policy the digest of the policy, if there was one
 * @param took how long judging took, with all that was waited for
 * @param waited how long of that an approver was waited for, if one was asked
 * @param edited whether an approver changed the arguments, so that others were judged than asked
 *     about
 */
public record DecisionEvent(
    String id,
    Instant time,
    Optional<String> server,
    String tool,
    Optional<String> grant,
    Optional<String> session,
    List<String> argumentNames,
    Effect effect,
    Optional<Code> code,
    String rule,
    String message,
    Optional<Duration> retryAfter,
    Optional<Code> shadow,
    String shadowRule,
    Optional<String> policy,
    Duration took,
    Optional<Duration> waited,
    boolean edited) {

  /** Copies the list. */
  public DecisionEvent {
    argumentNames = List.copyOf(argumentNames);
  }
}
