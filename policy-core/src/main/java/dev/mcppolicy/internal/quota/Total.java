package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact sum of amounts, never below zero: a {@code long} for as long as that holds it, a {@link
 * BigDecimal} from then on until it is zero again.
 */
class Total {
  private long units;
  private @Nullable BigDecimal exact;

  final void add(Amount amount) {
    if (exact == null && amount.isWhole()) {
      long sum = units + amount.wholeValue();
      if (sum >= 0) {
        units = sum;
        return;
      }
    }
    exact = value().add(amount.value());
    units = 0;
  }

  /** Takes away what was added before. */
  final void subtract(Amount amount) {
    if (exact == null && amount.isWhole()) {
      units -= amount.wholeValue();
      return;
    }
    BigDecimal rest = value().subtract(amount.value());
    exact = rest.signum() == 0 ? null : rest;
    units = 0;
  }

  final boolean isZero() {
    return exact == null && units == 0;
  }

  /** Says whether the sum is a {@code long}, which {@link #units} then returns. */
  final boolean isWhole() {
    return exact == null;
  }

  final long units() {
    return units;
  }

  final BigDecimal value() {
    return exact == null ? BigDecimal.valueOf(units) : exact;
  }

  final Amount amount() {
    return exact == null ? Amount.of(units) : Amount.of(exact);
  }

  /** Says whether {@code amount} more stays within {@code max}. */
  final boolean fits(Amount amount, Amount max) {
    return exact == null ? fits(units, amount, max) : fits(exact, amount, max);
  }

  static boolean fits(long sum, Amount amount, Amount max) {
    if (amount.isWhole() && max.isWhole()) {
      // The difference of two values that aren't negative can't overflow; their sum could.
      return sum <= max.wholeValue() - amount.wholeValue();
    }
    return fits(BigDecimal.valueOf(sum), amount, max);
  }

  static boolean fits(BigDecimal sum, Amount amount, Amount max) {
    return sum.add(amount.value()).compareTo(max.value()) <= 0;
  }
}
