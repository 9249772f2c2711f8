package dev.mcppolicy.analysis;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Repeats calls until two policies judge one differently: as long as one of them allows, and then
 * again when the first of both would.
 */
final class Series {

  private static final int MOST_BASES = 10;
  private static final int MOST_TOOLS = 6;
  private static final int SHORT = 120;
  private static final int LONG = 20_000;
  private static final int MOST_WAITS = 6;
  private static final Duration MOST_WAITED = Duration.ofDays(400);

  private final Policy older;
  private final Policy newer;
  private final PolicyModel oldModel;
  private final PolicyModel newModel;
  private final Names names;

  /** So many calls are made in all. */
  private int budget = 150_000;

  Series(Policy older, Policy newer, PolicyModel oldModel, PolicyModel newModel, Names names) {
    this.older = older;
    this.newer = newer;
    this.oldModel = oldModel;
    this.newModel = newModel;
    this.names = names;
  }

  /** Calls that take turns, what becomes of them, and how long the clock runs before them. */
  private record Plan(List<ToolCall> turns, @Nullable Outcome outcome, Duration before, int most) {}

  Optional<Witness> of(List<String> tools, Predicate<Witness> wanted) {
    for (String tool : tools.subList(0, Math.min(tools.size(), MOST_TOOLS))) {
      for (Plan plan : plans(tool)) {
        if (budget <= 0) {
          return Optional.empty();
        }
        Optional<Witness> found = play(plan).filter(wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private List<Plan> plans(String tool) {
    List<ToolCall> bases = bases(tool);
    List<Plan> plans = new ArrayList<>();
    for (ToolCall base : bases) {
      plans.add(new Plan(List.of(base), Outcome.OK, Duration.ZERO, SHORT));
    }
    for (ToolCall base : bases) {
      for (Outcome outcome : Arrays.asList(null, Outcome.ERROR, Outcome.FAILURE)) {
        plans.add(new Plan(List.of(base), outcome, Duration.ZERO, SHORT));
      }
      for (Duration before : starts(tool)) {
        plans.add(new Plan(List.of(base), Outcome.OK, before, SHORT));
      }
      for (ToolCall other : others(base, bases)) {
        plans.add(new Plan(List.of(base, other), Outcome.OK, Duration.ZERO, SHORT));
        plans.add(new Plan(List.of(other, base), Outcome.OK, Duration.ZERO, SHORT));
      }
    }
    bases.stream()
        .limit(2)
        .forEach(base -> plans.add(new Plan(List.of(base), Outcome.OK, Duration.ZERO, LONG)));
    return plans;
  }

  /** Returns calls that pass most rules, spending different amounts. */
  private List<ToolCall> bases(String tool) {
    Scout scout = new Scout(oldModel, newModel, tool);
    Set<ToolCall> bases = new LinkedHashSet<>();
    List<ToolCall> passing = scout.passing();
    bases.add(passing.get(0));
    for (LimitRule limit : limits(tool)) {
      Route route = limit.amountFrom() == null ? null : Route.of(limit.amountFrom());
      if (route != null) {
        BigDecimal max = limit.max().value();
        for (BigDecimal amount :
            List.of(
                max, max.add(BigDecimal.ONE), max.divide(BigDecimal.valueOf(2)), BigDecimal.ONE)) {
          bases.add(route.put(passing.get(0), amount));
        }
      }
    }
    bases.addAll(passing);
    return bases.stream().limit(MOST_BASES).toList();
  }

  private List<LimitRule> limits(String tool) {
    return Stream.of(oldModel, newModel)
        .flatMap(model -> Ground.applying(model, tool).stream())
        .map(ToolEntry::limits)
        .flatMap(List::stream)
        .toList();
  }

  /** Returns moments within windows, where sliding ones and those of a calendar part. */
  private List<Duration> starts(String tool) {
    return limits(tool).stream()
            .anyMatch(limit -> limit.window() instanceof dev.mcppolicy.store.Window.Calendar)
        ? List.of(
            Duration.ofSeconds(45),
            Duration.ofMinutes(45),
            Duration.ofHours(20),
            Duration.ofDays(2))
        : List.of();
  }

  /** Returns calls that may share a count with one, or not. */
  private List<ToolCall> others(ToolCall base, List<ToolCall> bases) {
    List<ToolCall> others = new ArrayList<>();
    others.add(base.withCaller(Caller.of("other").withAttributes(base.caller().attributes())));
    others.add(base.withSession("other session"));
    for (LimitRule limit : limits(base.tool())) {
      limit.per().stream()
          .map(Route::of)
          .filter(java.util.Objects::nonNull)
          .forEach(
              route -> {
                if (!route.leadsToText()) {
                  others.add(route.put(base, "x"));
                  others.add(route.put(base, "y"));
                }
              });
    }
    bases.stream().filter(other -> other != base).limit(4).forEach(others::add);
    names.of("*").stream()
        .filter(name -> !name.equals(base.tool()) && !limits(name).isEmpty())
        .limit(3)
        .forEach(name -> others.add(new Scout(oldModel, newModel, name).passing().get(0)));
    return others;
  }

  private Optional<Witness> play(Plan plan) {
    Duel duel = new Duel(older, newer, Instant.EPOCH);
    if (!plan.before().isZero()) {
      duel.advance(plan.before());
    }
    int waits = 0;
    int denied = 0;
    for (int i = 0; i < plan.most(); i++) {
      budget--;
      duel.call(plan.turns().get(i % plan.turns().size()), plan.outcome());
      if (duel.witness().isPresent()) {
        return duel.witness();
      }
      denied = duel.isDeniedByBoth() ? denied + 1 : 0;
      if (denied >= plan.turns().size()) {
        Duration wait = duel.shorterWait();
        if (wait == null || wait.compareTo(MOST_WAITED) > 0 || waits++ == MOST_WAITS) {
          return Optional.empty();
        }
        duel.advance(wait);
        denied = 0;
      }
    }
    return Optional.empty();
  }
}
