package dev.mcppolicy.store;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal, at least zero; whole ones that fit a {@code long} need no {@link BigDecimal}.
 *
 * <p>This class is immutable and thread-safe. Amounts are equal when their values are, however they
 * were written.
 */
public final class Amount implements Comparable<Amount> {

  /** Nothing. */
  public static final Amount ZERO = new Amount(0, null);

  /** One call. */
  public static final Amount ONE = new Amount(1, null);

  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private final long units;
  private final @Nullable BigDecimal exact;

  private Amount(long units, @Nullable BigDecimal exact) {
    this.units = units;
    this.exact = exact;
  }

  /**
   * Returns an amount.
   *
   * @throws IllegalArgumentException if {@code value} is below zero
   */
  public static Amount of(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("value must be >= 0: " + value);
    }
    return value == 0 ? ZERO : value == 1 ? ONE : new Amount(value, null);
  }

  /**
   * Returns an amount.
   *
   * @throws IllegalArgumentException if {@code value} is below zero
   */
  public static Amount of(BigDecimal value) {
    Objects.requireNonNull(value, "value");
    if (value.signum() < 0) {
      throw new IllegalArgumentException("value must be >= 0: " + value);
    }
    if (value.compareTo(MAX_LONG) <= 0) {
      BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
      if (plain.scale() <= 0) {
        return of(plain.longValueExact());
      }
      return new Amount(0, plain);
    }
    return new Amount(0, value.stripTrailingZeros());
  }

  /** Says whether this is a whole number that fits a {@code long}. */
  public boolean isWhole() {
    return exact == null;
  }

  /**
   * Returns the value of a {@linkplain #isWhole() whole} amount.
   *
   * @throws ArithmeticException if it isn't whole
   */
  public long wholeValue() {
    if (exact != null) {
      throw new ArithmeticException("amount is not whole: " + exact);
    }
    return units;
  }

  /** Returns the exact value. */
  public BigDecimal value() {
    return exact == null ? BigDecimal.valueOf(units) : exact;
  }

  /** Says whether this is zero. */
  public boolean isZero() {
    return exact == null && units == 0;
  }

  /** Returns the exact sum. */
  public Amount plus(Amount other) {
    if (exact == null && other.exact == null) {
      long sum = units + other.units;
      if (sum >= 0) {
        return of(sum);
      }
    }
    return of(value().add(other.value()));
  }

  @Override
  public int compareTo(Amount other) {
    if (exact == null && other.exact == null) {
      return Long.compare(units, other.units);
    }
    return value().compareTo(other.value());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Amount that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return exact == null ? Long.hashCode(units) : exact.hashCode();
  }

  /** Returns the value in plain digits, or in scientific notation when that is shorter. */
  @Override
  public String toString() {
    return exact == null ? Long.toString(units) : exact.toString();
  }
}
