package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Predicate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What two policies ask of the calls of one tool: the places they look at, and values worth trying
 * there.
 */
final class Ground {

  /** A place, and values to try. */
  record Spot(Route route, List<@Nullable Object> values) {}

  private final List<ToolEntry> older;
  private final List<ToolEntry> newer;
  private final Map<String, List<Comparison>> comparisons = new LinkedHashMap<>();
  private final Map<String, Set<@Nullable Object>> extra = new LinkedHashMap<>();
  private final Map<String, Path> paths = new LinkedHashMap<>();

  Ground(PolicyModel older, PolicyModel newer, String tool) {
    this.older = applying(older, tool);
    this.newer = applying(newer, tool);
    Stream.concat(this.older.stream(), this.newer.stream()).forEach(this::read);
  }

  static List<ToolEntry> applying(PolicyModel model, String tool) {
    return Suspicions.entries(model).stream()
        .filter(entry -> entry.equals(model.allTools()) || Globs.covers(entry.key(), tool))
        .toList();
  }

  List<ToolEntry> older() {
    return older;
  }

  List<ToolEntry> newer() {
    return newer;
  }

  private void read(ToolEntry entry) {
    Stream.of(entry.require(), entry.denyIf(), entry.approveIf())
        .flatMap(List::stream)
        .map(Predicate::conditions)
        .flatMap(List::stream)
        .forEach(this::read);
    entry.limits().forEach(this::read);
    if (entry.allowedArgs() != null) {
      entry.allowedArgs().forEach(name -> value(argument(name), "x"));
      value(argument("unexpected"), "x");
    }
  }

  private static Path argument(String name) {
    StringBuilder path = new StringBuilder("args[");
    dev.mcppolicy.internal.value.CanonicalJson.quote(name, path);
    return Path.parse(path.append(']').toString());
  }

  private void read(Condition condition) {
    if (condition instanceof AnyOf any) {
      any.parts().forEach(this::read);
    } else if (condition instanceof AllOf all) {
      all.parts().forEach(this::read);
    } else {
      Comparison comparison = (Comparison) condition;
      paths.putIfAbsent(comparison.path().canonical(), comparison.path());
      comparisons
          .computeIfAbsent(comparison.path().canonical(), path -> new ArrayList<>())
          .add(comparison);
    }
  }

  private void read(LimitRule limit) {
    Path from = limit.amountFrom();
    if (from != null) {
      BigDecimal max = limit.max().value();
      List.of(
              BigDecimal.ONE,
              BigDecimal.ZERO,
              max,
              max.add(BigDecimal.ONE),
              max.divide(BigDecimal.valueOf(2)),
              BigDecimal.ONE.negate())
          .forEach(amount -> value(from, amount));
      value(from, "x");
    }
    for (Path path : limit.per()) {
      value(path, "x");
      value(path, "y");
      value(path, null);
    }
  }

  private void value(Path path, @Nullable Object value) {
    paths.putIfAbsent(path.canonical(), path);
    extra.computeIfAbsent(path.canonical(), each -> new LinkedHashSet<>()).add(value);
  }

  /** Returns the places. */
  List<Spot> spots() {
    List<Spot> spots = new ArrayList<>();
    paths.forEach(
        (text, path) -> {
          Route route = Route.of(path);
          if (route != null && !route.leadsNowhere() && path.root() != Path.Root.TOOL_NAME) {
            Set<@Nullable Object> values = new LinkedHashSet<>(extra.getOrDefault(text, Set.of()));
            if (route.leadsToText()) {
              values.removeIf(value -> !(value instanceof String));
            }
            values.addAll(
                Values.of(comparisons.getOrDefault(text, List.of()), route.leadsToText()));
            if (path.root() == Path.Root.CALLER) {
              values.remove(Double.NaN);
            }
            spots.add(new Spot(route, new ArrayList<>(values)));
          }
        });
    return spots;
  }
}
