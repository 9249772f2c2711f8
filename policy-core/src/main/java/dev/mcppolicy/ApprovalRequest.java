package dev.mcppolicy;

import java.time.Duration;
import java.util.Objects;

/**
 * A call that waits for somebody's yes.
 *
 * @param id names the grant, the server, the tool, the exact arguments and the policy: the same
 *     call under the same policy has the same id, and no other has
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
}
