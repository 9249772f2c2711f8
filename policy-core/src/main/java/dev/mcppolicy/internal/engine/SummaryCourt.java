package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.quota.BackDoor;
import dev.mcppolicy.internal.quota.Shelves;
import dev.mcppolicy.internal.rule.Gate;
import dev.mcppolicy.internal.value.FewFields;
import org.jspecify.annotations.Nullable;

/**
 * Judges calls that nothing can hold up: nobody hears of them, nothing is in shadow, nobody is
 * asked, and what they pay is one simple amount, in memory. It goes the way of a {@link Course} by
 * the same rules and counters, but writes nothing down on the way.
 *
 * <p>This class is immutable and thread-safe.
 */
final class SummaryCourt {

  private final Court court;
  private final @Nullable Shelves shelves;
  private final boolean sits;

  SummaryCourt(Court court) {
    this.court = court;
    this.shelves = BackDoor.of(court.store());
    this.sits = court.audience().isEmpty();
  }

  /**
   * Returns the decision, or null if nothing was done and the call has to go on a course.
   *
   * @param hash the hash of the tool's name
   */
  @Nullable Decision judge(ToolCall call, int hash, CompiledPolicy policy) {
    if (!sits) {
      return null;
    }
    ToolPlan plan = policy.known(call.tool(), hash);
    if (plan == null || call.arguments().problem().isPresent()) {
      return null;
    }
    if (call.review().isPresent()) {
      return atLength(call, plan, policy);
    }
    Decision verdict = plan.verdict();
    if (verdict != null) {
      return verdict;
    }
    Gate gate = plan.gate();
    if (gate == null) {
      return atLength(call, plan, policy);
    }
    int stop = gate.stop(FewFields.of(call.arguments().asMap()));
    if (stop == Gate.NONE) {
      return passed(call, plan.spending(), policy);
    }
    return stop == Gate.UNSURE
        ? atLength(call, plan, policy)
        : plan.enforced().refusing(stop).asDecision(policy.digest());
  }

  private @Nullable Decision atLength(ToolCall call, ToolPlan plan, CompiledPolicy policy) {
    Spending spending = plan.spending();
    if (!plan.isSimple() || (spending != null && shelves == null)) {
      return null; // the course would ask all rules once more
    }
    RuleSet rules = plan.enforced();
    Refusing refusing = rules.judge(call);
    if (refusing != null) {
      return refusing.asDecision(policy.digest());
    }
    return rules.mayAsk() && rules.asks(call) != null ? null : passed(call, spending, policy);
  }

  private @Nullable Decision passed(
      ToolCall call, @Nullable Spending spending, CompiledPolicy policy) {
    if (spending == null) {
      return policy.allowingForNothing();
    }
    return shelves == null ? null : pay(spending, call, shelves, policy.digest());
  }

  private @Nullable Decision pay(
      Spending spending, ToolCall call, Shelves store, @Nullable String digest) {
    String owner = spending.owner(call);
    Toll toll = owner == null ? null : spending.toll(store, digest);
    return toll == null || owner == null ? null : toll.pay(owner, court.clock());
  }
}
