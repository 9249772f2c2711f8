package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.judge;
import static dev.mcppolicy.internal.rule.Judging.judgeAbsent;
import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator with values for which it is true, false and unknown. */
class OperatorTest {

  private static final BigDecimal PAST = new BigDecimal("1e401");
  private static final String EMOJI = "😀";

  static Stream<Arguments> cases() {
    return Stream.of(
            equality(), nulls(), members(), order(), texts(), containing(), lengths(), types())
        .flatMap(cases -> cases);
  }

  private static Stream<Arguments> equality() {
    Map<String, @Nullable Object> object = map("a", 1, "b", list(1, 2));
    return Stream.of(
        row("eq", "main", "main", TRUE),
        row("eq", "main", "Main", FALSE),
        row("eq", "main", "mаin", FALSE), // a Cyrillic look-alike
        row("eq", "é", "e\u0301", FALSE), // not normalised
        row("eq", "main", list("main"), UNKNOWN),
        row("eq", "5", 5, UNKNOWN),
        row("eq", 5, "5", UNKNOWN),
        row("eq", 5, 5L, TRUE),
        row("eq", 5, 5.0, TRUE),
        row("eq", 5, new BigDecimal("5.00"), TRUE),
        row("eq", 5, BigInteger.valueOf(5), TRUE),
        row("eq", new BigDecimal("0.1"), 0.1, TRUE),
        row("eq", new BigDecimal("0.1"), 0.1f, TRUE),
        row("eq", 0, -0.0, TRUE),
        row("eq", 9007199254740993L, 9007199254740992L, FALSE),
        row("eq", 9007199254740993L, 9007199254740992.0, FALSE),
        row("eq", 5, PAST, UNKNOWN),
        row("eq", 5, Double.NaN, UNKNOWN),
        row("eq", 5, true, UNKNOWN),
        row("eq", true, true, TRUE),
        row("eq", true, false, FALSE),
        row("eq", true, "true", UNKNOWN),
        row("eq", false, 0, UNKNOWN),
        row("eq", list(), list(), TRUE),
        row("eq", list(), map(), UNKNOWN),
        row("eq", map(), list(), UNKNOWN),
        row("eq", object, map("b", list(1.0, 2L), "a", BigInteger.ONE), TRUE),
        row("eq", object, map("a", 1), FALSE),
        row("eq", object, map("a", 1, "c", list(1, 2)), FALSE),
        row("eq", object, map("a", "1", "b", list(1, 2)), UNKNOWN),
        row("eq", object, map("a", "1", "b", list(1, 3)), FALSE),
        row("eq", list(1, 2), list(2, 1), FALSE),
        row("eq", list("a", 1), list("a", PAST), UNKNOWN),
        row("eq", list("a", 1), list("b", PAST), FALSE),
        row("eq", list("a", 1), list(PAST), FALSE),
        row("neq", "prod", "dev", TRUE),
        row("neq", "prod", "prod", FALSE),
        row("neq", "prod", list("prod"), UNKNOWN),
        row("neq", "1000000", 1000000, UNKNOWN),
        row("neq", 5, PAST, UNKNOWN),
        row("neq", 5, Double.POSITIVE_INFINITY, UNKNOWN),
        row("neq", 5, 6, TRUE),
        row("neq", 5, 5.0, FALSE),
        row("neq", list(1, 2), list(1), TRUE),
        row("neq", list(1, 2), list("1", 3), TRUE),
        row("neq", list(1, 2), list("1", 2), UNKNOWN));
  }

  private static Stream<Arguments> nulls() {
    return Stream.of(
        row("eq", null, null, TRUE),
        row("eq", null, "null", FALSE),
        row("eq", null, list((Object) null), FALSE),
        row("eq", null, PAST, UNKNOWN),
        row("neq", null, 0, TRUE),
        row("neq", null, null, FALSE),
        row("neq", null, Double.NaN, UNKNOWN),
        row("eq", map("a", null), map("a", null), TRUE),
        row("eq", map("a", null), map("a", 1), FALSE),
        row("eq", map("a", null), map("b", null), FALSE),
        row("eq", map("a", null), map(), FALSE),
        row("eq", map("a", 1), map("a", null), FALSE),
        row("neq", map("a", 1), map("a", null), UNKNOWN),
        row("neq", map("a", 1, "b", 2), map("a", null, "b", 3), TRUE),
        row("neq", map("a", null), map("a", 1), TRUE),
        row("neq", map("a", null), map("a", null), FALSE),
        row("neq", list(1), list((Object) null), UNKNOWN),
        row("in", list("a", null), null, TRUE),
        row("in", list("a", 5), null, FALSE),
        row("not_in", list("a", null), null, FALSE),
        row("not_in", list("a"), null, UNKNOWN),
        row("not_in", list(map("a", 1)), map("a", null), UNKNOWN),
        row("contains", "a", list("b", null), FALSE),
        row("not_contains", "a", list("b", null), UNKNOWN),
        row("not_contains", "a", list("a", null), FALSE),
        row("contains", null, list("b", null), TRUE),
        row("contains", null, list("b"), FALSE),
        row("not_contains", null, list("b"), TRUE),
        row("not_contains", null, list((Object) null), FALSE),
        row("contains", null, "null", UNKNOWN),
        row("contains", null, null, FALSE),
        row("not_contains", null, null, UNKNOWN));
  }

  private static Stream<Arguments> members() {
    return Stream.of(
        row("in", list("usd", "eur"), "eur", TRUE),
        row("in", list("usd", "eur"), "EUR", FALSE),
        row("in", list("usd", "eur"), 5, UNKNOWN),
        row("in", list("usd", "eur"), list("usd"), UNKNOWN),
        row("in", list(1, 2, 3), 3L, TRUE),
        row("in", list(1, 2, 3), 3.0, TRUE),
        row("in", list(1, 2, 3), new BigDecimal("2.000"), TRUE),
        row("in", list(1, 2, 3), 4, FALSE),
        row("in", list(1, 2, 3), 2.5, FALSE),
        row("in", list(1, 2, 3), "1", UNKNOWN),
        row("in", list(1, 2, 3), PAST, UNKNOWN),
        row("in", list(1, new BigDecimal("2.5")), 2.5, TRUE),
        row("in", list(1, new BigDecimal("2.5")), 1, TRUE),
        row("in", list("b", 5), "b", TRUE),
        row("in", list("b", 5), 5.0, TRUE),
        row("in", list("b", 5), "a", UNKNOWN),
        row("in", list(list(1), list(2)), list(2), TRUE),
        row("in", list(list(1), list(2)), list(3), FALSE),
        row("in", list(list(1), list(2)), list("2"), UNKNOWN),
        row("in", list(true), true, TRUE),
        row("in", list(true), false, FALSE),
        row("not_in", list("root", "admin"), "alice", TRUE),
        row("not_in", list("root", "admin"), "root", FALSE),
        row("not_in", list("root", "admin"), list("root"), UNKNOWN),
        row("not_in", list("b", 5), "a", UNKNOWN),
        row("not_in", list("b", 5), 5, FALSE),
        row("not_in", list(1, 2), 3, TRUE),
        row("not_in", list(1, 2), 2.0, FALSE));
  }

  private static Stream<Arguments> order() {
    BigDecimal half = new BigDecimal("10.5");
    BigDecimal hugeBound = new BigDecimal("1e300");
    return Stream.of(
        row("gt", 50, 51, TRUE),
        row("gt", 50, 50, FALSE),
        row("gt", 50, new BigDecimal("50.01"), TRUE),
        row("gt", 50, 50.01, TRUE),
        row("gt", 50, Math.nextUp(50.0), TRUE),
        row("gt", 50, "100", UNKNOWN),
        row("gt", 50, true, UNKNOWN),
        row("gt", 50, list(51), UNKNOWN),
        row("gt", 50, map(), UNKNOWN),
        row("gt", 50, Double.NaN, UNKNOWN),
        row("gt", 50, Double.POSITIVE_INFINITY, UNKNOWN),
        row("gt", 50, PAST, UNKNOWN),
        row("gt", 50, new BigDecimal("1e400"), TRUE),
        row("gt", Long.MAX_VALUE, new BigInteger("9223372036854775808"), TRUE),
        row("gt", Long.MAX_VALUE, Long.MAX_VALUE, FALSE),
        row("gt", new BigInteger("9223372036854775808"), Long.MAX_VALUE, FALSE),
        row("gte", 50, 50L, TRUE),
        row("gte", 50, 49.99, FALSE),
        row("gte", 50, "50", UNKNOWN),
        row("lt", half, 10, TRUE),
        row("lt", half, 11, FALSE),
        row("lt", half, 10.5, FALSE),
        row("lt", half, new BigDecimal("10.50"), FALSE),
        row("lt", half, 10.499, TRUE),
        row("lt", half, "9", UNKNOWN),
        row("lt", half.negate(), -11, TRUE),
        row("lt", half.negate(), -10, FALSE),
        row("lt", hugeBound, Long.MAX_VALUE, TRUE),
        row("lt", hugeBound.negate(), Long.MIN_VALUE, FALSE),
        row("lt", hugeBound, 1e300, FALSE),
        row("lte", hugeBound, 1e300, TRUE),
        row("lte", 0, -0.0, TRUE),
        row("lte", 0, -5, TRUE),
        row("lte", 0, 0.1f, FALSE),
        row("lte", 0, false, UNKNOWN),
        row("lte", new BigDecimal("0.3"), 0.3, TRUE),
        row("lte", new BigDecimal("0.3"), 0.1 + 0.2, FALSE),
        row("lte", new BigDecimal("1e-400"), Double.MIN_VALUE, FALSE),
        row("gte", new BigDecimal("1e-400"), 0.0, FALSE),
        row("lt", new BigDecimal("1e400"), Double.MAX_VALUE, TRUE));
  }

  private static Stream<Arguments> texts() {
    return Stream.of(
        row("regex", "^(ls|pwd)$", "pwd", TRUE),
        row("regex", "^(ls|pwd)$", "pwd\n", FALSE),
        row("regex", "rm", "farm", TRUE),
        row("regex", "rm", "RM", FALSE),
        row("regex", "rm", 5, UNKNOWN),
        row("regex", "rm", list("rm"), UNKNOWN),
        row("not_regex", "[;&|`]", "a b", TRUE),
        row("not_regex", "[;&|`]", "a\n;b", FALSE),
        row("not_regex", "[;&|`]", list("a"), UNKNOWN),
        row("starts_with", "/app/", "/app/x", TRUE),
        row("starts_with", "/app/", "/app", FALSE),
        row("starts_with", "/app/", list("/app/x"), UNKNOWN),
        row("starts_with", "", "", TRUE),
        row("starts_with", list("git ", "npm "), "npm i", TRUE),
        row("starts_with", list("git ", "npm "), "rm", FALSE),
        row("starts_with", list("git ", "npm "), 5, UNKNOWN),
        row("ends_with", ".png", "a.png", TRUE),
        row("ends_with", ".png", "a.png\n", FALSE),
        row("ends_with", list(".png", ".jpg"), ".jpg", TRUE),
        row("ends_with", list(".png", ".jpg"), "x.JPG", FALSE),
        row("ends_with", list(".png", ".jpg"), true, UNKNOWN),
        row("within", "/app", "/app/x", TRUE),
        row("within", "/app", "/etc", FALSE),
        row("within", "/app", "app/x", UNKNOWN),
        row("within", "/app", 5, UNKNOWN),
        row("not_within", list("/etc", "/root"), "/app/x", TRUE),
        row("not_within", list("/etc", "/root"), "/root/.ssh", FALSE),
        row("not_within", list("/etc", "/root"), "~/x", UNKNOWN),
        row("not_within", list("/etc", "/root"), list("/app"), UNKNOWN),
        row("host_in", list("example.com"), "https://example.com/", TRUE),
        row("host_in", list("example.com"), "https://evil.com/", FALSE),
        row("host_in", list("example.com"), "example.com", UNKNOWN),
        row("host_in", list("example.com"), list("https://example.com/"), UNKNOWN),
        row("host_not_in", list("evil.com"), "https://example.com/", TRUE),
        row("host_not_in", list("evil.com"), "https://evil.com/", FALSE),
        row("host_not_in", list("evil.com"), "https://a@evil.com/", UNKNOWN),
        row("host_not_in", list("evil.com"), 5, UNKNOWN));
  }

  private static Stream<Arguments> containing() {
    return Stream.of(
        row("contains", "prod", "x-prod-1", TRUE),
        row("contains", "prod", "PROD", FALSE),
        row("contains", "", "", TRUE),
        row("contains", "prod", 5, UNKNOWN),
        row("contains", "prod", map("prod", 1), UNKNOWN),
        row("contains", "a", list("b", 5, "a"), TRUE),
        row("contains", "a", list("b", 5), UNKNOWN),
        row("contains", "a", list("ab"), FALSE),
        row("contains", "a", list(), FALSE),
        row("contains", 5, list(1, 5.0), TRUE),
        row("contains", 5, list(1, PAST), UNKNOWN),
        row("contains", 5, "15", UNKNOWN),
        row("contains", list(1), list(list(1)), TRUE),
        row("contains", list(1), list(1), UNKNOWN),
        row("contains", map("id", 1), list(map("id", 2), map("id", 1.0)), TRUE),
        row("contains", map("id", 1), list(map("id", 1, "x", 0)), FALSE),
        row("not_contains", "..", "a.b", TRUE),
        row("not_contains", "..", "../x", FALSE),
        row("not_contains", "..", 5, UNKNOWN),
        row("not_contains", "a", list("b"), TRUE),
        row("not_contains", "a", list(), TRUE),
        row("not_contains", "a", list("a", 5), FALSE),
        row("not_contains", "a", list("b", 5), UNKNOWN),
        row("not_contains", "a", map(), UNKNOWN));
  }

  private static Stream<Arguments> lengths() {
    return Stream.of(
        row("length_lte", 3, "abc", TRUE),
        row("length_lte", 3, "abcd", FALSE),
        row("length_lte", 3, EMOJI + EMOJI + EMOJI, TRUE),
        row("length_lte", 3, EMOJI + EMOJI + EMOJI + EMOJI, FALSE),
        row("length_lte", 3, list(1, 2, 3), TRUE),
        row("length_lte", 3, list(1, 2, 3, 4), FALSE),
        row("length_lte", 1, map("a", 1), TRUE),
        row("length_lte", 1, map("a", 1, "b", 2), FALSE),
        row("length_lte", 3, 5, UNKNOWN),
        row("length_lte", 3, true, UNKNOWN),
        row("length_lte", new BigDecimal("3.0"), "abc", TRUE),
        row("length_lte", new BigDecimal("1e300"), "abc", TRUE),
        row("length_gte", new BigDecimal("1e300"), "abc", FALSE),
        row("length_gte", 2, EMOJI, FALSE),
        row("length_gte", 2, "ab", TRUE),
        row("length_gte", 2, list(1), FALSE),
        row("length_gte", 0, map(), TRUE),
        row("length_gte", 0, 0, UNKNOWN));
  }

  private static Stream<Arguments> types() {
    return Stream.of(
        row("type", "string", "", TRUE),
        row("type", "string", 5, FALSE),
        row("type", "string", null, FALSE),
        row("type", "number", 5.5, TRUE),
        row("type", "number", "5", FALSE),
        row("type", "number", PAST, TRUE),
        row("type", "number", Double.NaN, UNKNOWN),
        row("type", "string", Double.NEGATIVE_INFINITY, UNKNOWN),
        row("type", "integer", 5, TRUE),
        row("type", "integer", 5.0, TRUE),
        row("type", "integer", -0.0, TRUE),
        row("type", "integer", new BigDecimal("1e2"), TRUE),
        row("type", "integer", new BigDecimal("5.00"), TRUE),
        row("type", "integer", new BigDecimal("5.5"), FALSE),
        row("type", "integer", 5.5, FALSE),
        row("type", "integer", PAST, TRUE),
        row("type", "integer", new BigDecimal("1e1000000000"), TRUE),
        row("type", "integer", new BigDecimal("1e-1000000000"), FALSE),
        row("type", "integer", "5", FALSE),
        row("type", "integer", Float.NaN, UNKNOWN),
        row("type", "boolean", true, TRUE),
        row("type", "boolean", 0, FALSE),
        row("type", "array", list(), TRUE),
        row("type", "array", map(), FALSE),
        row("type", "object", map(), TRUE),
        row("type", "object", list(), FALSE),
        row("type", "null", null, TRUE),
        row("type", "null", 0, FALSE),
        row("type", "null", "null", FALSE),
        row("exists", true, "", TRUE),
        row("exists", true, Double.NaN, TRUE),
        row("exists", true, PAST, TRUE),
        row("exists", true, null, FALSE),
        row("exists", false, null, TRUE),
        row("exists", false, list(), FALSE));
  }

  private static Arguments row(
      String operator, @Nullable Object constant, @Nullable Object value, Truth truth) {
    return Arguments.of(operator, constant, value, truth);
  }

  @ParameterizedTest(name = "{2} {0} {1} is {3}")
  @MethodSource("cases")
  void a_value_is_judged(
      String operator, @Nullable Object constant, @Nullable Object value, Truth truth) {
    assertThat(judge(operator, constant, value)).isEqualTo(truth);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void nothing_is_false_to_what_says_yes_and_unknown_to_what_says_no(
      String operator, @Nullable Object constant, @Nullable Object value, Truth truth) {
    Truth expected = Operator.byId(operator).orElseThrow().saysNo() ? UNKNOWN : FALSE;
    if (!operator.equals("exists")) {
      assertThat(judgeAbsent(operator, constant)).isEqualTo(expected);
    }
    if (!List.of("exists", "eq", "neq", "in", "not_in", "type").contains(operator)) {
      assertThat(judge(operator, constant, null)).isEqualTo(expected);
    }
  }

  @Test
  void exists_judges_what_is_absent() {
    assertThat(judgeAbsent("exists", true)).isEqualTo(FALSE);
    assertThat(judgeAbsent("exists", false)).isEqualTo(TRUE);
  }

  @Test
  void the_operators_are_those_of_the_page() {
    assertThat(Operator.ids())
        .containsExactly(
            "eq",
            "neq",
            "in",
            "not_in",
            "lt",
            "lte",
            "gt",
            "gte",
            "regex",
            "not_regex",
            "contains",
            "not_contains",
            "starts_with",
            "ends_with",
            "exists",
            "within",
            "not_within",
            "host_in",
            "host_not_in",
            "length_lte",
            "length_gte",
            "type");
    assertThat(Operator.byId("gte2")).isEmpty();
    assertThat(Operator.byId("EQ")).isEmpty();
    assertThat(Stream.of(Operator.values()).filter(Operator::saysNo).map(Operator::id))
        .containsExactly("neq", "not_in", "not_regex", "not_contains", "not_within", "host_not_in");
  }

  @Test
  void operators_that_say_no_are_the_opposite_of_those_that_say_yes_but_for_null_parts() {
    List<Object> values = List.of("a", "b", 5, 6.5, true, list("a"), list(5, "b"), map("a", 1));
    for (Object constant : values) {
      for (Object value : values) {
        assertThat(judge("neq", constant, value)).isEqualTo(judge("eq", constant, value).not());
        assertThat(judge("not_contains", constant, value))
            .isEqualTo(judge("contains", constant, value).not());
        assertThat(judge("not_in", list(constant, "a"), value))
            .isEqualTo(judge("in", list(constant, "a"), value).not());
      }
    }
  }
}
