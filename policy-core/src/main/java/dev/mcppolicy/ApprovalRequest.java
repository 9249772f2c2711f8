package dev.mcppolicy;

import dev.mcppolicy.internal.text.ApprovalText;
import java.time.Duration;
import java.util.Objects;

/**
 * A call that waits for somebody's yes.
 *
 * @param id names the grant, the server, the tool, the exact arguments and the policy, and of a
 *     caller without a grant the session and the attributes: the same call under the same policy
 *     has the same id, and no other has
 * @param call the call
 * @param rule what asks, as a JSON Pointer into the policy
 * @param reason why, in the policy's words where it has some
 * @param policy the digest of the policy
 * @param timeout how long the answer may take
 */
public record ApprovalRequest(
    String id, ToolCall call, String rule, String reason, String policy, Duration timeout) {

  /** Checks that nothing is null. */
  public ApprovalRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(timeout, "timeout");
  }

  /**
   * Returns the request in lines that a person reads: the reason, the tool, who calls, and every
   * argument with its whole value. Whatever isn't plainly visible is escaped, so that no argument
   * can look like something else on a terminal; on a page of HTML it has to be escaped as any text.
   *
   * <p>It holds the values of the arguments, and can be long: it is for whoever decides, not for a
   * log.
   *
   * @throws IllegalStateException if the arguments of the call are invalid
   */
  public String describe() {
    return ApprovalText.of(this);
  }
}
