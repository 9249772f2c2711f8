package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.quota.BackDoor;
import dev.mcppolicy.internal.quota.Shelves;
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
    if (plan == null || !plan.isSimple() || call.arguments().problem().isPresent()) {
      return null;
    }
    Decision verdict = plan.verdict();
    if (verdict != null && call.review().isEmpty()) {
      return verdict;
    }
    RuleSet rules = plan.enforced();
    Spending spending = rules.only();
    if (spending != null && shelves == null) {
      return null; // the course would ask all rules once more
    }
    Refusing refusing = rules.judge(call);
    if (refusing != null) {
      return refusing.asDecision(policy.digest());
    }
    if (rules.mayAsk() && rules.asks(call) != null) {
      return null;
    }
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
