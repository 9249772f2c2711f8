package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for limits that can't deny, and for counters that add up what doesn't belong together. */
final class LimitChecks {

  private static final int MOST_LIMITS = 2_000;

  private final PolicyModel model;
  private final Suspicions found;
  private final List<Placed> all = new ArrayList<>();
  private final Map<CounterId, List<Placed>> byCounter = new LinkedHashMap<>();

  /** A limit and the entry in which it stands. */
  private record Placed(ToolEntry entry, LimitRule limit) {}

  private LimitChecks(PolicyModel model, Suspicions found) {
    this.model = model;
    this.found = found;
  }

  static void run(PolicyModel model, Suspicions found) {
    LimitChecks checks = new LimitChecks(model, found);
    for (ToolEntry entry : Suspicions.entries(model)) {
      entry.limits().forEach(limit -> checks.all.add(new Placed(entry, limit)));
    }
    for (Placed placed : checks.all) {
      checks
          .byCounter
          .computeIfAbsent(placed.limit().counter(), counter -> new ArrayList<>())
          .add(placed);
    }
    checks.all.forEach(checks::canDeny);
    checks.unreachable();
    checks.byCounter.values().forEach(checks::units);
  }

  private List<Placed> spenders(LimitRule limit) {
    return byCounter.getOrDefault(limit.counter(), List.of());
  }

  private void canDeny(Placed placed) {
    if (placed.entry().action() == Action.DENY) {
      found.add(
          LintRule.LIMIT_NEVER_DENIES,
          placed.limit().pointer(),
          LintMessages.limitBehindDenial(placed.entry().pointer() + "/action"));
    } else if (spenders(placed.limit()).stream().allMatch(LimitChecks::spendsNothing)) {
      found.add(
          LintRule.LIMIT_NEVER_DENIES, placed.limit().pointer(), LintMessages.limitOfNothing());
    }
  }

  private static boolean spendsNothing(Placed placed) {
    return placed.limit().amountFrom() == null && placed.limit().amount().isZero();
  }

  private void unreachable() {
    if (all.size() > MOST_LIMITS) {
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      Placed limit = all.get(i);
      for (int j = 0; j < all.size(); j++) {
        Placed other = all.get(j);
        boolean first = i < j && isReachedFirst(limit, other);
        if (i != j && !first && isReachedFirst(other, limit)) {
          found.add(
              LintRule.UNREACHABLE_LIMIT,
              limit.limit().pointer(),
              LintMessages.unreachable(other.limit().pointer()));
          break;
        }
      }
    }
  }

  /** Says whether a limit surely has no room any more whenever another has none. */
  private boolean isReachedFirst(Placed placed, Placed other) {
    LimitRule limit = placed.limit();
    LimitRule later = other.limit();
    List<Placed> spenders = spenders(later);
    return limit.scope() == later.scope()
        && limit.per().equals(later.per())
        && counts(limit.window(), later.window())
        && !placed.entry().shadow()
        && spenders.stream().noneMatch(spender -> spender.entry().shadow())
        && spenders.stream().allMatch(spender -> appliesTo(placed.entry(), spender.entry()))
        && spenders.stream()
            .allMatch(spender -> spender.limit().refund().compareTo(limit.refund()) <= 0)
        && mostSpent(limit, spenders).map(most -> isBelow(limit, most, later.max())).orElse(false);
  }

  private boolean appliesTo(ToolEntry entry, ToolEntry other) {
    return entry.equals(other) || Suspicions.covers(model, entry, other);
  }

  /** Says whether a window always counts at least what another counts. */
  private static boolean counts(Window window, Window other) {
    if (window instanceof Window.Lifetime) {
      return true;
    }
    if (window instanceof Window.Sliding sliding && other instanceof Window.Sliding shorter) {
      return sliding.length().compareTo(shorter.length()) >= 0;
    }
    return window.equals(other);
  }

  /** Returns the most that is spent for each amount that a limit counts, if that can be told. */
  private static Optional<BigDecimal> mostSpent(LimitRule limit, List<Placed> spenders) {
    Path from = limit.amountFrom();
    if (from != null) {
      return spenders.stream().allMatch(spender -> from.equals(spender.limit().amountFrom()))
          ? Optional.of(BigDecimal.ONE)
          : Optional.empty();
    }
    return spenders.stream().allMatch(spender -> spender.limit().amountFrom() == null)
        ? spenders.stream().map(spender -> spender.limit().amount().value()).reduce(BigDecimal::max)
        : Optional.empty();
  }

  private static boolean isBelow(LimitRule limit, BigDecimal most, Amount max) {
    BigDecimal each = limit.amountFrom() == null ? limit.amount().value() : BigDecimal.ONE;
    return each.signum() > 0
        && most.signum() > 0
        && limit.max().value().multiply(most).compareTo(max.value().multiply(each)) <= 0;
  }

  private void units(List<Placed> sharing) {
    String first = null;
    String pointer = "";
    for (Placed placed : sharing) {
      Optional<String> unit = unit(placed.limit());
      if (unit.isEmpty()) {
        continue;
      }
      if (first == null) {
        first = unit.get();
        pointer = placed.limit().pointer();
      } else if (!first.equals(unit.get())) {
        found.add(
            LintRule.MIXED_UNITS,
            placed.limit().pointer(),
            LintMessages.mixedUnits(placed.limit().counter().name(), unit.get(), pointer, first));
      }
    }
  }

  /** Returns what a limit adds up; a fixed amount may stand for anything. */
  private Optional<String> unit(LimitRule limit) {
    Path from = limit.amountFrom();
    if (from != null) {
      String text = from.canonical();
      return Optional.of(text.substring(text.lastIndexOf('.') + 1));
    }
    boolean fixed =
        found.node(limit.pointer()) instanceof ObjectNode node && node.member("amount") != null;
    return fixed ? Optional.empty() : Optional.of(LintMessages.calls());
  }
}
