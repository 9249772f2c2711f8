package dev.mcppolicy.audit;

import dev.mcppolicy.Explanation;
import java.util.Objects;
import java.util.Optional;

/**
 * A recorded call, judged by another policy.
 *
 * @param recorded what was decided then
 * @param verdict how both decisions compare
 * @param now what the other policy decides, and how it came to that; empty where that can't be said
 * @param asks whether the other policy would have asked for an approval of which the record doesn't
 *     tell
 * @param doubt why nothing can be said, in one sentence; empty unless undecided
 */
public record ReplayedCall(
    AuditRecord.Decided recorded,
    ReplayVerdict verdict,
    Optional<Explanation> now,
    boolean asks,
    String doubt) {

  /** Checks that nothing is null. */
  public ReplayedCall {
    Objects.requireNonNull(recorded, "recorded");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(doubt, "doubt");
  }
}
