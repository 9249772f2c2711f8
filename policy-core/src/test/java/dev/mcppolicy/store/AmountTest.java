package dev.mcppolicy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AmountTest {

  @Test
  void negativeAmountsAreRefused() {
    assertThatThrownBy(() -> Amount.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must be >= 0: -1");
    assertThatThrownBy(() -> Amount.of(new BigDecimal("-1e-300")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value must be >= 0: -1E-300");
  }

  @Test
  void amountsAreEqualHoweverTheyWereWritten() {
    for (String written : new String[] {"100", "100.00", "1e2", "1E+2", "0.1e3"}) {
      Amount amount = Amount.of(new BigDecimal(written));
      assertThat(amount).isEqualTo(Amount.of(100)).hasSameHashCodeAs(Amount.of(100));
      assertThat(amount.isWhole()).isTrue();
    }
    assertThat(Amount.of(new BigDecimal("0.50"))).isEqualTo(Amount.of(new BigDecimal("0.5")));
    assertThat(Amount.of(new BigDecimal("0e900"))).isSameAs(Amount.ZERO);
    assertThat(Amount.of(new BigDecimal("-0.0"))).isSameAs(Amount.ZERO);
  }

  @Test
  void amountsPastALongStayExact() {
    Amount most = Amount.of(Long.MAX_VALUE);
    Amount sum = most.plus(Amount.ONE);
    assertThat(sum.isWhole()).isFalse();
    assertThat(sum.value()).isEqualByComparingTo("9223372036854775808");
    assertThat(sum).isGreaterThan(most);
    assertThatThrownBy(sum::wholeValue).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void extremeExponentsCostNothing() {
    Amount huge = Amount.of(new BigDecimal("1e2147483647"));
    Amount tiny = Amount.of(new BigDecimal("1e-2147483647"));
    assertThat(huge).isGreaterThan(tiny).hasToString("1E+2147483647");
    assertThat(tiny).isGreaterThan(Amount.ZERO).hasToString("1E-2147483647");
  }

  @Property
  void sumsAndComparisonsAreThoseOfDecimals(
      @ForAll @LongRange(min = 0) long one,
      @ForAll @LongRange(min = 0) long other,
      @ForAll @IntRange(min = 0, max = 30) int scale) {
    BigDecimal first = BigDecimal.valueOf(one);
    BigDecimal second = new BigDecimal(BigInteger.valueOf(other), scale);
    Amount sum = Amount.of(first).plus(Amount.of(second));
    assertThat(sum.value()).isEqualByComparingTo(first.add(second));
    assertThat(sum).isEqualTo(Amount.of(first.add(second)));
    assertThat(Integer.signum(Amount.of(first).compareTo(Amount.of(second))))
        .isEqualTo(first.compareTo(second));
  }
}
