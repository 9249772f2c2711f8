package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of bounded length. */
final class Named {

  private static final int LONGEST = 200;
  private static final int DIGITS = 8;

  private Named() {}

  /** Returns a name, cut if it is very long, so that different names are still different. */
  static String of(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    byte[] hash = Line.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    return start(name) + "… (" + HexFormat.of().formatHex(hash).substring(0, DIGITS) + ")";
  }

  /** Returns the start of a long text. */
  static String brief(String text) {
    return text.length() <= LONGEST ? text : start(text) + "…";
  }

  private static String start(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end);
  }
}
