package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.quota.Shelves;
import dev.mcppolicy.internal.quota.Tariff;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.value.JsonNumbers;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All limits of one call that meet one counter: it is spent once, with the largest of the amounts
 * and the strictest of the refunds.
 */
final class Spending {

  private final CounterId counter;
  private final List<LimitRule> limits;
  private final List<Quota> quotas;
  private final Refund refund;
  private final Scope scope;
  private final List<Path> per;

  /** Whether the sharer has one count, whatever the call. */
  private final boolean undivided;

  private final @Nullable Amount fixed;

  /** What is paid to the store which asked last; safe to be read in a race. */
  private @Nullable Toll latest;

  private Spending(List<LimitRule> limits, Collection<Window> windows) {
    LimitRule first = limits.get(0);
    this.counter = first.counter();
    this.scope = first.scope();
    this.per = first.per();
    this.undivided = per.isEmpty();
    this.limits = List.copyOf(limits);
    this.refund = strictest(limits);
    this.quotas = quotas(limits, windows);
    this.fixed = fixed(limits);
  }

  private static Refund strictest(List<LimitRule> limits) {
    Refund strictest = limits.get(0).refund();
    for (LimitRule limit : limits) {
      strictest = limit.refund().compareTo(strictest) > 0 ? limit.refund() : strictest;
    }
    return strictest;
  }

  private static List<Quota> quotas(List<LimitRule> limits, Collection<Window> windows) {
    List<Quota> quotas = new ArrayList<>();
    for (LimitRule limit : limits) {
      quotas.add(new Quota(limit.window(), limit.max()));
    }
    for (Window window : windows) {
      if (!isOfOne(quotas, window)) {
        quotas.add(new Quota(window, null));
      }
    }
    return List.copyOf(quotas);
  }

  private static boolean isOfOne(List<Quota> quotas, Window window) {
    for (Quota quota : quotas) {
      if (quota.window().equals(window)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what every call pays, or null if a call says it. */
  private static @Nullable Amount fixed(List<LimitRule> limits) {
    Amount most = limits.get(0).amount();
    for (LimitRule limit : limits) {
      if (limit.amountFrom() != null) {
        return null;
      }
      most = limit.amount().compareTo(most) > 0 ? limit.amount() : most;
    }
    return most;
  }

  /**
   * Returns what the limits of entries spend, counter by counter.
   *
   * @param entries the entries that apply
   * @param windows for each counter, every window that any limit looks at
   */
  static List<Spending> all(
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
      spendings.add(of(counter.getValue(), all == null ? Set.of() : all));
    }
    return List.copyOf(spendings);
  }

  /**
   * Returns what limits spend together.
   *
   * @param limits limits of one counter, at least one
   * @param windows every window that any limit looks at in that counter
   */
  static Spending of(List<LimitRule> limits, Collection<Window> windows) {
    return new Spending(limits, windows);
  }

  Refund refund() {
    return refund;
  }

  LimitRule limit(int quota) {
    return limits.get(quota);
  }

  /** Says whether every call pays the same to one sliding window. */
  boolean isSimple() {
    return fixed != null && quotas.size() == 1 && quotas.get(0).window() instanceof Window.Sliding;
  }

  /** Returns what every call pays in a store, or null if that is not so simple. */
  @Nullable Toll toll(Shelves store, @Nullable String policy) {
    Toll toll = latest;
    return toll != null && toll.isOf(store) ? toll : newToll(store, policy);
  }

  private @Nullable Toll newToll(Shelves store, @Nullable String policy) {
    Tariff tariff = fixed == null ? null : store.tariff(counter, fixed, quotas);
    Toll toll = tariff == null ? null : new Toll(tariff, limits.get(0), policy);
    latest = toll;
    return toll;
  }

  boolean needsWallClock() {
    for (Quota quota : quotas) {
      if (quota.window() instanceof Window.Calendar) {
        return true;
      }
    }
    return false;
  }

  /** Returns why the call says no amount, or null if it does. */
  @Nullable Refusing wrongAmount(ToolCall call) {
    if (fixed != null) {
      return null;
    }
    for (LimitRule limit : limits) {
      if (amount(limit, call) == null) {
        return Refusing.of(
            Code.INVALID_AMOUNT,
            limit.pointer(),
            () -> said(limit, DecisionMessages.invalidAmount(limit.amountFrom())));
      }
    }
    return null;
  }

  /** Returns why nobody can be found whose count it is, or null if somebody can. */
  @Nullable Refusing wrongKey(ToolCall call) {
    if (owner(call) != null) {
      return null;
    }
    LimitRule limit = limits.get(0);
    return Refusing.of(
        Code.INVALID_KEY,
        limit.pointer(),
        () -> said(limit, DecisionMessages.invalidKey(limit.scope(), per)));
  }

  private static String said(LimitRule limit, String otherwise) {
    String onDeny = limit.onDeny();
    return onDeny == null ? otherwise : onDeny;
  }

  /** Returns what to take for a call whose amounts and keys are valid. */
  Charge charge(ToolCall call) {
    String owner = owner(call);
    if (owner == null) {
      throw new IllegalStateException("a call whose key is invalid can't be charged");
    }
    return new Charge(counter, owner, fixed == null ? most(call) : fixed, quotas);
  }

  private Amount most(ToolCall call) {
    Amount most = Amount.ZERO;
    for (LimitRule limit : limits) {
      Amount amount = amount(limit, call);
      if (amount == null) {
        throw new IllegalStateException("a call whose amount is invalid can't be charged");
      }
      most = amount.compareTo(most) > 0 ? amount : most;
    }
    return most;
  }

  private static @Nullable Amount amount(LimitRule limit, ToolCall call) {
    Path from = limit.amountFrom();
    if (from == null) {
      return limit.amount();
    }
    if (!(from.resolve(call) instanceof Number number) || !JsonNumbers.isJudgeable(number)) {
      return null;
    }
    BigDecimal exact = JsonNumbers.exact(number);
    return exact.signum() < 0 ? null : Amount.of(exact);
  }

  /** Returns whose count it is, or null if nobody can be found. */
  @Nullable String owner(ToolCall call) {
    String sharer = sharer(call);
    return undivided || sharer == null ? sharer : owner(call, sharer);
  }

  private @Nullable String sharer(ToolCall call) {
    if (scope == Scope.GRANT) {
      return call.caller().grant().orElse(null);
    }
    return scope == Scope.SESSION ? call.session().orElse(null) : "";
  }

  private @Nullable String owner(ToolCall call, String sharer) {
    Owner owner = new Owner(sharer);
    for (Path path : per) {
      if (!owner.add(path.resolve(call))) {
        return null;
      }
    }
    return owner.toString();
  }
}
