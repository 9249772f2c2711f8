package dev.mcppolicy.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;

class OrderedTest {

  private static final List<String> BOUNDS =
      List.of(
          "-1e30",
          "-9223372036854775809",
          "-9223372036854775808",
          "-9223372036854775807.5",
          "-2147483648.5",
          "-2147483648",
          "-1.5",
          "-1",
          "-0.5",
          "0",
          "0.5",
          "1",
          "1.5",
          "2147483647",
          "2147483647.5",
          "9223372036854775806.5",
          "9223372036854775807",
          "9223372036854775807.5",
          "9223372036854775808",
          "1e30");

  private static final List<Long> NUMBERS =
      List.of(
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          (long) Integer.MIN_VALUE,
          -2L,
          -1L,
          0L,
          1L,
          2L,
          (long) Integer.MAX_VALUE,
          Integer.MAX_VALUE + 1L,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE);

  @org.junit.jupiter.api.Test
  void wholeNumbersCompareAsTheirDecimalsDo() {
    for (String text : BOUNDS) {
      BigDecimal bound = new BigDecimal(text);
      PolicyNumber number = new PolicyNumber(bound);
      for (long value : NUMBERS) {
        int sign = BigDecimal.valueOf(value).compareTo(bound);
        expect(Ordered.lessThan(number), value, sign < 0, text);
        expect(Ordered.atMost(number), value, sign <= 0, text);
        expect(Ordered.greaterThan(number), value, sign > 0, text);
        expect(Ordered.atLeast(number), value, sign >= 0, text);
      }
    }
  }

  private static void expect(Ordered test, long value, boolean holds, String bound) {
    assertThat(test.test(value)).as("%s to %s", value, bound).isEqualTo(Truth.of(holds));
    assertThat(test.test(BigDecimal.valueOf(value)))
        .as("%s to %s, as a decimal", value, bound)
        .isEqualTo(Truth.of(holds));
    if (value == (int) value) {
      assertThat(test.test((int) value)).as("%s to %s", value, bound).isEqualTo(Truth.of(holds));
    }
  }
}
