package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.List;

/**
 * What {@code require} or {@code deny_if} asks of every call.
 *
 * @param condition what it asks
 * @param passing the one answer with which a call may go on
 * @param refusing what any other answer comes to
 */
record Hurdle(Condition condition, Truth passing, Refusing refusing) {

  /** Adds what a required predicate asks: it is true if each of its conditions is. */
  static void require(Predicate predicate, Refusing refusing, List<Hurdle> hurdles) {
    for (Condition condition : predicate.conditions()) {
      hurdles.add(new Hurdle(condition, Truth.TRUE, refusing));
    }
  }

  /** Returns what a denying predicate asks: it is false if one of its conditions is. */
  static Hurdle denying(Predicate predicate, Refusing refusing) {
    return new Hurdle(predicate.condition(), Truth.FALSE, refusing);
  }

  boolean stops(ToolCall call) {
    return Condition.judge(condition, call) != passing;
  }
}
