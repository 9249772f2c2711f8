package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.assertRequired;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.spent;
import static dev.mcppolicy.defects.Verdicts.tool;
import static dev.mcppolicy.defects.Verdicts.toolInJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No number refills a budget, wraps, drifts, or is another number. */
class ArithmeticTest {

  private static PolicyEngine spending(String max) {
    Policy policy = tool(t -> t.limit(Limit.of(new BigDecimal(max), "day").amountFrom("args.v")));
    return PolicyEngine.builder(policy).clock(new VirtualClock()).build();
  }

  @Test
  void aNegativeAmountRefillsNoBudget() {
    PolicyEngine engine = spending("100");
    assertAllowed(engine.check(call(100)));
    for (Object amount :
        Arrays.asList(
            -1_000_000_000, -1, -0.01, new BigDecimal("-1e-300"), Long.MIN_VALUE, -1e300)) {
      assertDenied(engine.check(call(amount)), Code.INVALID_AMOUNT);
    }
    assertThat(spent(engine, call(1))).isEqualByComparingTo("100");
    assertDenied(engine.check(call(1)), Code.LIMIT_EXCEEDED);
  }

  @Test
  void aNegativeZeroIsNothingAndRefillsNothing() {
    PolicyEngine engine = spending("1");
    assertAllowed(engine.check(call(1)));
    assertAllowed(engine.check(call(-0.0)));
    assertDenied(engine.check(call(0.1)), Code.LIMIT_EXCEEDED);
  }

  @Test
  void centsAreNotCutOffForEver() {
    PolicyEngine engine = spending("99");
    for (int i = 0; i < 100; i++) {
      assertAllowed(engine.check(call(0.99)));
    }
    assertThat(spent(engine, call(0.99))).isEqualByComparingTo("99");
    assertDenied(engine.check(call(0.99)), Code.LIMIT_EXCEEDED);
  }

  @Test
  void aTenthAndTwoTenthsDoNotDrift() {
    PolicyEngine engine = spending("0.3");
    assertAllowed(engine.check(call(0.1)));
    assertAllowed(engine.check(call(0.2)));
    assertThat(spent(engine, call(0))).isEqualByComparingTo("0.3");
    assertDenied(engine.check(call(new BigDecimal("1e-30"))), Code.LIMIT_EXCEEDED);

    PolicyEngine many = spending("100");
    for (int i = 0; i < 1_000; i++) {
      assertAllowed(many.check(call(0.1)));
    }
    assertDenied(many.check(call(0.1)), Code.LIMIT_EXCEEDED);
    PolicyEngine floats = spending("0.3");
    assertAllowed(floats.check(call(0.1f)));
    assertAllowed(floats.check(call(0.2f)));
    assertDenied(floats.check(call(0.1f)), Code.LIMIT_EXCEEDED);
  }

  @Test
  void hugeAmountsDoNotWrapTheSum() {
    PolicyEngine engine = spending("9223372036854775807");
    BigInteger nearly = new BigInteger("9223372036854774784");
    assertAllowed(engine.check(call(nearly)));
    assertDenied(engine.check(call(nearly)), Code.LIMIT_EXCEEDED);
    assertDenied(engine.check(call(Long.MAX_VALUE)), Code.LIMIT_EXCEEDED);
    assertAllowed(engine.check(call(1_023)));
    assertDenied(engine.check(call(1)), Code.LIMIT_EXCEEDED);

    PolicyEngine bigger = spending("2e300");
    assertAllowed(bigger.check(call(1e300)));
    assertAllowed(bigger.check(call(1e300)));
    assertDenied(bigger.check(call(1)), Code.LIMIT_EXCEEDED);
    assertDenied(bigger.check(call(1e300)), Code.LIMIT_EXCEEDED);

    PolicyEngine longs = spending("18446744073709551614");
    assertAllowed(longs.check(call(Long.MAX_VALUE)));
    assertAllowed(longs.check(call(Long.MAX_VALUE)));
    assertDenied(longs.check(call(1)), Code.LIMIT_EXCEEDED);
  }

  @Test
  void whatIsNoFiniteNumberPoisonsNoSum() {
    PolicyEngine engine = spending("10");
    for (Object amount :
        Arrays.asList(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Float.NaN,
            "5",
            "NaN",
            "",
            true,
            null,
            List.of(5),
            Map.of("v", 5),
            new BigDecimal("1e401"),
            new BigDecimal("1e2147483647"),
            new BigDecimal("1e-402"),
            BigInteger.TEN.pow(401))) {
      assertDenied(engine.check(call(amount)), Code.INVALID_AMOUNT);
    }
    assertDenied(engine.check(call("other", 5)), Code.INVALID_AMOUNT);
    assertThat(spent(engine, call(1))).isZero();
    assertAllowed(engine.check(call(10)));
  }

  @Test
  void numbersAboveTwoToTheFiftyThirdAreNotOneAnother() {
    long big = 1L << 53;
    assertRequired(true, Condition.arg("v").eq(big), call(big));
    assertRequired(false, Condition.arg("v").eq(big), call(big + 1));
    assertRequired(false, Condition.arg("v").in(big, big + 2), call(big + 1));
    assertRequired(false, Condition.arg("v").lte(big), call(big + 1));
    assertRequired(
        false,
        Condition.arg("v").eq(new BigDecimal("0.1")),
        call(new BigDecimal("0.1000000000000000055511151231257827")));
  }

  @Test
  void idsAboveTwoToTheFiftyThirdShareNoCount() {
    long big = 1L << 53;
    PolicyEngine engine =
        PolicyEngine.of(tool(t -> t.limit(Limit.of(1, "lifetime").per("args.v"))));
    assertAllowed(engine.check(call(big)));
    assertAllowed(engine.check(call(big + 1)));
    assertAllowed(engine.check(call(BigInteger.valueOf(big).add(BigInteger.TWO))));
    assertDenied(engine.check(call(big)), Code.LIMIT_EXCEEDED);
    assertDenied(engine.check(call(new BigDecimal("9007199254740992.0"))), Code.LIMIT_EXCEEDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"limits\":[{\"window\":\"day\",\"max\":2}]}",
        "{\"limits\":[{\"window\":\"lifetime\",\"max\":2}]}",
        "{\"limits\":[{\"window\":86400,\"max\":2}]}",
        "{\"limits\":[{\"window\":\"PT24H\",\"max\":2}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"align\":\"calendar\"}]}",
        "{\"limits\":[{\"window\":\"week\",\"max\":2,\"align\":\"calendar\",\"zone\":\"Asia/Tokyo\"}]}",
        "{\"limits\":[{\"counter\":\"c\",\"window\":\"day\",\"max\":2}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"scope\":\"global\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"scope\":\"session\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"per\":\"args.v\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"per\":[\"args.v\",\"caller.id\"]}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":2,\"refund\":\"never\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":5,\"amount\":2}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":14,\"amount_from\":\"args.v\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":14,\"increment_from\":\"args.v\"}]}",
        "{\"limits\":[{\"window\":\"day\",\"max\":100},{\"window\":\"hour\",\"max\":2}]}",
        "{\"limits\":[{\"counter\":\"c\",\"window\":\"day\",\"max\":100},"
            + "{\"counter\":\"c\",\"window\":\"hour\",\"max\":2}]}",
        "{\"rate_limit\":\"2/day\"}",
        "{\"rate_limit\":{\"max\":2,\"window\":\"day\"}}",
        "{\"rate_limit\":{\"max\":2,\"window\":86400}}",
        "{\"concurrency\":2}"
      })
  void noLimitLoadsAndIsNeverCounted(String entry) {
    ToolCall call = call(7).withSession("s").withCaller(Caller.of("g").withId("alice"));
    PolicyEngine tool = PolicyEngine.builder(toolInJson(entry)).clock(new VirtualClock()).build();
    PolicyEngine all =
        PolicyEngine.builder(
                Policy.parse(
                    "{\"version\":\"1\",\"default\":\"allow\",\"all_tools\":" + entry + "}"))
            .clock(new VirtualClock())
            .build();
    PolicyEngine glob =
        PolicyEngine.builder(
                Policy.parse(
                    "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"*\":" + entry + "}}"))
            .clock(new VirtualClock())
            .build();
    for (PolicyEngine engine : List.of(tool, all, glob)) {
      assertAllowed(engine.check(call));
      assertAllowed(engine.check(call));
      assertThat(engine.check(call).code().orElseThrow())
          .isIn(Code.LIMIT_EXCEEDED, Code.CONCURRENCY_EXCEEDED);
    }
  }

  @Test
  void noLimitReadsAnothersCounter() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault()
                .tool("a", t -> t.limit(Limit.of(1, "day")).limit(Limit.of(5, "hour")))
                .tool("b", t -> t.limit(Limit.of(1, "day")))
                .tool("c", t -> t.rateLimit("1/day"))
                .tool("d", t -> t.limit(Limit.of(1, "day").counter("c")))
                .build());
    for (String tool : List.of("a", "b", "c", "d")) {
      assertAllowed(engine.check(ToolCall.of(tool)));
    }
    for (String tool : List.of("a", "b", "c", "d")) {
      assertDenied(engine.check(ToolCall.of(tool)), Code.LIMIT_EXCEEDED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "amount":-5           | must be a number >= 0, not -5
          "amount":"5"          | must be a number >= 0, not "5"
          "increment":0         | unknown key "increment"
          "increment":-5        | unknown key "increment"
          "max":-1              | must be a number >= 0, not -1
          """)
  void noIncrementBelowZeroLoads(String field, String sentence) {
    String max = field.startsWith("\"max\"") ? "" : "\"max\":1,";
    assertThatThrownBy(() -> toolInJson("{\"limits\":[{\"window\":\"day\"," + max + field + "}]}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void anAmountOfNothingSpendsNothingAndOpensNothing() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.denyByDefault()
                .tool("free", t -> t.limit(Limit.of(1, "day").counter("c").amount(0)))
                .tool("paid", t -> t.limit(Limit.of(1, "day").counter("c")))
                .build());
    assertAllowed(engine.check(ToolCall.of("free")));
    assertAllowed(engine.check(ToolCall.of("paid")));
    assertAllowed(engine.check(ToolCall.of("free")));
    assertDenied(engine.check(ToolCall.of("paid")), Code.LIMIT_EXCEEDED);
  }
}
