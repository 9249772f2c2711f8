package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.util.List;

/** Looks at the names and globs of tools, and at what their entries do at all. */
final class NameChecks {

  /** Two globs of so many characters in all can be compared, one by one. */
  private static final long MOST_COMPARED = 2_000_000;

  /** The request that calls tools. */
  private static final String CALL = "tools/call";

  private final PolicyModel model;
  private final Suspicions found;

  private NameChecks(PolicyModel model, Suspicions found) {
    this.model = model;
    this.found = found;
  }

  static void run(PolicyModel model, Suspicions found) {
    NameChecks checks = new NameChecks(model, found);
    checks.hidden();
    checks.callsByRequest();
    checks.overlapping();
    checks.reasons();
    checks.nothing();
  }

  private void hidden() {
    for (ToolEntry entry : model.tools()) {
      for (int i = 0; i < model.hide().size(); i++) {
        if (Globs.covers(model.hide().get(i), entry.key())) {
          found.add(
              LintRule.HIDDEN_AND_RULED,
              entry.pointer(),
              LintMessages.hiddenAndRuled(Pointers.child("/hide", i)));
          break;
        }
      }
    }
  }

  private void callsByRequest() {
    for (ToolEntry entry : model.tools()) {
      if (rulesNothing(entry)) {
        found.add(LintRule.RULES_NOTHING, entry.pointer(), LintMessages.rulesNothing());
      }
    }
  }

  private static boolean rulesNothing(ToolEntry entry) {
    return entry.key().equals(CALL);
  }

  private void overlapping() {
    List<ToolEntry> globs =
        model.tools().stream()
            .filter(entry -> Globs.isGlob(entry.key()) && !Globs.isEverything(entry.key()))
            .toList();
    long compared = 0;
    for (int i = 1; i < globs.size(); i++) {
      for (int j = 0; j < i; j++) {
        ToolEntry later = globs.get(i);
        ToolEntry earlier = globs.get(j);
        compared += (long) later.key().length() * earlier.key().length();
        if (compared > MOST_COMPARED) {
          return;
        }
        Globs.common(earlier.key(), later.key())
            .ifPresent(
                name ->
                    found.add(
                        LintRule.OVERLAPPING_GLOBS,
                        later.pointer(),
                        LintMessages.overlapping(earlier.key(), name)));
      }
    }
  }

  private void reasons() {
    for (ToolEntry entry : model.tools()) {
      if (entry.action() != Action.ALLOW && entry.reason() == null) {
        found.add(
            LintRule.MISSING_REASON,
            entry.pointer() + "/action",
            LintMessages.missingReason(entry.action() == Action.DENY));
      }
    }
  }

  private void nothing() {
    if (model.allowByDefault()
        && model.hide().isEmpty()
        && Suspicions.entries(model).stream().allMatch(NameChecks::asksNothing)) {
      found.add(LintRule.ALLOWS_EVERYTHING, "/default", LintMessages.allowsEverything());
    }
  }

  private static boolean asksNothing(ToolEntry entry) {
    return rulesNothing(entry)
        || (entry.action() == Action.ALLOW
            && entry.allowedArgs() == null
            && entry.require().isEmpty()
            && entry.denyIf().isEmpty()
            && entry.approveIf().isEmpty()
            && entry.limits().isEmpty()
            && entry.concurrency() == null);
  }
}
