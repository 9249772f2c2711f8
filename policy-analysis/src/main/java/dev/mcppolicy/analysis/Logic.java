package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what predicates can never come to, whatever the call. It says so only when it is sure: what
 * is too much to think through counts as possible.
 *
 * <p>Not thread-safe.
 */
final class Logic {

  /** So many combinations are tried for one question. */
  private static final long MOST_COMBINATIONS = 50_000;

  /** So many are tried in all: policies may be big, and hostile. */
  private long budget = 1_000_000;

  /** A way in which predicates may come out. */
  interface Outcome {
    boolean is(List<Truth> truths);
  }

  /** The comparisons of one path, and how they can come out together. */
  private record Group(List<Comparison> comparisons, List<List<Truth>> worlds) {}

  /** Says whether a predicate is true of no call. */
  boolean neverHolds(Predicate predicate, @Nullable String tool) {
    return impossible(List.of(predicate), tool, truths -> truths.get(0) == Truth.TRUE);
  }

  /** Says whether a predicate is true of every call. */
  boolean alwaysHolds(Predicate predicate, @Nullable String tool) {
    return impossible(List.of(predicate), tool, truths -> truths.get(0) != Truth.TRUE);
  }

  /** Says whether a predicate is false of no call. */
  boolean neverFalse(Predicate predicate, @Nullable String tool) {
    return impossible(List.of(predicate), tool, truths -> truths.get(0) == Truth.FALSE);
  }

  /**
   * Says whether predicates that all come to one truth make another come to it as well.
   *
   * @param truth true for {@code require}, false for {@code deny_if} and {@code approve_if}
   */
  boolean implies(
      List<Predicate> predicates, Predicate implied, Truth truth, @Nullable String tool) {
    List<Predicate> all = new ArrayList<>(predicates);
    all.add(implied);
    return impossible(
        all,
        tool,
        truths -> {
          int last = truths.size() - 1;
          return truths.get(last) != truth
              && truths.subList(0, last).stream().allMatch(each -> each == truth);
        });
  }

  /** Says whether it is sure that no call lets predicates come out so. */
  boolean impossible(List<Predicate> predicates, @Nullable String tool, Outcome outcome) {
    Map<String, List<Comparison>> byPath = new LinkedHashMap<>();
    for (Predicate predicate : predicates) {
      predicate.conditions().forEach(condition -> collect(condition, byPath));
    }
    List<Group> groups = new ArrayList<>();
    long combinations = 1;
    for (List<Comparison> comparisons : byPath.values()) {
      budget -= 50L * comparisons.size();
      List<List<Truth>> worlds = budget < 0 ? null : Worlds.of(comparisons, tool);
      if (worlds == null) {
        return false;
      }
      groups.add(new Group(comparisons, worlds));
      combinations *= worlds.size();
      if (combinations > MOST_COMBINATIONS) {
        return false;
      }
    }
    budget -= combinations;
    return budget >= 0 && none(predicates, groups, 0, new IdentityHashMap<>(), outcome);
  }

  private static void collect(Condition condition, Map<String, List<Comparison>> byPath) {
    if (condition instanceof Comparison comparison) {
      byPath
          .computeIfAbsent(comparison.path().canonical(), path -> new ArrayList<>())
          .add(comparison);
    } else if (condition instanceof AnyOf any) {
      any.parts().forEach(part -> collect(part, byPath));
    } else if (condition instanceof AllOf all) {
      all.parts().forEach(part -> collect(part, byPath));
    }
  }

  private static boolean none(
      List<Predicate> predicates,
      List<Group> groups,
      int group,
      Map<Comparison, Truth> truths,
      Outcome outcome) {
    if (group == groups.size()) {
      return !outcome.is(predicates.stream().map(each -> truth(each, truths)).toList());
    }
    List<Comparison> comparisons = groups.get(group).comparisons();
    for (List<Truth> world : groups.get(group).worlds()) {
      for (int i = 0; i < comparisons.size(); i++) {
        truths.put(comparisons.get(i), world.get(i));
      }
      if (!none(predicates, groups, group + 1, truths, outcome)) {
        return false;
      }
    }
    return true;
  }

  private static Truth truth(Predicate predicate, Map<Comparison, Truth> truths) {
    return all(predicate.conditions(), truths);
  }

  private static Truth all(List<Condition> conditions, Map<Comparison, Truth> truths) {
    return conditions.stream()
        .map(condition -> truth(condition, truths))
        .reduce(Truth.TRUE, Truth::and);
  }

  private static Truth truth(Condition condition, Map<Comparison, Truth> truths) {
    if (condition instanceof AnyOf any) {
      return any.parts().stream().map(part -> truth(part, truths)).reduce(Truth.FALSE, Truth::or);
    }
    if (condition instanceof AllOf all) {
      return all(all.parts(), truths);
    }
    return truths.getOrDefault((Comparison) condition, Truth.UNKNOWN);
  }
}
