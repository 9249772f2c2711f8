package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Witness.Judgement;
import dev.mcppolicy.analysis.Witness.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InterceptImportTest {

  private static String rule(String text) {
    return "version: \"1\"\ntools:\n  t:\n    rules:\n      - name: r\n" + text.indent(8);
  }

  private static Duel.Side side(String yaml) {
    return new Duel.Side(Policy.parse(InterceptImport.read(yaml)), Instant.EPOCH);
  }

  private static Verdict of(Duel.Side side, Object value) {
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("v", value);
    return side.judge(ToolCall.of("t", args), Outcome.OK).verdict();
  }

  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          true,
          false,
          "true",
          5,
          5.0,
          "5",
          "5.0",
          5.5,
          "5.5",
          "x5",
          "main",
          "mainly",
          List.of(),
          List.of(5),
          List.of("5"),
          List.of("main"),
          List.of(true),
          Map.of(),
          0,
          -1,
          "");

  /** Intercept's print of a value, as it compares values that aren't both numbers. */
  private static String print(Object value) {
    if (value == null) {
      return "<nil>";
    }
    if (value instanceof Number number) {
      return new java.math.BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(" ", list.stream().map(InterceptImportTest::print).toList()) + "]";
    }
    return value instanceof Map ? "map[]" : value.toString();
  }

  private static boolean equal(Object actual, Object expected) {
    if (actual instanceof Number a && expected instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return print(actual).equals(print(expected));
  }

  private static boolean contains(Object actual, Object expected) {
    if (actual instanceof String text) {
      return expected instanceof String part && text.contains(part);
    }
    return actual instanceof List<?> list && list.stream().anyMatch(each -> equal(each, expected));
  }

  @TestFactory
  Stream<DynamicTest> conditionsDecideAsIntercept() {
    Map<String, Object> constants = new LinkedHashMap<>();
    constants.put("5", 5);
    constants.put("\"5\"", "5");
    constants.put("5.5", 5.5);
    constants.put("true", true);
    constants.put("\"true\"", "true");
    constants.put("main", "main");
    List<DynamicTest> tests = new ArrayList<>();
    constants.forEach(
        (yaml, constant) -> {
          for (String op : List.of("eq", "neq", "in", "not_in", "contains")) {
            tests.add(DynamicTest.dynamicTest(op + " " + yaml, () -> decides(op, yaml, constant)));
          }
        });
    return tests.stream();
  }

  private static void decides(String op, String yaml, Object constant) {
    boolean list = op.endsWith("in") && !op.startsWith("contains");
    String value = list ? "[" + yaml + ", zzz]" : yaml;
    Duel.Side side =
        side(rule("conditions:\n  - path: args.v\n    op: " + op + "\n    value: " + value));
    for (Object actual : VALUES) {
      boolean allowed =
          switch (op) {
            case "eq", "in" -> equal(actual, constant);
            case "neq", "not_in" -> !equal(actual, constant);
            default -> contains(actual, constant);
          };
      assertThat(of(side, actual))
          .as("%s", actual)
          .isEqualTo(allowed ? Verdict.ALLOW : Verdict.DENY);
    }
    assertThat(side.judge(ToolCall.of("t"), Outcome.OK).verdict()).isEqualTo(Verdict.DENY);
  }

  @Test
  void whatStandsBelowNoObjectDoesNotExist() {
    Duel.Side side = side(rule("conditions: [{path: args.v.w, op: exists, value: false}]"));
    for (Object parent : Arrays.asList(null, 1, "x", true, List.of(), Map.of())) {
      assertThat(of(side, parent)).as("%s", parent).isEqualTo(Verdict.ALLOW);
    }
    assertThat(of(side, Map.of("w", 1))).isEqualTo(Verdict.DENY);
  }

  @Test
  void aRateIsCountedByTheCalendarAndGivenBackByErrors() {
    String yaml =
        "version: \"1\"\ndefault: deny\nhide: [gone]\ntools:\n  t:\n    rules:\n"
            + "      - name: slow\n        rate_limit: 2/minute\n  u: {rules: []}\n"
            + "  \"*\":\n    rules:\n      - name: all\n        rate_limit: 4/hour\n"
            + "        on_deny: Enough.\n";
    Duel duel =
        new Duel(
            Policy.parse(InterceptImport.read(yaml)),
            Policy.parse(InterceptImport.read(yaml)),
            Instant.EPOCH);
    assertThat(duel.witness()).isEmpty();
    Duel.Side side = side(yaml);
    ToolCall call = ToolCall.of("t");
    assertThat(side.judge(call, Outcome.ERROR).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(side.judge(call, Outcome.FAILURE).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(side.judge(call, Outcome.OK).verdict()).isEqualTo(Verdict.ALLOW);
    Judgement denied = side.judge(call, Outcome.OK);
    assertThat(denied.verdict()).isEqualTo(Verdict.DENY);
    assertThat(side.judge(ToolCall.of("u"), Outcome.OK).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(side.judge(ToolCall.of("u"), Outcome.OK).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(side.judge(ToolCall.of("u"), Outcome.OK).code()).contains("limit_exceeded");
    assertThat(side.judge(ToolCall.of("gone"), Outcome.OK).code()).contains("hidden");
    assertThat(side.judge(ToolCall.of("v"), Outcome.OK).code()).contains("not_listed");
    assertThat(InterceptImport.read(yaml))
        .contains(
            "\"Rate limit of 2 per minute reached. Try again later.\"",
            "\"Enough.\"",
            "\"align\": \"calendar\"",
            "\"scope\": \"global\"");
  }

  @Test
  void aCounterIsComparedBeforeAndAfterTheCall() {
    String yaml =
        rule(
            "conditions:\n  - {path: state.t.spend, op: lt, value: 10}\n"
                + "  - {path: args.v, op: gte, value: 0}\non_deny: No.\n"
                + "state: {counter: spend, window: day, increment_from: args.v}");
    Duel.Side side = side(yaml);
    assertThat(of(side, 10)).isEqualTo(Verdict.DENY);
    assertThat(of(side, 9)).isEqualTo(Verdict.ALLOW);
    assertThat(of(side, 1)).isEqualTo(Verdict.DENY);
    assertThat(of(side, 0)).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aDenialOfAllToolsIsOne() {
    Duel.Side side =
        side("version: \"1\"\ntools:\n  \"*\":\n    rules:\n      - {name: no, action: deny}\n");
    assertThat(side.judge(ToolCall.of("x"), Outcome.OK).verdict()).isEqualTo(Verdict.DENY);
  }

  private static void refused(String yaml, String... words) {
    assertThatThrownBy(() -> InterceptImport.read(yaml))
        .as(yaml)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void whatCannotBeCarriedOverIsNamed() {
    String pointer = "/tools/t/rules/0";
    String condition = "conditions: [{path: args.v, op: %s, value: %s}]";
    refused(rule(String.format(condition, "eq", "[1]")), pointer + "/conditions/0/value", "prints");
    refused(rule(String.format(condition, "eq", "0x10")), "put it in quotes");
    refused(rule(String.format(condition, "eq", "010")), "put it in quotes");
    refused(rule(String.format(condition, "eq", "2020-01-01")), "put it in quotes");
    refused(rule(String.format(condition, "neq", "-0.0")), "put it in quotes");
    refused(rule(String.format(condition, "neq", "\"-0\"")), "prints");
    refused(rule(String.format(condition, "eq", "\"1e5\"")), "prints");
    refused(rule(String.format(condition, "in", "[]")), "must not be empty");
    refused(rule(String.format(condition, "lt", "\"5\"")), "must be a decimal number");
    refused(rule(String.format(condition, "glob", "x")), "unknown operator");
    refused(rule(String.format(condition, "regex", "\"(\"")), "can't be carried over");
    refused(rule("conditions: [{path: args..v, op: eq, value: 1}]"), "a path must be args.");
    refused(
        rule("conditions: [{path: state.t.c, op: lte, value: 1}]"),
        "a condition can only look at the counter of its own rule");
    refused(
        rule(
            "conditions: [{path: state.t.c, op: gt, value: 1}]\n"
                + "state: {counter: c, window: day}"),
        "a counter can only be compared with lte or lt");
    refused(
        rule(
            "conditions: [{path: state.t.c, op: lte, value: 1}]\nstate: {counter: c, window: week}"),
        "window must be minute, hour or day");
    refused(
        rule("rate_limit: 5/hour\nconditions: [{path: args.v, op: eq, value: 1}]"),
        "rate_limit takes no conditions");
    refused(rule("rate_limit: 5/week"), "rate_limit must be");
    refused(rule("action: deny\nrate_limit: 5/hour"), "action deny takes no");
    refused(rule("action: allow"), "action must be evaluate or deny");
    refused(rule("action: evaluate"), "a rule needs a condition");
    refused(rule("when: now\nrate_limit: 5/hour"), "unknown key \"when\"");
    refused("version: \"1\"\ntools: {\"a*\": {rules: []}}", "a name with * or ?");
    refused("version: \"1\"\nhide: [\"a?\"]", "/hide/0", "a name with * or ?");
    refused("version: 1\n", "must be a text, in quotes");
    refused("version: \"1\"\ndefault: maybe", "default must be allow or deny");
  }

  @Test
  void yamlThatMeansSeveralThingsIsRefused() {
    refused("a: &x 1\nb: *x", "anchors and aliases are not read");
    refused("a: [&a [1], &b [*a, *a], [*b, *b]]", "anchors and aliases are not read");
    refused("version: !!str 1", "tags are not read");
    refused("version: !java.lang.Object {}", "tags are not read");
    refused("version: \"1\"\nversion: \"1\"", "2:1", "the key \"version\" stands twice");
    refused("<<: {a: 1}", "no merge key");
    refused("version: \"1\"\n---\nversion: \"1\"", "the file must hold one document");
    refused("", "the file must hold one document");
    refused("[".repeat(100_000), "nested more than 32 levels");
    refused("{\"a\": [", "no YAML");
    refused("a: \u0007", "no YAML");
    refused("x".repeat(1024 * 1024 + 1), "more than 1048576 characters");
    refused("just text", "must be a mapping, and not a text");
  }
}
