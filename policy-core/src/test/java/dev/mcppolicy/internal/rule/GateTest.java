package dev.mcppolicy.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.value.FewFields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A gate says the same as the conditions of which it is made, or that it doesn't know. */
class GateTest {

  private static final String ABSENT = new String("absent");

  private static final List<@Nullable Object> VALUES =
      Arrays.asList(
          ABSENT,
          null,
          true,
          4,
          5,
          6,
          5L,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          5.0,
          4.5,
          Double.NaN,
          new BigDecimal("5"),
          BigInteger.TWO.pow(70),
          "",
          "e",
          "eu",
          "eur",
          "eur ",
          "EUR",
          "eür",
          "eür\u2026",
          "\u2026",
          "us",
          "usd",
          "5",
          List.of("eur"),
          Map.of("eur", 1));

  private static Condition condition(String argument, Operator operator, @Nullable Object value) {
    return Condition.comparison(
        Path.parse("args." + argument), operator, value, false, true, "/somewhere");
  }

  private static Stream<Condition> conditions(String argument) {
    return Stream.of(
        condition(argument, Operator.LT, 5),
        condition(argument, Operator.LTE, new BigDecimal("4.5")),
        condition(argument, Operator.GT, 5),
        condition(argument, Operator.GTE, new BigDecimal("1e30")),
        condition(argument, Operator.EQ, 5),
        condition(argument, Operator.NEQ, 5),
        condition(argument, Operator.EQ, "eür"),
        condition(argument, Operator.NEQ, "eur"),
        condition(argument, Operator.IN, List.of("eur", "usd")),
        condition(argument, Operator.NOT_IN, List.of("eur", "", "eür\u2026")),
        condition(argument, Operator.STARTS_WITH, ""),
        condition(argument, Operator.STARTS_WITH, "eu"),
        condition(argument, Operator.STARTS_WITH, List.of("eür", "\u2026", "us")));
  }

  private static ToolCall call(@Nullable Object first, @Nullable Object second) {
    Map<String, @Nullable Object> arguments = new HashMap<>();
    if (first != ABSENT) {
      arguments.put("first", first);
    }
    if (second != ABSENT) {
      arguments.put("second", second);
    }
    return ToolCall.of("tool", arguments);
  }

  private static Gate gate(List<Condition> conditions, List<Truth> passing) {
    return Objects.requireNonNull(Gate.of(conditions, passing));
  }

  private static Gate.Answer ask(Gate gate, ToolCall call) {
    return gate.ask(FewFields.of(call.arguments().asMap()));
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String || value instanceof Integer || value instanceof Long;
  }

  @Test
  void oneConditionStopsWhatItStops() {
    for (Condition condition : conditions("first").toList()) {
      for (boolean wanted : new boolean[] {true, false}) {
        Gate gate = gate(List.of(condition), List.of(Truth.of(wanted)));
        for (Object value : VALUES) {
          ToolCall call = call(value, ABSENT);
          boolean passes = condition.test(call) == Truth.of(wanted);
          Gate.Answer answer = ask(gate, call);
          if (answer == Gate.Answer.UNSURE) {
            assertThat(value != ABSENT && isPlain(value) && condition.test(call) != Truth.UNKNOWN)
                .describedAs("%s of %s can be judged", condition, value)
                .isFalse();
          } else {
            assertThat(answer)
                .describedAs("%s of %s, wanted: %s", condition, value, wanted)
                .isEqualTo(passes ? Gate.Answer.PASSES : Gate.Answer.STOPS);
          }
        }
      }
    }
  }

  @Test
  void ofSeveralTheFirstThatStopsIsNamedOrNone() {
    for (Condition first : conditions("first").toList()) {
      for (Condition second : conditions("second").toList()) {
        Gate gate = gate(List.of(first, second), List.of(Truth.TRUE, Truth.FALSE));
        for (Object one : VALUES) {
          for (Object other : VALUES) {
            ToolCall call = call(one, other);
            boolean firstPasses = first.test(call) == Truth.TRUE;
            boolean secondPasses = second.test(call) == Truth.FALSE;
            Gate.Answer answer = ask(gate, call);
            if (answer == Gate.Answer.PASSES) {
              assertThat(firstPasses && secondPasses)
                  .describedAs("%s of %s and not %s of %s", first, one, second, other)
                  .isTrue();
            } else if (answer == Gate.Answer.STOPS) {
              assertThat(firstPasses).describedAs("%s of %s", first, one).isFalse();
            }
          }
        }
      }
    }
  }

  @Test
  void whatIsLetThroughIsLetThroughByAllOfAKind() {
    List<Condition> all =
        conditions("first").filter(each -> each.test(call("eur", ABSENT)) == Truth.TRUE).toList();
    Gate gate = gate(all, Collections.nCopies(all.size(), Truth.TRUE));

    assertThat(ask(gate, call("eur", ABSENT))).isEqualTo(Gate.Answer.PASSES);
    for (String other : List.of("eu", "usd", "", "eür\u2026")) {
      assertThat(ask(gate, call(other, ABSENT)))
          .describedAs(other)
          .isNotEqualTo(Gate.Answer.PASSES);
    }
  }

  @Test
  void withoutBarsEverythingPasses() {
    assertThat(ask(gate(List.of(), List.of()), call(1, 2))).isEqualTo(Gate.Answer.PASSES);
  }

  @Test
  void whatLooksDeeperOrElsewhereIsNoBar() {
    for (String path : List.of("args.a.b", "args.a[0]", "args.a[*]", "caller.a", "tool.name")) {
      isNoGate(Condition.comparison(Path.parse(path), Operator.EQ, "a", false, true, "/a"));
    }
    isNoGate(condition("first", Operator.EQ, new BigDecimal("0.5")));
    isNoGate(condition("first", Operator.IN, List.of("a", 1)));
    isNoGate(condition("first", Operator.CONTAINS, "a"));
    isNoGate(Condition.allOf(List.of(condition("first", Operator.EQ, 1)), "/a"));
  }

  private static void isNoGate(Condition condition) {
    List<Condition> both = List.of(condition("first", Operator.EQ, 1), condition);

    assertThat(Gate.of(both, List.of(Truth.TRUE, Truth.TRUE)))
        .describedAs(condition.toString())
        .isNull();
  }
}
