package dev.mcppolicy.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private Numbers() {}

  /** Returns a number with three digits that count, or with all that stand before its point. */
  static String shown(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return "?";
    }
    if (Math.abs(number) >= 100) {
      return String.format(Locale.ROOT, "%,d", Math.round(number));
    }
    if (Math.abs(number) < 0.0005) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
    return rounded.toPlainString();
  }

  /** Returns the median of a figure, with its ends in brackets if they can be told from it. */
  static String shown(Figure figure) {
    String median = shown(figure.median());
    String least = shown(figure.least());
    String most = shown(figure.most());
    return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
  }
}
