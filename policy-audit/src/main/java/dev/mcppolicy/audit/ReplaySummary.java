package dev.mcppolicy.audit;

import java.util.Map;

/**
 * What became of replaying a log.
 *
 * @param calls how many recorded decisions compare so
 * @param unreadable how many lines are no records
 * @param verification whether the records are those that were written
 */
public record ReplaySummary(
    Map<ReplayVerdict, Long> calls, long unreadable, Verification verification) {

  /** Copies the map. */
  public ReplaySummary {
    calls = Map.copyOf(calls);
  }

  /** Returns how many recorded decisions compare so. */
  public long count(ReplayVerdict verdict) {
    return calls.getOrDefault(verdict, 0L);
  }

  /**
   * Says whether every recorded call would have been allowed or denied as it was, and nothing is in
   * doubt: neither a call nor the log.
   */
  public boolean isSame() {
    return count(ReplayVerdict.DIFFERENT) == 0
        && count(ReplayVerdict.UNDECIDED) == 0
        && unreadable == 0
        && verification.isGood();
  }
}
