package dev.mcppolicy.reference;

import java.math.BigInteger;

/**
 * A JSON number past the bounds of the language: more than 400 digits as written, or an exponent
 * beyond ±400. No operator judges it but {@code exists} and {@code type}.
 */
record Unjudgeable(String text) {

  /** Whether the number has no fraction, found without ever writing it out. */
  boolean isInteger() {
    String lower = text.toLowerCase(java.util.Locale.ROOT).replace("-", "");
    int e = lower.indexOf('e');
    String mantissa = e < 0 ? lower : lower.substring(0, e);
    BigInteger exponent = BigInteger.ZERO;
    if (e >= 0) {
      String original = text.substring(text.toLowerCase(java.util.Locale.ROOT).indexOf('e') + 1);
      exponent = new BigInteger(original.startsWith("+") ? original.substring(1) : original);
    }
    int point = mantissa.indexOf('.');
    String fraction = point < 0 ? "" : mantissa.substring(point + 1);
    String digits = mantissa.replace(".", "");
    int trailingZeros = 0;
    while (trailingZeros < digits.length()
        && digits.charAt(digits.length() - 1 - trailingZeros) == '0') {
      trailingZeros++;
    }
    if (trailingZeros == digits.length()) {
      return true;
    }
    // The last digit that is not zero stands at 10^(exponent - fraction digits + trailing zeros).
    BigInteger last =
        exponent
            .subtract(BigInteger.valueOf(fraction.length()))
            .add(BigInteger.valueOf(trailingZeros));
    return last.signum() >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
