package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.judge;
import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Equality against a definition without any shortcut. */
class EqualityTest {

  private static final List<Object> NUMBERS =
      List.of(
          0,
          1,
          1L,
          1.0,
          -0.0,
          new BigDecimal("1.00"),
          BigInteger.ONE,
          2,
          0.1,
          0.1f,
          new BigDecimal("0.1"),
          Long.MAX_VALUE,
          0x1p63,
          new BigInteger("9223372036854775808"));

  @Provide
  Arbitrary<Object> constants() {
    return trees(Arbitraries.oneOf(scalars(), Arbitraries.of(NUMBERS)));
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> unjudgeable =
        Arbitraries.of(new BigDecimal("1e401"), Double.NaN, BigInteger.TEN.pow(400));
    return trees(Arbitraries.oneOf(scalars(), Arbitraries.of(NUMBERS), unjudgeable));
  }

  private static Arbitrary<Object> scalars() {
    return Arbitraries.<Object>of("a", "1", "", true, false).injectNull(0.2);
  }

  private static Arbitrary<Object> trees(Arbitrary<Object> leaves) {
    return Arbitraries.recursive(
        () -> leaves,
        part ->
            Arbitraries.oneOf(
                leaves,
                part.list().ofMaxSize(2).map(elements -> (Object) elements),
                part.list().ofMaxSize(2).map(EqualityTest::object)),
        0,
        2);
  }

  private static Object object(List<Object> values) {
    return values.size() == 1
        ? map("k", values.get(0))
        : values.isEmpty() ? map() : map("k", values.get(0), "l", values.get(1));
  }

  @Property(tries = 3000)
  void eq_and_neq_are_the_definition(
      @ForAll("constants") @Nullable Object constant, @ForAll("values") @Nullable Object value) {
    assertThat(judge("eq", constant, value)).isEqualTo(equal(constant, value, false));
    assertThat(judge("neq", constant, value)).isEqualTo(equal(constant, value, true).not());
  }

  @Property(tries = 3000)
  void in_and_not_in_are_the_or_of_eq_and_the_and_of_neq(
      @ForAll("constants") @Nullable Object a,
      @ForAll("constants") @Nullable Object b,
      @ForAll("values") @Nullable Object value) {
    assertThat(judge("in", list(a, b), value))
        .isEqualTo(equal(a, value, false).or(equal(b, value, false)));
    assertThat(judge("not_in", list(a, b), value))
        .isEqualTo(equal(a, value, true).not().and(equal(b, value, true).not()));
  }

  @Property
  void contains_and_not_contains_are_likewise(
      @ForAll("constants") @Nullable Object constant,
      @ForAll("values") @Nullable Object a,
      @ForAll("values") @Nullable Object b) {
    assertThat(judge("contains", constant, list(a, b)))
        .isEqualTo(equal(constant, a, false).or(equal(constant, b, false)));
    assertThat(judge("not_contains", constant, list(a, b)))
        .isEqualTo(equal(constant, a, true).not().and(equal(constant, b, true).not()));
  }

  @Property(tries = 300)
  void lists_of_texts_and_of_ids_take_no_shortcut_past_the_definition(
      @ForAll @Size(max = 6) List<@StringLength(max = 3) String> texts,
      @ForAll @Size(max = 6) List<Long> ids,
      @ForAll("values") @Nullable Object value) {
    List<Object> moreTexts = new ArrayList<>(texts);
    moreTexts.add("a");
    List<Object> moreIds = new ArrayList<>(ids);
    moreIds.addAll(List.of(1, Long.MAX_VALUE));
    for (List<Object> list : List.of(moreTexts, moreIds)) {
      Truth any = list.stream().map(each -> equal(each, value, false)).reduce(FALSE, Truth::or);
      assertThat(judge("in", list, value)).isEqualTo(any);
    }
    for (Object each : moreTexts) {
      assertThat(judge("in", moreTexts, each)).isEqualTo(TRUE);
    }
    for (Object each : moreIds) {
      assertThat(judge("in", moreIds, each)).isEqualTo(TRUE);
    }
  }

  @Property
  void equality_has_no_direction_among_values_without_null(
      @ForAll("constants") @Nullable Object a, @ForAll("constants") @Nullable Object b) {
    assertThat(judge("eq", a, b)).isEqualTo(judge("eq", b, a));
  }

  private static Truth equal(@Nullable Object constant, @Nullable Object value, boolean saysNo) {
    if (value instanceof Number number && !JsonNumbers.isJudgeable(number)) {
      return UNKNOWN;
    }
    if (constant == null) {
      return Truth.of(value == null);
    }
    if (value == null) {
      return saysNo ? UNKNOWN : FALSE;
    }
    if (!JsonNumbers.typeName(constant).equals(JsonNumbers.typeName(value))) {
      return UNKNOWN;
    }
    if (constant instanceof Number number) {
      return Truth.of(
          new BigDecimal(number.toString()).compareTo(new BigDecimal(value.toString())) == 0);
    }
    if (constant instanceof List<?> list) {
      List<?> other = (List<?>) value;
      Truth all = Truth.of(list.size() == other.size());
      for (int i = 0; i < Math.min(list.size(), other.size()); i++) {
        all = all.and(equal(list.get(i), other.get(i), saysNo));
      }
      return all;
    }
    if (constant instanceof Map<?, ?> map) {
      Map<?, ?> other = (Map<?, ?>) value;
      Truth all = Truth.of(map.keySet().equals(other.keySet()));
      for (Object key : map.keySet()) {
        all = all.and(equal(map.get(key), other.get(key), saysNo));
      }
      return all;
    }
    return Truth.of(constant.equals(value));
  }

  @Property(tries = 5000)
  void a_number_of_a_policy_compares_by_exact_decimal(
      @ForAll("numbers") Number constant, @ForAll("numbers") Number value) {
    int expected = new BigDecimal(value.toString()).compareTo(new BigDecimal(constant.toString()));
    assertThat(Integer.signum(new PolicyNumber(constant).signOf(value))).isEqualTo(expected);
    assertThat(judge("lt", constant, value)).isEqualTo(Truth.of(expected < 0));
    assertThat(judge("lte", constant, value)).isEqualTo(Truth.of(expected <= 0));
    assertThat(judge("gt", constant, value)).isEqualTo(Truth.of(expected > 0));
    assertThat(judge("gte", constant, value)).isEqualTo(Truth.of(expected >= 0));
  }

  @Provide
  Arbitrary<Number> numbers() {
    Arbitrary<Double> doubles =
        Arbitraries.oneOf(
            Arbitraries.doubles(),
            Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
            Arbitraries.of(0.1, 0.3, 2e-3, 0x1p53, 0x1p77, Double.MIN_VALUE));
    Arbitrary<Number> decimals =
        Arbitraries.oneOf(
            Arbitraries.bigDecimals().map(each -> (Number) each),
            doubles.map(each -> (Number) new BigDecimal(Double.toString(each))),
            doubles.map(each -> (Number) new BigDecimal(Double.toString(Math.nextDown(each / 2)))),
            Arbitraries.of(new BigDecimal("1e400"), new BigDecimal("-1e-400")));
    return Arbitraries.oneOf(
        Arbitraries.integers().map(each -> (Number) each),
        Arbitraries.integers().between(-2, 2).map(each -> (Number) each),
        Arbitraries.longs().map(each -> (Number) each),
        Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1)
            .map(each -> (Number) each),
        Arbitraries.bigIntegers().map(each -> (Number) each),
        decimals,
        doubles.map(each -> (Number) each),
        Arbitraries.floats().map(each -> (Number) each));
  }

  @Property
  void a_double_compares_by_its_print_with_its_neighbours(@ForAll double value) {
    BigDecimal print = new BigDecimal(Double.toString(value));
    for (BigDecimal nudge : List.of(BigDecimal.ZERO, print.ulp(), print.ulp().negate())) {
      BigDecimal constant = print.add(nudge);
      assertThat(Integer.signum(new PolicyNumber(constant).signOf(value)))
          .isEqualTo(print.compareTo(constant));
    }
  }

  @Test
  void a_longer_list_of_a_policy_is_searched_in_whatever_order() {
    List<Object> ids = new ArrayList<>();
    for (long i = 1000; i > -1000; i -= 3) {
      ids.add(i);
    }
    assertThat(judge("in", ids, 1000)).isEqualTo(TRUE);
    assertThat(judge("in", ids, -998L)).isEqualTo(TRUE);
    assertThat(judge("in", ids, 999)).isEqualTo(FALSE);
    assertThat(judge("not_in", ids, 1.5)).isEqualTo(TRUE);
    assertThat(judge("in", ids, "1000")).isEqualTo(UNKNOWN);
  }
}
