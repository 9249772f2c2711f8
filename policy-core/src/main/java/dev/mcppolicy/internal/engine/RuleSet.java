package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.DefinitionRules;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Gate;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that applies to the calls of one tool, sorted by the step that asks it. Pure: what it
 * says depends on the call alone.
 *
 * <p>This class is immutable and thread-safe.
 */
final class RuleSet {

  /** Nothing applies: the part that is enforced when a whole document is in shadow. */
  static final RuleSet NOTHING = new RuleSet("", null, null, List.of(), Map.of());

  private final @Nullable Refusing byName;
  private final List<ToolEntry> entries;
  private final @Nullable Refusing byAction;

  /** Why every call is denied, or null. */
  private final @Nullable Refusing always;

  private final Screening screening;

  /** Whether a call of whose tool nothing is known is asked nothing but the hurdles. */
  private final boolean onlyHurdles;

  private final Hurdle[] hurdles;

  /** All that is asked of a call of whose tool nothing is known, or null if it can't be that. */
  private final @Nullable Gate gate;

  private final ApprovalRules approvalRules;
  private final List<Spending> spendings;
  private final List<Slot> slots;
  private final boolean needsWallClock;
  private final boolean simple;
  private final @Nullable Spending only;

  /**
   * Creates a rule set.
   *
   * @param tool the tool to which it applies
   * @param byName why the name alone denies, or null
   * @param definitions what becomes of a tool whose definition isn't the reviewed one, or null
   * @param entries the entries that apply
   * @param windows for each counter, every window that any limit looks at
   */
  RuleSet(
      String tool,
      @Nullable Refusing byName,
      @Nullable DefinitionRules definitions,
      List<ToolEntry> entries,
      Map<CounterId, ? extends Set<Window>> windows) {
    this.byName = byName;
    this.entries = List.copyOf(entries);
    this.byAction = byAction(ToolEntry.first(entries, Action.DENY), tool);
    this.always = byName == null ? byAction : byName;
    this.screening = new Screening(definitions, entries);
    this.onlyHurdles = screening.asksNothing();
    this.hurdles = Hurdle.all(entries);
    this.approvalRules = ApprovalRules.of(entries);
    this.gate = always == null && onlyHurdles && !mayAsk() ? Hurdle.gate(hurdles) : null;
    this.spendings = Spending.all(entries, windows);
    this.slots = Slot.all(entries);
    this.needsWallClock = needsWallClock(spendings);
    this.only = spendings.isEmpty() ? null : spendings.get(0);
    this.simple = slots.isEmpty() && (only == null || (spendings.size() == 1 && only.isSimple()));
  }

  private static boolean needsWallClock(List<Spending> spendings) {
    for (Spending spending : spendings) {
      if (spending.needsWallClock()) {
        return true;
      }
    }
    return false;
  }

  List<ToolEntry> entries() {
    return entries;
  }

  List<Spending> spendings() {
    return spendings;
  }

  List<Slot> slots() {
    return slots;
  }

  /** Returns what is spent, if that is one thing or nothing; see {@link #isSimple}. */
  @Nullable Spending only() {
    return only;
  }

  /** Says whether every call spends the same from one sliding window, or nothing. */
  boolean isSimple() {
    return simple;
  }

  boolean spendsNothing() {
    return spendings.isEmpty() && slots.isEmpty();
  }

  /** Says whether a window of these rules stands on the wall clock. */
  boolean needsWallClock() {
    return needsWallClock;
  }

  /** Returns why the name alone denies, or null. */
  @Nullable Refusing byName() {
    return byName;
  }

  /** Returns why an action denies, or null. */
  @Nullable Refusing byAction() {
    return byAction;
  }

  private static @Nullable Refusing byAction(@Nullable ToolEntry denying, String tool) {
    if (denying == null) {
      return null;
    }
    String reason = denying.reason();
    return Refusing.of(
        Code.DENIED,
        denying.pointer() + "/action",
        () -> reason == null ? DecisionMessages.denied(tool) : reason);
  }

  /** Returns why every call is denied, or null. */
  @Nullable Refusing always() {
    return always;
  }

  /** Says whether every call may pass of whose tool nothing is known, without paying. */
  boolean letsPass() {
    return always == null && onlyHurdles && hurdles.length == 0 && !mayAsk() && spendsNothing();
  }

  /** Returns why the first hurdle denies, or null if there is none. */
  @Nullable Refusing first() {
    return hurdles.length == 0 ? null : hurdles[0].refusing();
  }

  /** Returns all that is asked of a call of whose tool nothing is known, or null. */
  @Nullable Gate gate() {
    return gate;
  }

  /** Returns why rules deny a call before anything is counted, or null: steps 1 to 6. */
  @Nullable Refusing judge(ToolCall call) {
    if (always != null) {
      return always;
    }
    if (!onlyHurdles || call.review().isPresent()) {
      Refusing refusing = screening.judge(call);
      if (refusing != null) {
        return refusing;
      }
    }
    for (Hurdle hurdle : hurdles) {
      if (hurdle.stops(call)) {
        return hurdle.refusing();
      }
    }
    return null;
  }

  /** Returns what is asked of a call before its conditions. */
  Screening screening() {
    return screening;
  }

  /** Returns what asks for approval. */
  ApprovalRules approvalRules() {
    return approvalRules;
  }

  /** Says whether anything asks some calls for approval. */
  boolean mayAsk() {
    return approvalRules != ApprovalRules.NONE;
  }
}
