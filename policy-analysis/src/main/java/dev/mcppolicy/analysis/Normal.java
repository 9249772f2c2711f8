package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Predicate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes rules so that those with one meaning have one text, as far as that is plain. */
final class Normal {

  private Normal() {}

  /** Returns the text of a predicate, without what the agent is told. */
  static String of(Predicate predicate) {
    return all(predicate.conditions());
  }

  private static String all(List<Condition> conditions) {
    return joined("all", conditions.stream().flatMap(Normal::conjuncts));
  }

  private static Stream<String> conjuncts(Condition condition) {
    return condition instanceof AllOf all
        ? all.parts().stream().flatMap(Normal::conjuncts)
        : Stream.of(of(condition));
  }

  private static Stream<String> disjuncts(Condition condition) {
    return condition instanceof AnyOf any
        ? any.parts().stream().flatMap(Normal::disjuncts)
        : Stream.of(of(condition));
  }

  private static String of(Condition condition) {
    if (condition instanceof AnyOf any) {
      return joined("any", any.parts().stream().flatMap(Normal::disjuncts));
    }
    return condition instanceof AllOf all ? all(all.parts()) : of((Comparison) condition);
  }

  /** Joins parts, whose order and number don't matter. */
  private static String joined(String word, Stream<String> parts) {
    Set<String> distinct = parts.collect(Collectors.toCollection(TreeSet::new));
    return distinct.size() == 1 ? distinct.iterator().next() : word + distinct;
  }

  private static String of(Comparison comparison) {
    return String.join(
        " ",
        comparison.path().canonical(),
        comparison.operator().id(),
        constant(comparison),
        comparison.optional() ? "optional" : "");
  }

  private static String constant(Comparison comparison) {
    Object constant = comparison.constant();
    return switch (comparison.operator()) {
      case IN, NOT_IN, STARTS_WITH, ENDS_WITH, WITHIN, NOT_WITHIN, HOST_IN, HOST_NOT_IN ->
          (constant instanceof List<?> list ? list.stream() : Stream.of(constant))
              .map(Normal::digest)
              .collect(Collectors.toCollection(TreeSet::new))
              .toString();
      default -> digest(constant);
    };
  }

  private static String digest(@Nullable Object constant) {
    return Documents.digest(Node.of(constant));
  }

  /**
   * Returns the text of a limit, without what the agent is told.
   *
   * @param shared the names of counters that several limits share
   */
  static String of(LimitRule limit, Set<String> shared) {
    Path from = limit.amountFrom();
    return String.join(
        " ",
        counter(limit, shared),
        limit.window().toString(),
        limit.max().value().stripTrailingZeros().toString(),
        from == null ? limit.amount().value().stripTrailingZeros().toString() : from.canonical(),
        limit.refund().id());
  }

  /** Returns the text of a counter; one that nobody shares needs no name. */
  static String counter(LimitRule limit, Set<String> shared) {
    String name = limit.counter().name();
    return (shared.contains(name) ? "named " + Documents.digest(Node.of(name)) : "own")
        + " "
        + limit.scope().id()
        + " "
        + limit.counter().per();
  }
}
