package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Operator;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds values such that comparisons of one path come out for every value as they come out for one
 * of these, but for the operators that {@linkplain Opacity can't be tried}: the constants
 * themselves, numbers between and beyond them, texts and lists of the lengths at which something
 * changes, and one of everything else.
 */
final class Samples {

  /** Up to so many digits, and such exponents, what lies between two numbers can be judged. */
  private static final int MOST_DIGITS = 100;

  static final int GREATEST_LENGTH = 2_000;

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final List<Object> constants = new ArrayList<>();
  private final TreeSet<BigDecimal> numbers = new TreeSet<>();
  private final TreeSet<Integer> lengths = new TreeSet<>();
  private boolean complete = true;

  private Samples() {}

  /** Returns the values, or null if there may be others. */
  static @Nullable List<Sample> of(List<Comparison> comparisons, boolean textsOnly) {
    Samples samples = new Samples();
    comparisons.forEach(samples::read);
    List<Sample> found = samples.all(textsOnly);
    return samples.complete ? found : null;
  }

  /** Returns such values, even if there may be others. */
  static List<Sample> toTry(List<Comparison> comparisons, boolean textsOnly) {
    Samples samples = new Samples();
    comparisons.forEach(samples::read);
    return samples.all(textsOnly);
  }

  private void read(Comparison comparison) {
    Operator operator = comparison.operator();
    Object constant = comparison.constant();
    switch (operator) {
      case IN, NOT_IN -> ((List<?>) constantOf(constant)).forEach(this::constant);
      case LENGTH_LTE, LENGTH_GTE -> length(JsonNumbers.exact((Number) constantOf(constant)));
      default -> constant(constant);
    }
  }

  private static Object constantOf(@Nullable Object constant) {
    return Objects.requireNonNull(constant);
  }

  private void constant(@Nullable Object constant) {
    if (constant instanceof Number number) {
      BigDecimal exact = JsonNumbers.exact(number);
      BigDecimal plain = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
      long exponent = (long) plain.precision() - plain.scale();
      complete &= plain.precision() <= MOST_DIGITS && Math.abs(exponent) <= MOST_DIGITS;
      numbers.add(plain);
    } else if (constant != null) {
      constants.add(constant);
    }
  }

  private void length(BigDecimal bound) {
    if (bound.compareTo(BigDecimal.valueOf(GREATEST_LENGTH)) <= 0) {
      int length = bound.intValueExact();
      lengths.add(Math.max(0, length - 1));
      lengths.add(length);
      lengths.add(length + 1);
    }
  }

  private List<Sample> all(boolean textsOnly) {
    List<Sample> all = new ArrayList<>();
    constants.forEach(constant -> all.add(new Sample(constant, true)));
    all.add(new Sample("", true));
    lengths.add(3);
    for (int length : lengths) {
      if (length > 0) {
        all.add(new Sample(text(length), false));
      }
    }
    if (!textsOnly) {
      all.add(new Sample(null, true));
      all.add(new Sample(true, true));
      all.add(new Sample(false, true));
      all.add(new Sample(List.of(), true));
      all.add(new Sample(Map.of(), true));
      for (int length : lengths) {
        if (length > 0) {
          all.add(new Sample(Collections.nCopies(length, "z"), false));
          all.add(new Sample(object(length), false));
        }
      }
      if (complete) {
        numbers().forEach(number -> all.add(new Sample(number, true)));
      }
    }
    return all;
  }

  /** Returns a text of so many characters that is none of the constants. */
  private String text(int length) {
    int letter = 0x4E00; // far from what anybody writes
    while (constants.contains(Character.toString(letter).repeat(length))) {
      letter++;
    }
    return Character.toString(letter).repeat(length);
  }

  private static Map<String, Object> object(int fields) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < fields; i++) {
      object.put("z" + i, "z");
    }
    return object;
  }

  private List<Number> numbers() {
    Set<Number> all = new LinkedHashSet<>(numbers);
    if (numbers.isEmpty()) {
      numbers.add(BigDecimal.ZERO);
      all.add(BigDecimal.ZERO);
    }
    BigDecimal before = null;
    for (BigDecimal number : numbers) {
      between(before == null ? number.subtract(BigDecimal.TEN) : before, number, all);
      before = number;
    }
    between(numbers.last(), numbers.last().add(BigDecimal.TEN), all);
    all.add(Double.NaN);
    all.add(new BigDecimal("1E+500"));
    all.add(new BigDecimal("1E-500"));
    return new ArrayList<>(all);
  }

  /** Adds a whole number and one with a fraction, as far as they exist between two. */
  private static void between(BigDecimal low, BigDecimal high, Set<Number> all) {
    BigDecimal whole = low.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE);
    if (whole.compareTo(high) < 0) {
      all.add(whole);
    }
    BigDecimal middle = low.add(high).multiply(HALF);
    while (JsonNumbers.isInteger(middle)) {
      middle = middle.add(high).multiply(HALF);
    }
    all.add(middle);
  }
}
