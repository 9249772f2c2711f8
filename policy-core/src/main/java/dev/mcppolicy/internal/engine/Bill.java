package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call spends under one rule set: the charges for the store, and the way back from what
 * the store refuses to the rule that asked.
 */
final class Bill {

  /** The bill of a call that spends nothing. */
  static final Bill NOTHING = new Bill(List.of(), List.of(), List.of());

  private final List<Spending> spendings;
  private final List<Slot> slots;
  private final List<Charge> charges;

  private Bill(List<Spending> spendings, List<Slot> slots, List<Charge> charges) {
    this.spendings = spendings;
    this.slots = slots;
    this.charges = charges;
  }

  /** Returns why a call can't be charged, or null: the first codes of step 7. */
  static @Nullable Refusing wrong(RuleSet rules, ToolCall call) {
    for (Spending spending : rules.spendings()) {
      Refusing wrong = spending.wrongAmount(call);
      if (wrong != null) {
        return wrong;
      }
    }
    for (Spending spending : rules.spendings()) {
      Refusing wrong = spending.wrongKey(call);
      if (wrong != null) {
        return wrong;
      }
    }
    if (!rules.slots().isEmpty() && call.caller().grant().isEmpty()) {
      return Refusing.of(
          Code.INVALID_KEY,
          rules.slots().get(0).pointer(),
          () -> DecisionMessages.invalidKey(Scope.GRANT, List.of()));
    }
    return null;
  }

  /** Returns the bill of a call that {@linkplain #wrong can be charged}. */
  static Bill of(RuleSet rules, ToolCall call) {
    if (rules.spendsNothing()) {
      return NOTHING;
    }
    List<Charge> charges = new ArrayList<>(rules.spendings().size() + rules.slots().size());
    for (Spending spending : rules.spendings()) {
      charges.add(spending.charge(call));
    }
    for (Slot slot : rules.slots()) {
      charges.add(slot.charge(call.caller().grant().orElseThrow()));
    }
    return new Bill(rules.spendings(), rules.slots(), charges);
  }

  boolean isEmpty() {
    return charges.isEmpty();
  }

  List<Charge> charges() {
    return charges;
  }

  /** Returns the limit of a quota, or null if the charge is a slot. */
  @Nullable LimitRule limit(int charge, int quota) {
    return charge < spendings.size() ? spendings.get(charge).limit(quota) : null;
  }

  /** Returns the slot of a charge that is one. */
  Slot slot(int charge) {
    return slots.get(charge - spendings.size());
  }

  /** Returns what decides when a store refuses: the first code that applies. */
  Refusing refusedBy(List<Refusal> refusals) {
    Refusing limit = limitExceeded(refusals);
    if (limit != null) {
      return limit;
    }
    for (Refusal refusal : refusals) {
      if (refusal.kind() == Refusal.Kind.EXCEEDED) {
        Slot slot = slot(refusal.charge());
        return Refusing.of(
            Code.CONCURRENCY_EXCEEDED,
            slot.pointer(),
            () -> DecisionMessages.concurrencyExceeded(slot.max()));
      }
    }
    return Refusing.of(
        Code.STORE_FULL, rule(refusals.get(0).charge()), DecisionMessages::storeFull);
  }

  /** Names the limit for which one waits longest; the wait is over when every limit has room. */
  private @Nullable Refusing limitExceeded(List<Refusal> refusals) {
    LimitRule longest = null;
    Duration wait = Duration.ZERO;
    for (Refusal refusal : refusals) {
      LimitRule limit = limit(refusal.charge(), refusal.quota());
      if (refusal.kind() != Refusal.Kind.EXCEEDED || limit == null) {
        continue;
      }
      Duration needed = refusal.retryAfter();
      if (longest == null || (wait != null && (needed == null || needed.compareTo(wait) > 0))) {
        longest = limit;
        wait = needed;
      }
    }
    if (longest == null) {
      return null;
    }
    LimitRule named = longest;
    Duration rounded = wait == null ? null : Shortage.roundedUp(wait);
    return new Refusing(
        Code.LIMIT_EXCEEDED, named.pointer(), () -> Shortage.message(named, rounded), rounded);
  }

  /** Names a rule of a charge. */
  String rule(int charge) {
    LimitRule limit = limit(charge, 0);
    return limit == null ? slot(charge).pointer() : limit.pointer();
  }

  /** Returns the charges that an outcome gives back. */
  BitSet returned(Outcome outcome) {
    BitSet returned = new BitSet(charges.size());
    for (int i = 0; i < spendings.size(); i++) {
      Refund refund = spendings.get(i).refund();
      returned.set(i, refund.givesBack(outcome));
    }
    return returned;
  }
}
