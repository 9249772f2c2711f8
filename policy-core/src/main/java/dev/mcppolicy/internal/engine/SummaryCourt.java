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

  private SummaryCourt(Court court) {
    this.court = court;
    this.shelves = BackDoor.of(court.store());
  }

  /** Returns the court, or null if somebody hears of decisions. */
  static @Nullable SummaryCourt of(Court court) {
    return court.audience().isEmpty() ? new SummaryCourt(court) : null;
  }

  /** Returns the decision, or null if nothing was done and the call has to go on a course. */
  @Nullable Decision judge(ToolCall call, ToolPlan plan) {
    if (call.arguments().problem().isPresent()) {
      return null;
    }
    if (call.review().isPresent()) {
      return atLength(call, plan);
    }
    Decision verdict = plan.verdict();
    if (verdict != null) {
      return verdict;
    }
    Gate gate = plan.gate();
    if (gate == null) {
      return atLength(call, plan);
    }
    Gate.Answer answer = gate.ask(FewFields.of(call.arguments().asMap()));
    if (answer == Gate.Answer.PASSES) {
      return passed(call, plan);
    }
    return answer == Gate.Answer.STOPS ? plan.stop() : atLength(call, plan);
  }

  private @Nullable Decision atLength(ToolCall call, ToolPlan plan) {
    if (!plan.isSimple() || (plan.spending() != null && shelves == null)) {
      return null; // the course would ask all rules once more
    }
    RuleSet rules = plan.enforced();
    Refusing refusing = rules.judge(call);
    if (refusing != null) {
      return refusing.asDecision(plan.policy());
    }
    return rules.mayAsk() && rules.approvalRules().asks(call) != null ? null : passed(call, plan);
  }

  private @Nullable Decision passed(ToolCall call, ToolPlan plan) {
    Spending spending = plan.spending();
    if (spending == null) {
      return plan.pass();
    }
    return shelves == null ? null : pay(spending, call, shelves, plan.policy());
  }

  private @Nullable Decision pay(Spending spending, ToolCall call, Shelves store, String digest) {
    String owner = spending.owner(call);
    Toll toll = owner == null ? null : spending.toll(store, digest);
    return toll == null || owner == null ? null : toll.pay(owner, court.clock());
  }
}
