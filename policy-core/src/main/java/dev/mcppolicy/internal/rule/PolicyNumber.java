package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A number of a policy, ready to be compared with those of calls. */
final class PolicyNumber {

  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private final BigDecimal exact;

  /**
   * The nearest double. A double that differs from it lies on the same side of it as the decimal
   * that it prints lies of the exact value.
   */
  private final double nearest;

  private final boolean inLongRange;

  /** The greatest long that isn't above the exact value, if that is in the range of long. */
  private final long floor;

  private final boolean isFloor;

  PolicyNumber(Number number) {
    this.exact = JsonNumbers.exact(number);
    if (number instanceof Integer || number instanceof Long) {
      this.inLongRange = true;
      this.floor = number.longValue();
      this.isFloor = true;
      this.nearest = floor; // rounds to the nearest, as the decimal would
      return;
    }
    this.nearest = Double.parseDouble(exact.toString());
    this.inLongRange = exact.compareTo(MIN_LONG) >= 0 && exact.compareTo(MAX_LONG) <= 0;
    this.floor = inLongRange ? exact.setScale(0, RoundingMode.FLOOR).longValueExact() : 0;
    this.isFloor = inLongRange && exact.compareTo(BigDecimal.valueOf(floor)) == 0;
  }

  /** Compares a number that can be judged with this one. */
  int signOf(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return signOf(number.longValue());
    }
    if (number instanceof Double value) {
      if (value < nearest) {
        return -1;
      }
      if (value > nearest) {
        return 1;
      }
    }
    return JsonNumbers.exact(number).compareTo(exact);
  }

  /** Compares a whole number with this one. */
  int signOf(long number) {
    if (isFloor) {
      return Long.compare(number, floor);
    }
    if (inLongRange) {
      return number <= floor ? -1 : 1;
    }
    return -exact.signum();
  }

  /** Returns the greatest long that isn't above it, or 0 if it is out of the range of long. */
  long floor() {
    return floor;
  }

  /** Says whether it is a whole number that fits a long. */
  boolean isLong() {
    return isFloor;
  }

  /**
   * Returns the long that it is.
   *
   * @throws IllegalStateException if it is none
   */
  long longValue() {
    if (!isFloor) {
      throw new IllegalStateException("number must be a long: " + exact);
    }
    return floor;
  }
}
