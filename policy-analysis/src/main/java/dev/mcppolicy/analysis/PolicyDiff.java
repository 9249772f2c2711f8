package dev.mcppolicy.analysis;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.Change.Effect;
import dev.mcppolicy.analysis.Draft.Kind;
import dev.mcppolicy.analysis.Witness.Judgement;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.model.PolicyModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changes when one policy takes the place of another: sentences, each with a call that both
 * judge differently where one was found.
 *
 * <p>Two policies are compared by the same calls at the same times with counters that begin empty,
 * up to the first call that they judge differently; what comes after is no longer the same history.
 * A call that needs approval is taken to get it. A call that the new policy asks approval for
 * counts as allowed if the old one denies it, and as denied if the old one allows it.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicyDiff {

  private static final Set<Kind> WIDENING = EnumSet.of(Kind.OPEN, Kind.FREED);

  private final List<Change> changes;

  private PolicyDiff(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /** Compares two policies. */
  public static PolicyDiff between(Policy older, Policy newer) {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
    if (older.equals(newer)) {
      return new PolicyDiff(List.of());
    }
    PolicyModel oldModel = model(older);
    PolicyModel newModel = model(newer);
    Hunt hunt = new Hunt(older, newer, oldModel, newModel);
    List<Change> changes = new ArrayList<>();
    for (Draft draft : Comparer.compare(oldModel, newModel)) {
      changes.add(change(draft, hunt.show(draft).orElse(null)));
    }
    if (!older.description().equals(newer.description())) {
      changes.add(
          new Change(
              Effect.TEXT, "/description", "/description", DiffMessages.description(), null));
    }
    return new PolicyDiff(changes);
  }

  /**
   * Says what {@link #wider()} would say, without looking for calls that show it: a matter of
   * milliseconds where a comparison may take minutes.
   */
  public static boolean mayWiden(Policy older, Policy newer) {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
    return !older.equals(newer)
        && Comparer.compare(model(older), model(newer)).stream()
            .anyMatch(draft -> WIDENING.contains(draft.kind()));
  }

  /**
   * Says whether it is not certain that counters which hold something keep all that counts when one
   * policy takes the place of another in an engine: {@link #wider()} compares policies whose
   * counters begin empty, and a counter that gets another name, scope or {@code per} does so.
   */
  public static boolean mayForget(Policy older, Policy newer) {
    Objects.requireNonNull(older, "older");
    Objects.requireNonNull(newer, "newer");
    return !older.equals(newer) && Histories.mayBeLost(model(older), model(newer));
  }

  private static PolicyModel model(Policy policy) {
    Findings problems = new Findings();
    Node document = JsonReader.read(policy.toJson(), problems, JsonReader.Numbers.BOUNDED);
    return Objects.requireNonNull(
        PolicyReader.read(Objects.requireNonNull(document), problems), "a policy reads again");
  }

  private static Change change(Draft draft, @Nullable Witness witness) {
    boolean undecided =
        draft.kind() == Draft.Kind.OPEN && (witness == null || !Hunt.isWider(witness));
    Effect effect =
        switch (draft.kind()) {
          case TEXT, LISTING -> Effect.TEXT;
          case NARROWING -> Effect.NARROWER;
          case OPEN -> undecided ? Effect.UNDECIDED : Effect.WIDER;
          case FREED -> Effect.WIDER;
        };
    return new Change(
        effect,
        draft.oldPointer(),
        draft.newPointer(),
        undecided ? DiffMessages.undecided(draft.sentence()) : draft.sentence(),
        witness);
  }

  /** Orders what is said of a call, from the strictest. */
  static int rank(Judgement judgement) {
    return switch (judgement.verdict()) {
      case DENY, UNSEEN -> 0;
      case APPROVAL -> 1;
      case ALLOW, SEEN -> 2;
    };
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
