package dev.mcppolicy.analysis;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Operator;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks at comparisons one by one: at their operators, constants and the names of arguments. */
final class ComparisonChecks {

  private static final ToolCall WITHOUT_ARGUMENTS = ToolCall.of("t");

  private final PolicyModel model;
  private final Suspicions found;

  private ComparisonChecks(PolicyModel model, Suspicions found) {
    this.model = model;
    this.found = found;
  }

  static void run(PolicyModel model, Suspicions found) {
    ComparisonChecks checks = new ComparisonChecks(model, found);
    for (ToolEntry entry : Suspicions.entries(model)) {
      entry.require().forEach(checks::anchors);
      entry.denyIf().forEach(predicate -> checks.absent(entry, predicate));
      Stream.of(entry.require(), entry.denyIf(), entry.approveIf())
          .flatMap(List::stream)
          .forEach(checks::texts);
    }
  }

  private void anchors(Predicate predicate) {
    for (Comparison comparison : comparisons(predicate)) {
      if (comparison.operator() == Operator.REGEX
          && comparison.constant() instanceof String pattern
          && !Anchors.areThere(pattern)) {
        found.add(
            LintRule.UNANCHORED_REGEX,
            comparison.pointer() + "/value",
            LintMessages.unanchored(pattern));
      }
    }
  }

  /** Reports what denies whoever leaves an argument out, though nothing says that it must be. */
  private void absent(ToolEntry entry, Predicate predicate) {
    for (Comparison comparison : comparisons(predicate)) {
      if (comparison.operator().saysNo()
          && comparison.path().root() == Path.Root.ARGS
          && !isPresent(entry, predicate, comparison.path())) {
        found.add(
            LintRule.NEGATED_ON_ABSENT,
            comparison.pointer() + "/op",
            LintMessages.negatedOnAbsent(comparison.operator(), comparison.path()));
      }
    }
  }

  private boolean isPresent(ToolEntry entry, Predicate predicate, Path path) {
    boolean quiet =
        joined(predicate.conditions())
            .anyMatch(each -> leadsTo(each, path) && test(each) == Truth.FALSE);
    return quiet
        || Suspicions.entries(model).stream()
            .filter(other -> other.equals(entry) || Suspicions.covers(model, other, entry))
            .filter(other -> !other.shadow() || entry.shadow())
            .flatMap(other -> other.require().stream())
            .flatMap(required -> joined(required.conditions()))
            .anyMatch(each -> leadsTo(each, path) && test(each) != Truth.TRUE);
  }

  private static boolean leadsTo(Comparison comparison, Path path) {
    return comparison.path().equals(path);
  }

  private static Truth test(Comparison comparison) {
    return comparison.test(WITHOUT_ARGUMENTS);
  }

  private void texts(Predicate predicate) {
    List<Comparison> all = comparisons(predicate);
    for (Comparison comparison : all) {
      if (comparison.path().root() != Path.Root.ARGS || !isOnText(comparison.operator())) {
        continue;
      }
      boolean judged =
          all.stream().anyMatch(each -> leadsTo(each, comparison.path()) && isExact(each));
      Looks looks = judged ? Looks.PLAIN : Looks.of(comparison);
      if (looks == Looks.LIKE_URL) {
        found.add(
            LintRule.URL_AS_TEXT,
            comparison.pointer() + "/op",
            LintMessages.urlAsText(comparison.operator()));
      } else if (looks == Looks.LIKE_PATH) {
        found.add(
            LintRule.PATH_AS_TEXT,
            comparison.pointer() + "/op",
            LintMessages.pathAsText(comparison.operator()));
      }
    }
  }

  private static boolean isOnText(Operator operator) {
    return switch (operator) {
      case REGEX, NOT_REGEX, CONTAINS, NOT_CONTAINS, STARTS_WITH -> true;
      default -> false;
    };
  }

  private static boolean isExact(Comparison comparison) {
    return switch (comparison.operator()) {
      case WITHIN, NOT_WITHIN, HOST_IN, HOST_NOT_IN, EQ, IN -> true;
      default -> false;
    };
  }

  /** Returns the comparisons that all have to hold. */
  private static Stream<Comparison> joined(List<Condition> conditions) {
    return conditions.stream()
        .flatMap(
            condition -> {
              if (condition instanceof Comparison comparison) {
                return Stream.of(comparison);
              }
              return condition instanceof AllOf all ? joined(all.parts()) : Stream.empty();
            });
  }

  private static List<Comparison> comparisons(Predicate predicate) {
    List<Comparison> all = new ArrayList<>();
    predicate.conditions().forEach(condition -> collect(condition, all));
    return all;
  }

  private static void collect(Condition condition, List<Comparison> all) {
    if (condition instanceof Comparison comparison) {
      all.add(comparison);
    } else if (condition instanceof AnyOf any) {
      any.parts().forEach(part -> collect(part, all));
    } else if (condition instanceof AllOf group) {
      group.parts().forEach(part -> collect(part, all));
    }
  }
}
