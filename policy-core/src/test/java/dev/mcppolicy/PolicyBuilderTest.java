package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The builder writes what JSON can. */
class PolicyBuilderTest {

  private static Policy everyField() throws IOException {
    try (var in =
        Objects.requireNonNull(
            PolicyBuilderTest.class.getResourceAsStream("/conformance/valid/every-field.json"))) {
      return Policy.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void itWritesEveryField() throws IOException {
    Policy built =
        Policy.denyByDefault()
            .schema("policy.schema.json")
            .description("All of it")
            .hide("x", "y_*")
            .hideDenied()
            .approvalTimeout(Duration.ofMinutes(5))
            .allTools(
                all ->
                    all.limit(Limit.of(60, "minute").counter("calls").scope(Scope.GRANT))
                        .require(
                            Condition.any(
                                Condition.path("args.a").exists(),
                                Condition.all(
                                    Condition.path("tool.name").startsWith("get"),
                                    Condition.path("server.name").eq("s")))))
            .tool("a")
            .tool("b", ToolRules::allow)
            .tool("c", tool -> tool.deny("No."))
            .tool("d", tool -> tool.requireApproval("Ask."))
            .tool(
                "e",
                tool ->
                    tool.allowedArgs("x", "y")
                        .require("x is 1", Condition.path("args.x").eq(1))
                        .denyIf(Condition.path("args.y").gt(1))
                        .approveIf("Ask.", Condition.path("args.y").gte(0))
                        .limit(
                            Limit.of(10, "minute")
                                .counter("n")
                                .scope(Scope.GRANT)
                                .per("args.x")
                                .amount(2)
                                .refund(Refund.FAILURE)
                                .onDeny("Slow."))
                        .limit(
                            Limit.of(new BigDecimal("99.5"), "day")
                                .counter("m")
                                .scope(Scope.GLOBAL)
                                .per("args.x", "caller.id")
                                .amountFrom("args.y")
                                .calendar("Europe/Berlin")
                                .refund(Refund.NEVER))
                        .limit(
                            Limit.of(5, "week")
                                .counter("k")
                                .amountFrom("args.y")
                                .scope(Scope.SESSION))
                        .concurrency(3)
                        .shadow()
                        .rateLimit("10/minute"))
            .tool("f_*", tool -> tool.rateLimit(10, 60))
            .tool("?", tool -> tool.rateLimit(1, "day"))
            .build();
    String expected =
        everyField()
            .toJson()
            .replace("\"align\": \"sliding\",", "")
            .replace("increment_from", "amount_from")
            .replace("  \"mode\": \"enforce\",\n", "")
            .replace("\"value\": \"get\"", "\"value\": [\"get\"]");
    assertThat(built.digest()).as(built.toJson()).isEqualTo(Policy.parse(expected).digest());
    assertThat(Policy.parse(built.toJson())).isEqualTo(built);
  }

  @Test
  void itWritesEveryOperator() {
    Condition.On value = Condition.arg("a");
    Policy policy =
        Policy.denyByDefault()
            .tool(
                "t",
                tool ->
                    tool.require(
                        value.eq(null),
                        value.neq(Map.of("k", 1)),
                        value.in(1, "a", null),
                        value.notIn(false),
                        value.lt(1.5),
                        value.lte(1),
                        value.gt(0),
                        value.gte(new BigDecimal("1e300")),
                        value.regex("^a$"),
                        value.notRegex("b"),
                        value.contains("x"),
                        value.notContains("x"),
                        value.startsWith("a"),
                        value.endsWith("b"),
                        value.exists(),
                        value.existsNot(),
                        value.within("/app"),
                        value.notWithin("/etc"),
                        value.hostIn("example.com"),
                        value.hostNotIn("10.0.0.1"),
                        value.lengthLte(0),
                        value.lengthGte(5),
                        value.type("object"),
                        value.eq(1).optional()))
            .build();
    for (String operator : dev.mcppolicy.internal.rule.Operator.ids()) {
      assertThat(policy.toJson()).contains("\"op\": \"" + operator + "\"");
    }
  }

  @Test
  void anArgumentsNameMayHoldAnything() {
    String name = "a.\"b\\ c]\n😀";
    Policy policy =
        Policy.denyByDefault().tool("t", tool -> tool.require(Condition.arg(name).eq(1))).build();
    PolicyEngine engine = PolicyEngine.of(policy);
    assertThat(engine.check(ToolCall.of("t", Map.of(name, 1))).isAllowed()).isTrue();
    assertThat(engine.check(ToolCall.of("t", Map.of("a", 1))).isAllowed()).isFalse();
  }

  @Test
  void whatItWritesIsReadAsStrictlyAsADocument() {
    PolicyBuilder builder =
        Policy.denyByDefault()
            .tool("t", tool -> tool.limit(Limit.of(-1, "fortnight")).concurrency(0));
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("policy: 3 problems\n")
        .hasMessageContaining("\npolicy /tools/t/concurrency: must be a whole number >= 1");
  }

  @Test
  void aValueThatNoDocumentCanHoldIsRefused() {
    assertThatThrownBy(() -> comparedWith(Map.of(1, "a")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must have texts as its keys: 1");
    assertThatThrownBy(() -> comparedWith(Collections.singletonMap(null, "a")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must have texts as its keys: null");
    assertThatThrownBy(() -> comparedWith(Double.NaN).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must be finite: NaN");
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThatThrownBy(() -> comparedWith(endless).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must not hold itself");
  }

  private static PolicyBuilder comparedWith(Object value) {
    return Policy.denyByDefault().tool("t", tool -> tool.require(Condition.arg("a").eq(value)));
  }

  @Test
  void aToolIsNamedOnce() {
    PolicyBuilder builder = Policy.allowByDefault().tool("t");
    assertThatThrownBy(() -> builder.tool("t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name must be new: t");
  }

  @Test
  void shadowIsWritten() {
    assertThat(Policy.allowByDefault().shadow().build().toJson())
        .contains("\"mode\": \"shadow\"", "\"default\": \"allow\"");
  }
}
