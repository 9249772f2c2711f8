package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import java.math.BigDecimal;

/**
 * Amounts as the script knows them: in millionths, so that most decimals are whole numbers there.
 */
final class Millionths {

  private static final int DIGITS = 6;
  private static final long IN_ONE = 1_000_000;

  /** The most digits that an amount may have on either side of its point. */
  private static final int MAX_DIGITS = 2_000;

  private Millionths() {}

  /**
   * Writes an amount.
   *
   * @throws IllegalArgumentException if it has too many digits
   */
  static String write(Amount amount) {
    long whole = whole(amount);
    if (whole >= 0) {
      return Long.toString(whole);
    }
    BigDecimal value = amount.value();
    if (value.scale() > MAX_DIGITS || (long) value.precision() - value.scale() > MAX_DIGITS) {
      throw new IllegalArgumentException(RedisMessages.tooManyDigits());
    }
    return value.movePointRight(DIGITS).toPlainString();
  }

  /** Returns an amount that is whole and not too large for it, or -1. */
  static long whole(Amount amount) {
    return amount.isWhole() && amount.wholeValue() <= Long.MAX_VALUE / IN_ONE
        ? amount.wholeValue() * IN_ONE
        : -1;
  }

  /** Reads an amount back. */
  static Amount read(String millionths) {
    return Amount.of(new BigDecimal(millionths).movePointLeft(DIGITS));
  }
}
