package dev.mcppolicy.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Condition;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyBuilder;
import dev.mcppolicy.ToolRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A builder writes nothing that a document may not say. */
class WhatIsBuiltIsReadTest {

  @TestFactory
  Stream<DynamicTest> aBuilderRefusesWhatADocumentMayNotSay() {
    return Stream.of(
        refused("a number past the bounds", with(on().gt(new BigDecimal("1e401")))),
        refused("a number with too many digits", with(on().gt(BigInteger.TEN.pow(400)))),
        refused("such a number deep in a value", with(on().in(List.of(Map.of("x", TINY))))),
        refused("such a number in a limit", with(Limit.of(TINY, "day"))),
        refused("such an amount", with(Limit.of(1, "day").amount(TINY))),
        refused("half of a surrogate pair in a name", Policy.denyByDefault().tool("\ud800")),
        refused("half of one in a hidden name", Policy.denyByDefault().hide("\udc00")),
        refused("half of one in a description", Policy.denyByDefault().description("\ud800")),
        refused("half of one in a reason", tool(rules -> rules.deny("\ud800"))),
        refused("half of one in an argument's name", tool(rules -> rules.allowedArgs("\ud800"))),
        refused("half of one in a value", with(on().eq("a\udc00b"))),
        refused("half of one in a key of a value", with(on().eq(Map.of("\ud800", 1)))),
        refused("half of one in a counter's name", with(Limit.of(1, "day").counter("\ud800"))),
        refused("a value that is nested too deep", with(on().eq(nested(58)))),
        refused("groups that are nested too deep", with(groups(30))),
        refused("more than a document holds", Policy.denyByDefault().description(LONG)));
  }

  @TestFactory
  Stream<DynamicTest> aBuilderWritesWhatADocumentJustMaySay() {
    return Stream.of(
        loads("the greatest exponent", with(on().gt(new BigDecimal("1e400")))),
        loads("the most digits", with(on().gt(BigInteger.TEN.pow(400).subtract(BigInteger.ONE)))),
        loads("a whole pair", Policy.denyByDefault().tool("\ud83d\ude00")),
        loads("the deepest value", with(on().eq(nested(57)))),
        loads("the deepest groups", with(groups(28))));
  }

  private static final BigDecimal TINY = new BigDecimal("1e-401");
  private static final String LONG = "x".repeat(1024 * 1024);

  private static DynamicTest refused(String what, PolicyBuilder builder) {
    return DynamicTest.dynamicTest(
        what,
        () ->
            assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                    InvalidPolicyException.class,
                    refusal -> assertThat(refusal.problems()).isNotEmpty()));
  }

  private static DynamicTest loads(String what, PolicyBuilder builder) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          Policy built = builder.build();
          assertThat(Policy.parse(built.toJson())).isEqualTo(built);
        });
  }

  private static PolicyBuilder tool(Consumer<ToolRules> rules) {
    return Policy.denyByDefault().tool("t", rules);
  }

  private static PolicyBuilder with(Condition condition) {
    return tool(rules -> rules.require(condition));
  }

  private static PolicyBuilder with(Limit limit) {
    return tool(rules -> rules.limit(limit));
  }

  private static Condition.On on() {
    return Condition.arg("v");
  }

  /** Returns lists in a list; the document, its tools, the tool, its rules and so on are seven. */
  private static Object nested(int depth) {
    Object value = List.of();
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static Condition groups(int depth) {
    Condition condition = on().eq(1);
    for (int i = 0; i < depth; i++) {
      condition = Condition.any(condition);
    }
    return condition;
  }
}
