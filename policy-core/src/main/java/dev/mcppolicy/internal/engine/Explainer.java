package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Explanation.ConditionTrace;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Explanation.RuleTrace;
import dev.mcppolicy.Explanation.Verdict;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Trace;
import dev.mcppolicy.internal.rule.Truth;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Judges one call by the rules that judge all calls, without taking anything, and writes it down.
 */
final class Explainer {

  private final Court court;
  private final ToolCall call;
  private final String digest;
  private final ToolPlan plan;

  Explainer(Court court, ToolCall call, CompiledPolicy policy) {
    this.court = court;
    this.call = call;
    this.digest = policy.digest();
    this.plan = policy.plan(call.tool());
  }

  Explanation explain() {
    List<CounterTrace> counters = new ArrayList<>();
    Decision decision = decide(court.now(plan.all()), counters);
    return new Explanation(decision, rules(), counters);
  }

  private Decision decide(Moment now, List<CounterTrace> counters) {
    Refusing everything = refusing(plan.all(), now, counters);
    Decision shadow = everything == null ? null : everything.asDecision(digest);
    if (plan.hasShadow()) {
      Refusing enforced =
          refusing(plan.enforced(), now, counters.isEmpty() ? counters : new ArrayList<>());
      if (enforced != null) {
        return enforced.asDecision(digest);
      }
    } else if (shadow != null) {
      return shadow;
    }
    Asking asking = plan.enforced().approvalRules().asks(call);
    if (asking != null) {
      return asking.asDecision(digest);
    }
    if (shadow == null && plan.hasShadow()) {
      Asking shadowAsking = plan.all().approvalRules().asks(call);
      shadow = shadowAsking == null ? null : shadowAsking.asDecision(digest);
    }
    return Decision.allow(digest, Reservation.NOTHING, shadow);
  }

  /** Returns why rules and limits deny, or null; says how full the counters are on the way. */
  private @Nullable Refusing refusing(RuleSet rules, Moment now, List<CounterTrace> counters) {
    Refusing byRule = rules.judge(call);
    Refusing byBill = Bill.wrong(rules, call);
    if (byBill != null || rules.spendsNothing()) {
      return byRule == null ? byBill : byRule;
    }
    Bill bill = Bill.of(rules, call);
    Inspection inspection = inspect(bill, now).orElse(null);
    if (inspection == null) {
      return byRule == null
          ? Refusing.of(Code.STORE_UNAVAILABLE, bill.rule(0), DecisionMessages::storeUnavailable)
          : byRule;
    }
    inspection.usages().forEach(usage -> counters.add(counter(bill, usage, inspection)));
    if (byRule != null) {
      return byRule;
    }
    return inspection.refusals().isEmpty() ? null : bill.refusedBy(inspection.refusals());
  }

  private Optional<Inspection> inspect(Bill bill, Moment now) {
    try {
      CompletionStage<Optional<Inspection>> answer =
          court.store().inspect(bill.charges(), now).thenApply(Optional::of);
      return court
          .patience()
          .bounded(answer, court.storeTimeout(), Optional.<Inspection>empty(), late -> {})
          .join();
    } catch (RuntimeException failure) {
      Log.notInspected(failure);
      return Optional.empty();
    }
  }

  private CounterTrace counter(Bill bill, Inspection.Usage usage, Inspection inspection) {
    Charge charge = bill.charges().get(usage.charge());
    LimitRule limit = bill.limit(usage.charge(), usage.quota());
    Refusal refusal =
        inspection.refusals().stream()
            .filter(one -> one.charge() == usage.charge() && one.quota() == usage.quota())
            .findFirst()
            .orElse(null);
    return new CounterTrace(
        limit == null ? bill.slot(usage.charge()).pointer() : limit.pointer(),
        limit == null ? "in flight" : limit.windowText(),
        limit == null
            ? java.math.BigDecimal.valueOf(bill.slot(usage.charge()).max())
            : limit.max().value(),
        usage.spent().value(),
        charge.amount().value(),
        refusal == null,
        Optional.ofNullable(refusal).map(Refusal::retryAfter));
  }

  private List<RuleTrace> rules() {
    List<RuleTrace> rules = new ArrayList<>();
    boolean documentInShadow = plan.enforced() == RuleSet.NOTHING;
    Refusing byName = plan.all().byName();
    if (byName != null) {
      rules.add(trace(byName.rule(), Verdict.DENIES, documentInShadow, byName.message().get()));
    }
    Refusing definition =
        plan.all().screening().byDefinition(call.tool(), call.review().orElse(null));
    if (definition != null) {
      rules.add(
          trace(definition.rule(), Verdict.DENIES, documentInShadow, definition.message().get()));
    }
    for (ToolEntry entry : plan.all().entries()) {
      trace(entry, documentInShadow || entry.shadow(), rules);
    }
    return rules;
  }

  private void trace(ToolEntry entry, boolean shadow, List<RuleTrace> rules) {
    if (entry.action() != Action.ALLOW) {
      Verdict verdict = entry.action() == Action.DENY ? Verdict.DENIES : Verdict.ASKS;
      String reason = entry.reason();
      rules.add(trace(entry.pointer() + "/action", verdict, shadow, reason == null ? "" : reason));
    }
    if (entry.allowedArgs() != null) {
      Refusing argument = Screening.byArguments(entry, call);
      rules.add(
          trace(
              entry.pointer() + "/allowed_args",
              argument == null ? Verdict.PASSES : Verdict.DENIES,
              shadow,
              argument == null ? "" : argument.message().get()));
    }
    if (entry.argumentCheck() != ArgumentCheck.NONE) {
      Refusing schema = Screening.bySchema(entry, call);
      rules.add(
          trace(
              entry.pointer() + "/validate_args",
              schema == null ? Verdict.PASSES : Verdict.DENIES,
              shadow,
              schema == null ? "" : schema.message().get()));
    }
    entry.require().forEach(one -> rules.add(trace(one, Truth.TRUE, Verdict.DENIES, shadow)));
    entry.denyIf().forEach(one -> rules.add(trace(one, Truth.FALSE, Verdict.DENIES, shadow)));
    entry.approveIf().forEach(one -> rules.add(trace(one, Truth.FALSE, Verdict.ASKS, shadow)));
  }

  private static RuleTrace trace(String rule, Verdict verdict, boolean shadow, String message) {
    return new RuleTrace(rule, verdict, shadow, message, List.of());
  }

  private RuleTrace trace(Predicate predicate, Truth passing, Verdict otherwise, boolean shadow) {
    Trace trace = predicate.trace(call);
    String onDeny = predicate.onDeny();
    return new RuleTrace(
        predicate.pointer(),
        trace.truth() == passing ? Verdict.PASSES : otherwise,
        shadow,
        onDeny == null ? "" : onDeny,
        trace.children().stream().map(Explainer::condition).toList());
  }

  private static ConditionTrace condition(Trace trace) {
    String seen = trace.seen();
    return new ConditionTrace(
        trace.pointer(),
        trace.text(),
        seen == null ? "" : seen,
        Explanation.Truth.valueOf(trace.truth().name()),
        trace.children().stream().map(Explainer::condition).toList());
  }
}
