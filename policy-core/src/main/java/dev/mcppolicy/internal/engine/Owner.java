package dev.mcppolicy.internal.engine;

import dev.mcppolicy.internal.value.CanonicalJson;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes whose count it is as one text, such that two texts are equal only if all parts are: each
 * part has its type and its length before it, and one that is long is represented by its SHA-256.
 */
final class Owner {

  private static final int LONGEST = 256;

  private final StringBuilder text = new StringBuilder();

  Owner(String sharer) {
    append('o', sharer);
  }

  /** Adds a value, or returns false if it is no scalar that can be told from others. */
  boolean add(@Nullable Object value) {
    if (value instanceof String string) {
      append('s', string);
    } else if (value instanceof Boolean flag) {
      append('b', flag.toString());
    } else if (value instanceof Number number && JsonNumbers.isJudgeable(number)) {
      append('n', byValue(JsonNumbers.exact(number)));
    } else {
      return false;
    }
    return true;
  }

  private static String byValue(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
  }

  private void append(char type, String part) {
    String shown = part;
    char shownType = type;
    if (part.length() > LONGEST) {
      shown = HexFormat.of().formatHex(CanonicalJson.sha256(CanonicalJson.print(part)));
      shownType = Character.toUpperCase(type);
    }
    text.append(shownType).append(shown.length()).append(':').append(shown);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
