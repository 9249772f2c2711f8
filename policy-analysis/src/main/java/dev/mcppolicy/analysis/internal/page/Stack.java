package dev.mcppolicy.analysis.internal.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The numbers of a bar or a column.
 *
 * @param label what they are of
 * @param values one for each series
 */
record Stack(String label, List<Long> values) {

  /**
   * Returns numbers for each series.
   *
   * @throws IllegalArgumentException if there are more or fewer, or one is negative
   */
  static Stack of(List<Series> series, String label, long... values) {
    Objects.requireNonNull(label, "label");
    if (values.length != series.size()) {
      throw new IllegalArgumentException(
          "values must be " + series.size() + ", one for each series: " + values.length);
    }
    List<Long> checked = new ArrayList<>();
    for (long value : values) {
      if (value < 0) {
        throw new IllegalArgumentException("a value must be >= 0: " + value);
      }
      checked.add(value);
    }
    return new Stack(label, List.copyOf(checked));
  }

  /** Returns the largest total of some. */
  static long largest(List<Stack> stacks) {
    return stacks.stream().mapToLong(Stack::total).max().orElse(0);
  }

  /** Returns the sum. */
  long total() {
    return before(values.size());
  }

  /** Returns the sum of the first few; the largest number if the sum is past it. */
  long before(int count) {
    long sum = 0;
    for (long value : values.subList(0, count)) {
      sum = sum > Long.MAX_VALUE - value ? Long.MAX_VALUE : sum + value;
    }
    return sum;
  }

  /** Says in words what it counts, as in {@code 3 denied, 1 allowed}. */
  String describe(List<Series> series) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) > 0) {
        out.append(out.length() == 0 ? "" : ", ").append(values.get(i)).append(' ');
        out.append(series.get(i).name());
      }
    }
    return out.length() == 0 ? "nothing" : out.toString();
  }

  /** Returns a share of a whole in per cent, with at most three decimals. */
  static String percent(long part, long whole) {
    double share = whole == 0 ? 0 : 100.0 * part / whole;
    return String.format(Locale.ROOT, "%.3f", share).replaceAll("\\.?0+$", "") + "%";
  }
}
