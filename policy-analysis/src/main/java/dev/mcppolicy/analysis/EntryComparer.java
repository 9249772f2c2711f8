package dev.mcppolicy.analysis;

import dev.mcppolicy.analysis.Draft.Kind;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares two entries of one key. */
final class EntryComparer {

  private final PolicyModel newPolicy;
  private final PolicyModel oldPolicy;
  private final ToolEntry older;
  private final ToolEntry newer;
  private final String who;
  private final Set<String> shared;
  private final Logic logic = new Logic();
  private final List<Draft> drafts = new ArrayList<>();

  EntryComparer(
      PolicyModel oldPolicy,
      PolicyModel newPolicy,
      ToolEntry older,
      ToolEntry newer,
      String who,
      Set<String> shared) {
    this.oldPolicy = oldPolicy;
    this.newPolicy = newPolicy;
    this.older = older;
    this.newer = newer;
    this.who = who;
    this.shared = shared;
  }

  List<Draft> compare() {
    mode();
    action();
    allowedArgs();
    argumentCheck();
    predicates("require", ToolEntry::require, Truth.TRUE);
    predicates("deny_if", ToolEntry::denyIf, Truth.FALSE);
    predicates("approve_if", ToolEntry::approveIf, Truth.FALSE);
    new LimitComparer(older, newer, who, shared, drafts).compare();
    if (older.shadow() && newer.shadow()) {
      return drafts.stream()
          .map(
              draft ->
                  new Draft(
                      Kind.TEXT,
                      draft.key(),
                      draft.oldPointer(),
                      draft.newPointer(),
                      draft.sentence(),
                      false))
          .toList();
    }
    return drafts;
  }

  private void add(Kind kind, @Nullable String oldPart, @Nullable String newPart, String sentence) {
    drafts.add(
        new Draft(
            kind,
            older.key(),
            oldPart == null ? null : older.pointer() + oldPart,
            newPart == null ? null : newer.pointer() + newPart,
            sentence,
            false));
  }

  private void mode() {
    if (older.shadow() != newer.shadow()) {
      add(
          older.shadow() ? Kind.NARROWING : Kind.OPEN,
          "",
          "",
          DiffMessages.entryMode(who, older.shadow()));
    }
  }

  private static int rank(Action action) {
    return switch (action) {
      case DENY -> 0;
      case REQUIRE_APPROVAL -> 1;
      case ALLOW -> 2;
    };
  }

  private void action() {
    int wider = rank(newer.action()) - rank(older.action());
    if (wider != 0) {
      add(
          wider > 0 ? Kind.OPEN : Kind.NARROWING,
          "/action",
          "/action",
          DiffMessages.action(who, older.action(), newer.action()));
    } else if (!Objects.equals(older.reason(), newer.reason())) {
      add(Kind.TEXT, "/reason", "/reason", DiffMessages.reason(who));
    }
  }

  private void allowedArgs() {
    Set<String> before = older.allowedArgs();
    Set<String> after = newer.allowedArgs();
    if (Objects.equals(before, after)) {
      return;
    }
    boolean fewer = before == null || (after != null && before.containsAll(after));
    add(
        fewer ? Kind.NARROWING : Kind.OPEN,
        before == null ? null : "/allowed_args",
        after == null ? null : "/allowed_args",
        DiffMessages.allowedArgs(who, before, after));
  }

  private void argumentCheck() {
    int stricter = newer.argumentCheck().compareTo(older.argumentCheck());
    if (stricter != 0) {
      add(
          stricter > 0 ? Kind.NARROWING : Kind.OPEN,
          older.argumentCheck() == ArgumentCheck.NONE ? null : "/validate_args",
          newer.argumentCheck() == ArgumentCheck.NONE ? null : "/validate_args",
          DiffMessages.argumentCheck(who, older.argumentCheck(), newer.argumentCheck()));
    }
  }

  private void predicates(String key, Function<ToolEntry, List<Predicate>> section, Truth passing) {
    List<Predicate> removed = new ArrayList<>(section.apply(older));
    List<Predicate> added = new ArrayList<>();
    for (Predicate predicate : section.apply(newer)) {
      String text = Normal.of(predicate);
      Predicate same =
          removed.stream().filter(old -> Normal.of(old).equals(text)).findFirst().orElse(null);
      if (same == null) {
        added.add(predicate);
      } else {
        removed.remove(same);
        if (!Objects.equals(same.onDeny(), predicate.onDeny())) {
          change(Kind.TEXT, same, predicate, DiffMessages.onDeny(who));
        }
      }
    }
    List<Predicate> before = all(oldPolicy, older, section);
    List<Predicate> after = all(newPolicy, newer, section);
    boolean always =
        newer.action() == Action.DENY
            || (key.equals("approve_if") && newer.action() == Action.REQUIRE_APPROVAL);
    while (!removed.isEmpty() || !added.isEmpty()) {
      Predicate old = removed.isEmpty() ? null : removed.remove(0);
      Predicate now = added.isEmpty() ? null : added.remove(0);
      boolean keeps = old == null || (always && !newer.shadow()) || isImplied(after, old, passing);
      boolean adds = now != null && !isImplied(before, now, passing);
      Kind kind = keeps ? (adds ? Kind.NARROWING : Kind.TEXT) : Kind.OPEN;
      change(kind, old, now, DiffMessages.predicate(who, key, old, now, keeps, adds));
    }
  }

  /** Returns the predicates that surely apply along with those of an entry. */
  private static List<Predicate> all(
      PolicyModel policy, ToolEntry entry, Function<ToolEntry, List<Predicate>> section) {
    List<Predicate> all = new ArrayList<>();
    for (ToolEntry other : Suspicions.entries(policy)) {
      boolean applies = other.equals(entry) || Suspicions.covers(policy, other, entry);
      if (applies && other.shadow() == entry.shadow()) {
        all.addAll(section.apply(other));
      }
    }
    return all;
  }

  private boolean isImplied(List<Predicate> by, Predicate predicate, Truth passing) {
    String tool =
        older.pointer().startsWith("/all_tools")
                || newer.pointer().startsWith("/all_tools")
                || Globs.isGlob(older.key())
            ? null
            : older.key();
    return logic.implies(List.of(), predicate, passing, tool)
        || by.stream().anyMatch(each -> logic.implies(List.of(each), predicate, passing, tool))
        || (by.size() > 1 && by.size() <= 8 && logic.implies(by, predicate, passing, tool));
  }

  private void change(
      Kind kind, @Nullable Predicate old, @Nullable Predicate now, String sentence) {
    drafts.add(
        new Draft(
            kind,
            older.key(),
            old == null ? null : old.pointer(),
            now == null ? null : now.pointer(),
            sentence,
            false));
  }
}
