package dev.mcppolicy.defects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolRules;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The words in which the tests of this package speak. */
final class Verdicts {

  private Verdicts() {}

  /** A policy that lists nothing but the tool {@code t}. */
  static Policy tool(Consumer<ToolRules> rules) {
    return Policy.denyByDefault().tool("t", rules).build();
  }

  /** A policy whose only tool {@code t} is written in JSON. */
  static Policy toolInJson(String entry) {
    return Policy.parse("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":" + entry + "}}");
  }

  static ToolCall call() {
    return ToolCall.of("t");
  }

  /** A call of {@code t} with the one argument {@code v}, which may be null. */
  static ToolCall call(Object value) {
    return call("v", value);
  }

  static ToolCall call(String name, Object value) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put(name, value);
    return ToolCall.of("t", arguments);
  }

  static Decision assertAllowed(Decision decision) {
    assertThat(decision.effect()).as(decision + " " + decision.message()).isEqualTo(Effect.ALLOW);
    return decision;
  }

  static Decision assertDenied(Decision decision, Code code) {
    assertThat(decision.effect()).as(decision.toString()).isEqualTo(Effect.DENY);
    assertThat(decision.code()).as(decision.toString()).contains(code);
    return decision;
  }

  /** What a requirement makes of a value. */
  static void assertRequired(boolean passes, Condition condition, ToolCall call) {
    Decision decision = PolicyEngine.of(tool(t -> t.require(condition))).check(call);
    if (passes) {
      assertAllowed(decision);
    } else {
      assertDenied(decision, Code.REQUIRE_FAILED);
    }
  }

  /** What a prohibition makes of a value. */
  static void assertForbidden(boolean forbidden, Condition condition, ToolCall call) {
    Decision decision = PolicyEngine.of(tool(t -> t.denyIf(condition))).check(call);
    if (forbidden) {
      assertDenied(decision, Code.DENY_IF_MATCHED);
    } else {
      assertAllowed(decision);
    }
  }

  /** What the first limit of a call holds. */
  static BigDecimal spent(PolicyEngine engine, ToolCall call) {
    return spent(engine, call, 0);
  }

  static BigDecimal spent(PolicyEngine engine, ToolCall call, int limit) {
    return engine.explain(call).counters().get(limit).spent();
  }
}
