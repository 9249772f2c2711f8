package dev.mcppolicy.testing;

import java.util.Objects;

/**
 * What was seen of one rule of a policy.
 *
 * @param pointer where the rule stands, as a JSON Pointer into the policy
 * @param line the line, counted from 1; 0 if the policy was not read from a file
 * @param column the column, counted from 1; 0 if the policy was not read from a file
 * @param kind what the rule does when it doesn't let pass
 * @param restricts whether it was seen to do that
 * @param passes whether it was seen to let a call pass
 */
public record RuleCoverage(
    String pointer, int line, int column, Kind kind, Seen restricts, Seen passes) {

  /** What a rule does. */
  public enum Kind {
    /** It denies calls. */
    DENIES,
    /** It asks for approval. */
    ASKS,
    /** It hides tools. */
    HIDES,
    /** It names a tool that would be denied otherwise. */
    LISTS
  }

  /** Whether something was seen. */
  public enum Seen {
    /** It was, at least once. */
    YES,
    /** It was not, and could have been. */
    NEVER,
    /** There is nothing to be seen: a rule that always denies lets nothing pass. */
    NOTHING
  }

  /** Checks that nothing is null. */
  public RuleCoverage {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(restricts, "restricts");
    Objects.requireNonNull(passes, "passes");
  }

  /** Returns how much there is to be seen of it: to restrict, to pass, or both. */
  public int total() {
    return (restricts == Seen.NOTHING ? 0 : 1) + (passes == Seen.NOTHING ? 0 : 1);
  }

  /** Returns how much of that was seen. */
  public int covered() {
    return (restricts == Seen.YES ? 1 : 0) + (passes == Seen.YES ? 1 : 0);
  }

  /** Says whether all of it was seen. */
  public boolean isCovered() {
    return covered() == total();
  }

  /** Says in a line what was never seen, or that nothing is missing. */
  @Override
  public String toString() {
    return CoverageMessages.covered(this);
  }
}
