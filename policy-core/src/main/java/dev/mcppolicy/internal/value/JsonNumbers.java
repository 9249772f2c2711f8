package dev.mcppolicy.internal.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as JSON writes them: exact decimals, of which those within {@value #MAX_DIGITS} digits
 * and an exponent of ±{@value #MAX_EXPONENT} can be judged.
 *
 * <p>A {@code Double} or {@code Float} is the decimal that it prints; one that isn't finite is no
 * number that can be judged.
 */
public final class JsonNumbers {

  private static final int MAX_DIGITS = 400;
  private static final int MAX_EXPONENT = 400;

  /** 2^1328 has 400 digits, and 2^1329 has 401. */
  private static final int BITS_OF_MAX_DIGITS = 1329;

  private static final BigInteger FIRST_TOO_LONG = BigInteger.TEN.pow(MAX_DIGITS);

  /** Far past the bounds, and far from where the arithmetic of scales overflows. */
  private static final long FARTHEST_SCALE = 1_000_000_000;

  private static final long FARTHEST_EXPONENT = 4_000_000_000L;

  private JsonNumbers() {}

  /**
   * Says whether a number's token has at most {@value #MAX_DIGITS} digits, not counting those of
   * its exponent, and an exponent within ±{@value #MAX_EXPONENT}.
   */
  public static boolean writtenWithinBounds(String token) {
    int mantissaEnd = mantissaEnd(token);
    int digits = 0;
    for (int i = 0; i < mantissaEnd; i++) {
      if (isDigit(token.charAt(i))) {
        digits++;
      }
    }
    return digits <= MAX_DIGITS && Math.abs(exponent(token, mantissaEnd)) <= MAX_EXPONENT;
  }

  /**
   * Returns the value of a number's token. It can be judged if and only if the token is {@linkplain
   * #writtenWithinBounds within the bounds}, and is exact, but for exponents of more than nine
   * digits.
   */
  public static Number parseArgument(String token) {
    int mantissaEnd = mantissaEnd(token);
    if (mantissaEnd == token.length() && token.indexOf('.') < 0) {
      return parseWhole(token);
    }
    BigDecimal mantissa = new BigDecimal(token.substring(0, mantissaEnd));
    long scale = mantissa.scale() - exponent(token, mantissaEnd);
    long kept = Math.max(-FARTHEST_SCALE, Math.min(FARTHEST_SCALE, scale));
    BigDecimal value = new BigDecimal(mantissa.unscaledValue(), (int) kept);
    return writtenWithinBounds(token) ? judgeable(value) : unjudgeable(value);
  }

  private static Number parseWhole(String token) {
    BigInteger value = new BigInteger(token);
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  /**
   * Returns an equal value that can be judged: leading zeros are lost, so it has the most digits.
   */
  private static BigDecimal judgeable(BigDecimal value) {
    if (isJudgeable(value)) {
      return value;
    }
    return value.signum() == 0 ? BigDecimal.ZERO : withPrecision(value, MAX_DIGITS);
  }

  /** Returns an equal value that can't be judged, because it has too many digits. */
  private static BigDecimal unjudgeable(BigDecimal value) {
    if (!isJudgeable(value)) {
      return value;
    }
    return value.signum() == 0
        ? value.setScale(MAX_EXPONENT + MAX_DIGITS)
        : withPrecision(value, MAX_DIGITS + 1);
  }

  private static BigDecimal withPrecision(BigDecimal value, int precision) {
    return value.setScale(value.scale() + precision - value.precision());
  }

  private static int mantissaEnd(String token) {
    for (int i = 0; i < token.length(); i++) {
      if ((token.charAt(i) | 0x20) == 'e') {
        return i;
      }
    }
    return token.length();
  }

  /** Returns the exponent that stands at an index, or the nearest that still fits. */
  private static long exponent(String token, int at) {
    long value = 0;
    for (int i = at; i < token.length(); i++) {
      char c = token.charAt(i);
      if (isDigit(c)) {
        value = Math.min(FARTHEST_EXPONENT, value * 10 + (c - '0'));
      }
    }
    return token.startsWith("-", at + 1) ? -value : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Says whether a number has a value at all: NaN and the infinities have none. */
  public static boolean isFinite(Number number) {
    if (number instanceof Double || number instanceof Float) {
      return Double.isFinite(number.doubleValue());
    }
    return true;
  }

  /**
   * Says whether operators can judge a number: it is finite and within the bounds, as far as its
   * value still shows how it was written.
   */
  public static boolean isJudgeable(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return true;
    }
    if (number instanceof BigDecimal decimal) {
      return isJudgeable(decimal);
    }
    if (number instanceof BigInteger integer) {
      return integer.bitLength() < BITS_OF_MAX_DIGITS
          || (integer.bitLength() == BITS_OF_MAX_DIGITS
              && integer.abs().compareTo(FIRST_TOO_LONG) < 0);
    }
    return (number instanceof Double || number instanceof Float) && isFinite(number);
  }

  private static boolean isJudgeable(BigDecimal value) {
    int precision = value.precision();
    long scale = value.scale();
    if (precision > MAX_DIGITS || scale < -MAX_EXPONENT) {
      return false;
    }
    long negatedExponent = scale - precision + 1;
    return negatedExponent <= MAX_EXPONENT
        || (precision == MAX_DIGITS && negatedExponent < MAX_EXPONENT + MAX_DIGITS);
  }

  /** Says whether a number has no fraction, however it is written. */
  public static boolean isInteger(Number number) {
    if (number instanceof BigDecimal decimal) {
      return isInteger(decimal);
    }
    if (number instanceof Double || number instanceof Float) {
      return isFinite(number) && number.doubleValue() == Math.rint(number.doubleValue());
    }
    return true;
  }

  private static boolean isInteger(BigDecimal value) {
    int scale = value.scale();
    if (scale <= 0 || value.signum() == 0) {
      return true;
    }
    return scale < value.precision()
        && value.unscaledValue().getLowestSetBit() >= scale
        && value.unscaledValue().mod(BigInteger.TEN.pow(scale)).signum() == 0;
  }

  /**
   * Returns the exact decimal.
   *
   * @throws NumberFormatException if {@code number} is NaN or infinite
   */
  public static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (number instanceof Double || number instanceof Float) {
      return new BigDecimal(number.toString());
    }
    return BigDecimal.valueOf(number.longValue());
  }

  /**
   * Compares two numbers by their exact decimals.
   *
   * @throws NumberFormatException if one is NaN or infinite
   */
  public static int compare(Number a, Number b) {
    if ((a instanceof Integer || a instanceof Long)
        && (b instanceof Integer || b instanceof Long)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    return exact(a).compareTo(exact(b));
  }

  /** Returns the name of a value's JSON type, as the operator {@code type} knows it. */
  public static String typeName(@Nullable Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof Number) {
      return "number";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof List) {
      return "array";
    }
    return value instanceof Map ? "object" : "null";
  }
}
