package dev.mcppolicy.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {

  private static final String DIGITS_400 = "9".repeat(400);

  static List<String> within() {
    return List.of(
        "0",
        "-0",
        "-0.0",
        "0e400",
        "0.0e-400",
        "0e-400",
        "1e400",
        "1E+400",
        "-1e400",
        "1e-400",
        "1.5e-400",
        "12e400",
        "1e0000000400",
        "1000e400",
        "0.1e-400",
        "0.0001e-400",
        "0." + "0".repeat(398) + "1e-400",
        DIGITS_400,
        "-" + DIGITS_400,
        DIGITS_400 + "e400",
        "9." + "9".repeat(399),
        "0." + "9".repeat(399),
        "0." + "0".repeat(398) + "1",
        "0." + "9".repeat(399) + "e-400",
        "9." + "9".repeat(399) + "e400");
  }

  static List<String> past() {
    return List.of(
        "1e401",
        "-1e401",
        "1e-401",
        "0e401",
        "0e-401",
        "0.0e401",
        "0.0e-401",
        "0.1e401",
        "0.000e403",
        "15e-401",
        "150000e-401",
        "1.5e401",
        "1e500",
        "1e100000",
        "1e2147483647",
        "1e-2147483648",
        "1e99999999999",
        "1e-99999999999",
        "0e99999999999",
        "1.5e999999999999999999999999999999",
        "-1.5e-999999999999999999999999999999",
        "9" + DIGITS_400,
        "1" + "0".repeat(400),
        "1" + "0".repeat(400) + "e-400",
        "1" + "0".repeat(400) + ".0",
        "0." + "9".repeat(400),
        "0." + "0".repeat(400),
        "0." + "0".repeat(400) + "e10",
        DIGITS_400 + ".0",
        "1." + "0".repeat(400));
  }

  @ParameterizedTest
  @MethodSource("within")
  void a_token_within_the_bounds_can_be_judged_and_is_exact(String token) {
    assertThat(JsonNumbers.writtenWithinBounds(token)).isTrue();
    Number value = JsonNumbers.parseArgument(token);
    assertThat(JsonNumbers.isJudgeable(value)).isTrue();
    assertThat(JsonNumbers.exact(value)).isEqualByComparingTo(new BigDecimal(token));
  }

  @ParameterizedTest
  @MethodSource("past")
  void a_token_past_the_bounds_cannot_be_judged(String token) {
    assertThat(JsonNumbers.writtenWithinBounds(token)).isFalse();
    assertThat(JsonNumbers.isJudgeable(JsonNumbers.parseArgument(token))).isFalse();
  }

  @Provide
  Arbitrary<String> tokens() {
    Arbitrary<String> sign = Arbitraries.of("", "-");
    Arbitrary<String> whole = digits(1, 405).map(JsonNumbersTest::withoutLeadingZeros);
    Arbitrary<String> fraction =
        Arbitraries.oneOf(Arbitraries.just(""), digits(1, 405).map(d -> "." + d));
    Arbitrary<String> exponent =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.integers().between(-410, 410).map(e -> "e" + e),
            Arbitraries.integers().between(390, 410).map(e -> "E+0" + e),
            Arbitraries.integers().map(e -> "e" + e));
    return Combinators.combine(sign, whole, fraction, exponent).as((s, w, f, e) -> s + w + f + e);
  }

  private static Arbitrary<String> digits(int least, int most) {
    Arbitrary<Character> digit =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.just('0')),
            net.jqwik.api.Tuple.of(1, Arbitraries.chars().numeric()));
    return digit.list().ofMinSize(least).ofMaxSize(most).map(JsonNumbersTest::join);
  }

  private static String join(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  private static String withoutLeadingZeros(String digits) {
    String stripped = digits.replaceFirst("^0+", "");
    return stripped.isEmpty() ? "0" : stripped;
  }

  @Property
  void a_token_can_be_judged_as_it_is_written_and_is_exact(@ForAll("tokens") String token) {
    Number value = JsonNumbers.parseArgument(token);
    assertThat(JsonNumbers.isJudgeable(value)).isEqualTo(naivelyWithinBounds(token));
    assertThat(JsonNumbers.writtenWithinBounds(token)).isEqualTo(naivelyWithinBounds(token));
    if (naivelyWithinBounds(token)) {
      assertThat(JsonNumbers.exact(value)).isEqualByComparingTo(new BigDecimal(token));
      assertThat(JsonNumbers.isInteger(value)).isEqualTo(naivelyInteger(new BigDecimal(token)));
    }
  }

  private static boolean naivelyWithinBounds(String token) {
    String[] parts = token.split("[eE]", -1);
    BigInteger exponent = parts.length == 1 ? BigInteger.ZERO : new BigInteger(parts[1]);
    return parts[0].replaceAll("[^0-9]", "").length() <= 400
        && exponent.abs().compareTo(BigInteger.valueOf(400)) <= 0;
  }

  private static boolean naivelyInteger(BigDecimal value) {
    return value.remainder(BigDecimal.ONE).signum() == 0;
  }

  @Test
  void a_token_becomes_the_smallest_type_that_holds_it() {
    assertThat(JsonNumbers.parseArgument("2147483647")).isEqualTo(Integer.MAX_VALUE);
    assertThat(JsonNumbers.parseArgument("-2147483648")).isEqualTo(Integer.MIN_VALUE);
    assertThat(JsonNumbers.parseArgument("2147483648")).isEqualTo(2147483648L);
    assertThat(JsonNumbers.parseArgument("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(JsonNumbers.parseArgument("9223372036854775808"))
        .isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(JsonNumbers.parseArgument("-0")).isEqualTo(0);
    assertThat(JsonNumbers.parseArgument("1.50")).isEqualTo(new BigDecimal("1.50"));
    assertThat(JsonNumbers.parseArgument("1e2")).isEqualTo(new BigDecimal("1e2"));
  }

  @Test
  void java_numbers_can_be_judged_within_the_bounds() {
    List<Number> judgeable = new ArrayList<>();
    judgeable.addAll(
        List.of(0, -1L, Long.MIN_VALUE, 0.1, -0.0, Double.MAX_VALUE, Double.MIN_VALUE));
    judgeable.addAll(List.of(1.5f, Float.MAX_VALUE, new BigInteger(DIGITS_400)));
    judgeable.add(new BigInteger(DIGITS_400).negate());
    judgeable.add(BigInteger.TEN.pow(399));
    judgeable.add(new BigDecimal("1e400"));
    judgeable.add(new BigDecimal("1e-400"));
    judgeable.add(new BigDecimal("1.5e-400"));
    judgeable.add(new BigDecimal("12e400"));
    judgeable.add(new BigDecimal("0." + "1".repeat(399)));
    assertThat(judgeable).allMatch(JsonNumbers::isJudgeable);

    List<Number> past = new ArrayList<>();
    past.addAll(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN));
    past.add(Float.NEGATIVE_INFINITY);
    past.add(BigInteger.TEN.pow(400));
    past.add(BigInteger.TEN.pow(400).negate());
    past.add(BigInteger.ONE.shiftLeft(1329));
    past.add(new BigDecimal("1e401"));
    past.add(new BigDecimal("1e-401"));
    past.add(new BigDecimal("0e401"));
    past.add(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE));
    past.add(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE));
    past.add(new BigDecimal("1." + "0".repeat(400)));
    assertThat(past).noneMatch(JsonNumbers::isJudgeable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "5.0",
        "1e2",
        "1e-0",
        "100e-2",
        "1e1000000000",
        "1e99999999999",
        "0e-9"
      })
  void a_number_without_a_fraction_is_an_integer_however_written(String token) {
    assertThat(JsonNumbers.isInteger(JsonNumbers.parseArgument(token))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "-5.01", "1e-2", "150e-2", "1e-1000000000", "1.5e-99999999999"})
  void a_number_with_a_fraction_is_none(String token) {
    assertThat(JsonNumbers.isInteger(JsonNumbers.parseArgument(token))).isFalse();
  }

  @Test
  void doubles_are_integers_by_their_value() {
    assertThat(List.<Number>of(5.0, -0.0, 1e300, 2f)).allMatch(JsonNumbers::isInteger);
    assertThat(List.<Number>of(5.5, 1e-300, 0.5f, Double.NaN, Double.NEGATIVE_INFINITY))
        .noneMatch(JsonNumbers::isInteger);
  }

  @Test
  void doubles_and_floats_are_the_decimals_that_they_print() {
    assertThat(JsonNumbers.exact(0.1)).isEqualByComparingTo("0.1");
    assertThat(JsonNumbers.exact(0.1f)).isEqualByComparingTo("0.1");
    assertThat(JsonNumbers.compare(0.1, new BigDecimal("0.10"))).isZero();
    assertThat(JsonNumbers.compare(0.1f, 0.1)).isZero();
    assertThat(JsonNumbers.compare(-0.0, 0)).isZero();
    assertThatThrownBy(() -> JsonNumbers.exact(Double.NaN))
        .isInstanceOf(NumberFormatException.class);
  }

  @Property
  void numbers_compare_by_exact_decimal(@ForAll("numbers") Number a, @ForAll("numbers") Number b) {
    int expected = new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    assertThat(Integer.signum(JsonNumbers.compare(a, b))).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Number> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(value -> (Number) value),
        Arbitraries.longs().map(value -> (Number) value),
        Arbitraries.bigIntegers().map(value -> (Number) value),
        Arbitraries.bigDecimals().map(value -> (Number) value),
        Arbitraries.doubles().map(value -> (Number) value),
        Arbitraries.floats().map(value -> (Number) value));
  }

  @Test
  void a_value_has_the_name_of_its_json_type() {
    assertThat(JsonNumbers.typeName("x")).isEqualTo("string");
    assertThat(JsonNumbers.typeName(Double.NaN)).isEqualTo("number");
    assertThat(JsonNumbers.typeName(5)).isEqualTo("number");
    assertThat(JsonNumbers.typeName(true)).isEqualTo("boolean");
    assertThat(JsonNumbers.typeName(List.of())).isEqualTo("array");
    assertThat(JsonNumbers.typeName(Map.of())).isEqualTo("object");
    assertThat(JsonNumbers.typeName(null)).isEqualTo("null");
  }
}
