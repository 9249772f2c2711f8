package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for predicates that can come to only one thing, or to nothing that another doesn't. */
final class PredicateChecks {

  private final PolicyModel model;
  private final Suspicions found;
  private final Logic logic = new Logic();
  private final Set<Predicate> reported = new HashSet<>();

  private PredicateChecks(PolicyModel model, Suspicions found) {
    this.model = model;
    this.found = found;
  }

  static void run(PolicyModel model, Suspicions found) {
    PredicateChecks checks = new PredicateChecks(model, found);
    List<ToolEntry> entries = Suspicions.entries(model);
    for (ToolEntry entry : entries) {
      String tool = tool(model, entry);
      entry.require().forEach(predicate -> checks.require(predicate, tool));
      entry.denyIf().forEach(predicate -> checks.unless(predicate, tool, "deny_if"));
      entry.approveIf().forEach(predicate -> checks.unless(predicate, tool, "approve_if"));
    }
    for (ToolEntry entry : entries) {
      checks.implied(entry, ToolEntry::require, Truth.TRUE);
      checks.implied(entry, ToolEntry::denyIf, Truth.FALSE);
      checks.implied(entry, ToolEntry::approveIf, Truth.FALSE);
    }
  }

  /** Returns the only name to which an entry applies, or null if there may be others. */
  static @Nullable String tool(PolicyModel model, ToolEntry entry) {
    return entry.equals(model.allTools()) || Globs.isGlob(entry.key()) ? null : entry.key();
  }

  private void require(Predicate predicate, @Nullable String tool) {
    if (logic.neverHolds(predicate, tool)) {
      report(LintRule.NEVER_HOLDS, predicate, LintMessages.requireNeverHolds());
    } else if (logic.alwaysHolds(predicate, tool)) {
      report(LintRule.NEVER_FAILS, predicate, LintMessages.requireAlwaysHolds());
    }
  }

  private void unless(Predicate predicate, @Nullable String tool, String key) {
    if (logic.neverFalse(predicate, tool)) {
      report(LintRule.NEVER_FAILS, predicate, LintMessages.neverFalse(key));
    } else if (logic.neverHolds(predicate, tool)) {
      report(LintRule.NEVER_HOLDS, predicate, LintMessages.neverTrue(key));
    }
  }

  private void report(LintRule rule, Predicate predicate, String message) {
    reported.add(predicate);
    found.add(rule, predicate.pointer(), message);
  }

  /** Reports each predicate of an entry that another makes pointless, which isn't so itself. */
  private void implied(
      ToolEntry entry, Function<ToolEntry, List<Predicate>> section, Truth passing) {
    List<Predicate> own = section.apply(entry);
    if (own.isEmpty()) {
      return;
    }
    List<Predicate> stronger = new ArrayList<>();
    for (ToolEntry other : Suspicions.entries(model)) {
      boolean applies = other.equals(entry) || Suspicions.covers(model, other, entry);
      if (applies && other.shadow() == entry.shadow()) {
        stronger.addAll(section.apply(other));
      }
    }
    String tool = tool(model, entry);
    for (int i = own.size() - 1; i >= 0; i--) {
      Predicate predicate = own.get(i);
      for (Predicate other : stronger) {
        if (other != predicate
            && !reported.contains(predicate)
            && !reported.contains(other)
            && !paths(other).isEmpty()
            && paths(predicate).stream().anyMatch(paths(other)::contains)
            && logic.implies(List.of(other), predicate, passing, tool)) {
          report(LintRule.IMPLIED, predicate, LintMessages.implied(other.pointer()));
        }
      }
    }
  }

  private static Set<String> paths(Predicate predicate) {
    Set<String> paths = new HashSet<>();
    predicate.conditions().forEach(condition -> paths(condition, paths));
    return paths;
  }

  private static void paths(Condition condition, Set<String> paths) {
    if (condition instanceof Comparison comparison) {
      paths.add(comparison.path().canonical());
    } else if (condition instanceof AnyOf any) {
      any.parts().forEach(part -> paths(part, paths));
    } else if (condition instanceof AllOf all) {
      all.parts().forEach(part -> paths(part, paths));
    }
  }
}
