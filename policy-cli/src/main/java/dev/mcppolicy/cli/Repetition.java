package dev.mcppolicy.cli;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Rehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of one call that was made several times at one moment.
 *
 * @param call the call
 * @param runs the decisions, those that are alike in one
 * @param last how it came to the last
 * @param visible whether the caller sees the tool in lists
 */
record Repetition(ToolCall call, List<Run> runs, Explanation last, boolean visible) {

  /**
   * Calls in a row that were judged alike.
   *
   * @param from the first, counted from 1
   * @param to the last
   */
  record Run(int from, int to, Decision decision) {
    boolean isContinuedBy(Decision next) {
      return decision.toString().equals(next.toString());
    }

    Json toJson() {
      return Json.object()
          .put("from", from)
          .put("to", to)
          .put("effect", decision.effect())
          .put("code", decision.code().map(Code::id))
          .put("rule", decision.rule());
    }
  }

  static Repetition of(Rehearsal rehearsal, ToolCall call, int times) {
    List<Run> runs = new ArrayList<>();
    Explanation last = once(rehearsal, call, runs, 1);
    for (int i = 2; i <= times; i++) {
      last = once(rehearsal, call, runs, i);
    }
    boolean visible = !rehearsal.visible(List.of(call.tool()), call.caller()).isEmpty();
    return new Repetition(call, List.copyOf(runs), last, visible);
  }

  private static Explanation once(Rehearsal rehearsal, ToolCall call, List<Run> runs, int number) {
    Rehearsal.Observation seen = rehearsal.call(call, Approver.Answer.APPROVE);
    seen.decision().reservation().settle(Outcome.OK);
    Decision decision = seen.explanation().decision();
    Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (run != null && run.isContinuedBy(decision)) {
      runs.set(runs.size() - 1, new Run(run.from(), number, run.decision()));
    } else {
      runs.add(new Run(number, number, decision));
    }
    return seen.explanation();
  }

  /** Says whether it was made more than once. */
  boolean isRepeated() {
    return runs.get(runs.size() - 1).to() > 1;
  }

  Json toJson() {
    Json json =
        Json.object()
            .put("tool", call.tool())
            .put("visible", visible)
            .put("decision", json(last.decision()))
            .put("rules", last.rules().stream().map(Repetition::json).toList())
            .put("counters", last.counters().stream().map(Repetition::json).toList());
    return isRepeated() ? json.put("calls", runs.stream().map(Run::toJson).toList()) : json;
  }

  private static Json json(Decision decision) {
    return Json.object()
        .put("effect", decision.effect())
        .put("code", decision.code().map(Code::id))
        .put("rule", decision.rule())
        .put("message", decision.message())
        .put("retryAfter", decision.retryAfter().map(Duration::toString))
        .put("policy", decision.policy())
        .put("shadow", shadow(decision).map(Repetition::json));
  }

  private static Optional<Decision> shadow(Decision decision) {
    return decision.effect() == Effect.ALLOW ? decision.shadow() : Optional.empty();
  }

  private static Json json(Explanation.RuleTrace rule) {
    return Json.object()
        .put("rule", rule.rule())
        .put("verdict", rule.verdict())
        .put("shadow", rule.shadow())
        .put("message", rule.message())
        .put("conditions", rule.conditions().stream().map(Repetition::json).toList());
  }

  private static Json json(Explanation.ConditionTrace condition) {
    return Json.object()
        .put("pointer", condition.pointer())
        .put("text", condition.text())
        .put("seen", condition.seen())
        .put("truth", condition.truth())
        .put("parts", condition.parts().stream().map(Repetition::json).toList());
  }

  private static Json json(Explanation.CounterTrace counter) {
    return Json.object()
        .put("rule", counter.rule())
        .put("window", counter.window())
        .put("max", counter.max())
        .put("spent", counter.spent())
        .put("amount", counter.amount())
        .put("fits", counter.fits())
        .put("roomIn", counter.roomIn().map(Duration::toString));
  }
}
