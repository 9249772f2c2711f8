package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Gate;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import dev.mcppolicy.internal.text.DecisionMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code require} or {@code deny_if} asks of every call.
 *
 * @param condition what it asks
 * @param passing the one answer with which a call may go on
 * @param refusing what any other answer comes to
 */
record Hurdle(Condition condition, Truth passing, Refusing refusing) {

  /** Returns what entries ask, in the order in which it is asked. */
  static Hurdle[] all(List<ToolEntry> entries) {
    List<Hurdle> hurdles = new ArrayList<>();
    for (ToolEntry entry : entries) {
      for (Predicate predicate : entry.require()) {
        require(
            predicate,
            refusing(predicate, Code.REQUIRE_FAILED, DecisionMessages::requireFailed),
            hurdles);
      }
    }
    for (ToolEntry entry : entries) {
      for (Predicate predicate : entry.denyIf()) {
        hurdles.add(
            denying(
                predicate,
                refusing(predicate, Code.DENY_IF_MATCHED, DecisionMessages::denyIfMatched)));
      }
    }
    return hurdles.toArray(new Hurdle[0]);
  }

  private static Refusing refusing(
      Predicate predicate, Code code, Function<Predicate, String> otherwise) {
    return Refusing.of(
        code,
        predicate.pointer(),
        () -> {
          String onDeny = predicate.onDeny();
          return onDeny == null ? otherwise.apply(predicate) : onDeny;
        });
  }

  /** Returns hurdles as one question, or null if that can't be asked in one. */
  static @Nullable Gate gate(Hurdle[] hurdles) {
    List<Condition> conditions = new ArrayList<>(hurdles.length);
    List<Truth> passing = new ArrayList<>(hurdles.length);
    for (Hurdle hurdle : hurdles) {
      conditions.add(hurdle.condition());
      passing.add(hurdle.passing());
    }
    return Gate.of(conditions, passing);
  }

  /** Adds what a required predicate asks: it is true if each of its conditions is. */
  private static void require(Predicate predicate, Refusing refusing, List<Hurdle> hurdles) {
    for (Condition condition : predicate.conditions()) {
      hurdles.add(new Hurdle(condition, Truth.TRUE, refusing));
    }
  }

  /** Returns what a denying predicate asks: it is false if one of its conditions is. */
  private static Hurdle denying(Predicate predicate, Refusing refusing) {
    return new Hurdle(predicate.condition(), Truth.FALSE, refusing);
  }

  boolean stops(ToolCall call) {
    return Condition.judge(condition, call) != passing;
  }
}
