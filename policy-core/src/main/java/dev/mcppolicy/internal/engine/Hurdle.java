package dev.mcppolicy.internal.engine;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.stream.Stream;

/**
 * What {@code require} or {@code deny_if} asks of every call.
 *
 * @param condition what it asks
 * @param passing the one answer with which a call may go on
 * @param refusing what any other answer comes to
 */
record Hurdle(Condition condition, Truth passing, Refusing refusing) {

  /** Returns what a required predicate asks: it is true if each of its conditions is. */
  static Stream<Hurdle> required(Predicate predicate, Refusing refusing) {
    return predicate.conditions().stream()
        .map(condition -> new Hurdle(condition, Truth.TRUE, refusing));
  }

  /** Returns what a denying predicate asks: it is false if one of its conditions is. */
  static Stream<Hurdle> denying(Predicate predicate, Refusing refusing) {
    return Stream.of(new Hurdle(predicate.condition(), Truth.FALSE, refusing));
  }

  boolean stops(ToolCall call) {
    return Condition.judge(condition, call) != passing;
  }
}
