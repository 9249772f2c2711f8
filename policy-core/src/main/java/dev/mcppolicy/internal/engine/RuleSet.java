package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.DefinitionRules;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Gate;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final @Nullable DefinitionRules definitions;
  private final List<ToolEntry> entries;
  private final @Nullable Refusing byAction;

  /** Why every call is denied, or null. */
  private final @Nullable Refusing always;

  private final ToolEntry[] allowingArguments;
  private final ToolEntry[] checkingSchema;

  /** Whether a call of whose tool nothing is known is asked nothing but the hurdles. */
  private final boolean onlyHurdles;

  private final Hurdle[] hurdles;

  /** All that is asked of a call of whose tool nothing is known, or null if it can't be that. */
  private final @Nullable Gate gate;

  private final Predicate[] approveIf;
  private final @Nullable ToolEntry asking;
  private final boolean mayAsk;
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
    this.definitions = definitions;
    this.entries = List.copyOf(entries);
    this.byAction = byAction(first(entries, Action.DENY), tool);
    this.always = byName == null ? byAction : byName;
    this.allowingArguments = allowingArguments(entries);
    this.checkingSchema = checkingSchema(entries);
    this.onlyHurdles =
        (definitions == null || !definitions.written())
            && allowingArguments.length == 0
            && checkingSchema.length == 0;
    this.hurdles = hurdles(entries);
    this.approveIf = approveIf(entries);
    this.asking = first(entries, Action.REQUIRE_APPROVAL);
    this.mayAsk = asking != null || approveIf.length > 0;
    this.gate = always == null && onlyHurdles && !mayAsk ? gate(hurdles) : null;
    this.spendings = spendings(entries, windows);
    this.slots = slots(entries);
    this.needsWallClock = needsWallClock(spendings);
    this.only = spendings.isEmpty() ? null : spendings.get(0);
    this.simple = slots.isEmpty() && (only == null || (spendings.size() == 1 && only.isSimple()));
  }

  private static Hurdle[] hurdles(List<ToolEntry> entries) {
    List<Hurdle> hurdles = new ArrayList<>();
    for (ToolEntry entry : entries) {
      for (Predicate predicate : entry.require()) {
        Hurdle.require(
            predicate,
            refusing(predicate, Code.REQUIRE_FAILED, DecisionMessages::requireFailed),
            hurdles);
      }
    }
    for (ToolEntry entry : entries) {
      for (Predicate predicate : entry.denyIf()) {
        hurdles.add(
            Hurdle.denying(
                predicate,
                refusing(predicate, Code.DENY_IF_MATCHED, DecisionMessages::denyIfMatched)));
      }
    }
    return hurdles.toArray(new Hurdle[0]);
  }

  private static Predicate[] approveIf(List<ToolEntry> entries) {
    List<Predicate> predicates = new ArrayList<>();
    for (ToolEntry entry : entries) {
      predicates.addAll(entry.approveIf());
    }
    return predicates.toArray(new Predicate[0]);
  }

  private static @Nullable Gate gate(Hurdle[] hurdles) {
    List<Condition> conditions = new ArrayList<>(hurdles.length);
    List<Truth> passing = new ArrayList<>(hurdles.length);
    for (Hurdle hurdle : hurdles) {
      conditions.add(hurdle.condition());
      passing.add(hurdle.passing());
    }
    return Gate.of(conditions, passing);
  }

  private static ToolEntry[] allowingArguments(List<ToolEntry> entries) {
    List<ToolEntry> found = new ArrayList<>();
    for (ToolEntry entry : entries) {
      if (entry.allowedArgs() != null) {
        found.add(entry);
      }
    }
    return found.toArray(new ToolEntry[0]);
  }

  private static ToolEntry[] checkingSchema(List<ToolEntry> entries) {
    List<ToolEntry> found = new ArrayList<>();
    for (ToolEntry entry : entries) {
      if (entry.argumentCheck() != ArgumentCheck.NONE) {
        found.add(entry);
      }
    }
    return found.toArray(new ToolEntry[0]);
  }

  private static List<Slot> slots(List<ToolEntry> entries) {
    List<Slot> slots = new ArrayList<>();
    for (ToolEntry entry : entries) {
      if (entry.concurrency() != null) {
        slots.add(Slot.of(entry));
      }
    }
    return List.copyOf(slots);
  }

  private static boolean needsWallClock(List<Spending> spendings) {
    for (Spending spending : spendings) {
      if (spending.needsWallClock()) {
        return true;
      }
    }
    return false;
  }

  private static Refusing refusing(
      Predicate predicate, Code code, Function<Predicate, String> otherwise) {
    return Refusing.of(
        code,
        predicate.pointer(),
        () -> said(predicate.onDeny(), () -> otherwise.apply(predicate)));
  }

  private static @Nullable ToolEntry first(List<ToolEntry> entries, Action action) {
    for (ToolEntry entry : entries) {
      if (entry.action() == action) {
        return entry;
      }
    }
    return null;
  }

  private static List<Spending> spendings(
      List<ToolEntry> entries, Map<CounterId, ? extends Set<Window>> windows) {
    Map<CounterId, List<LimitRule>> byCounter = new LinkedHashMap<>();
    for (ToolEntry entry : entries) {
      for (LimitRule limit : entry.limits()) {
        List<LimitRule> limits = byCounter.get(limit.counter());
        if (limits == null) {
          limits = new ArrayList<>();
          byCounter.put(limit.counter(), limits);
        }
        limits.add(limit);
      }
    }
    List<Spending> spendings = new ArrayList<>(byCounter.size());
    for (Map.Entry<CounterId, List<LimitRule>> counter : byCounter.entrySet()) {
      Set<Window> all = windows.get(counter.getKey());
      spendings.add(Spending.of(counter.getValue(), all == null ? Set.of() : all));
    }
    return List.copyOf(spendings);
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
    return always == null && onlyHurdles && hurdles.length == 0 && !mayAsk && spendsNothing();
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
      Refusing refusing = beforeHurdles(call);
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

  private @Nullable Refusing beforeHurdles(ToolCall call) {
    Refusing definition = byDefinition(call.tool(), call.review().orElse(null));
    if (definition != null) {
      return definition;
    }
    for (ToolEntry entry : allowingArguments) {
      Refusing argument = byArguments(entry, call);
      if (argument != null) {
        return argument;
      }
    }
    for (ToolEntry entry : checkingSchema) {
      Refusing schema = bySchema(entry, call);
      if (schema != null) {
        return schema;
      }
    }
    return null;
  }

  /** Returns why the definition of a tool denies, or null. */
  @Nullable Refusing byDefinition(String tool, @Nullable ToolReview review) {
    DefinitionRules rules = definitions;
    if (rules == null || (review == null && !rules.written())) {
      return null;
    }
    if (review == null) {
      return Refusing.of(
          Code.DEFINITION_CHANGED, "/definitions", () -> DecisionMessages.definitionUnknown(tool));
    }
    Set<DefinitionChange> changes = review.changes();
    DefinitionChange change = changes.isEmpty() ? null : rules.denying(changes);
    return change == null
        ? null
        : Refusing.of(
            Code.DEFINITION_CHANGED,
            rules.pointer(change),
            () ->
                changes.size() == DefinitionChange.values().length
                    ? DecisionMessages.definitionUnknown(tool)
                    : DecisionMessages.definitionChanged(tool, change));
  }

  /** Returns why an entry's {@code validate_args} denies a call, or null. */
  static @Nullable Refusing bySchema(ToolEntry entry, ToolCall call) {
    if (entry.argumentCheck() == ArgumentCheck.NONE) {
      return null;
    }
    boolean closed = entry.argumentCheck() == ArgumentCheck.CLOSED;
    String misfit =
        call.review()
            .map(review -> review.misfit(call.arguments(), closed))
            .orElseGet(() -> Optional.of(DecisionMessages.noReviewedSchema()))
            .orElse(null);
    return misfit == null
        ? null
        : Refusing.of(
            Code.INVALID_ARGUMENTS,
            entry.pointer() + "/validate_args",
            () -> DecisionMessages.argumentsDoNotFit(misfit));
  }

  /** Returns why an entry's {@code allowed_args} deny a call, or null. */
  static @Nullable Refusing byArguments(ToolEntry entry, ToolCall call) {
    Set<String> allowed = entry.allowedArgs();
    if (allowed == null) {
      return null;
    }
    for (String name : call.arguments().asMap().keySet()) {
      if (!allowed.contains(name)) {
        return Refusing.of(
            Code.ARGUMENT_NOT_ALLOWED,
            entry.pointer() + "/allowed_args",
            () -> DecisionMessages.argumentNotAllowed(name, allowed));
      }
    }
    return null;
  }

  /** Says whether anything asks some calls for approval. */
  boolean mayAsk() {
    return mayAsk;
  }

  /** Returns what asks for approval, or null. */
  @Nullable Asking asks(ToolCall call) {
    return mayAsk ? asks(call, Set.of()) : null;
  }

  /** Returns what asks for approval, but for some rules that were answered, or null. */
  @Nullable Asking asks(ToolCall call, Set<String> answered) {
    if (asking != null && !answered.contains(asking.pointer() + "/action")) {
      return new Asking(
          asking.pointer() + "/action",
          asking.reason(),
          () -> DecisionMessages.approvalRequired(call.tool()));
    }
    for (Predicate predicate : approveIf) {
      if (!answered.contains(predicate.pointer()) && predicate.test(call) != Truth.FALSE) {
        return new Asking(
            predicate.pointer(),
            predicate.onDeny(),
            () -> DecisionMessages.approvalRequired(call.tool()));
      }
    }
    return null;
  }

  /** Returns the pointers of all that asks for approval, and of some rules more. */
  Set<String> allThatAsk(ToolCall call, Set<String> answered) {
    Set<String> all = new HashSet<>(answered);
    Asking next = asks(call, all);
    while (next != null) {
      all.add(next.rule());
      next = asks(call, all);
    }
    return all;
  }

  private static String said(@Nullable String onDeny, Supplier<String> otherwise) {
    return onDeny == null ? otherwise.get() : onDeny;
  }
}
