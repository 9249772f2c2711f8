package dev.mcppolicy.internal.text;

import java.util.HexFormat;

/** Prints what somebody else wrote so that it can't pretend to be something else. */
public final class Shown {

  private Shown() {}

  /** Returns a text in quotes, shortened, with whatever isn't plainly visible escaped. */
  public static String quoted(String text, int most) {
    StringBuilder out = new StringBuilder("\"");
    int shown = 0;
    int i = 0;
    while (i < text.length() && shown < most) {
      int c = text.codePointAt(i);
      appendVisible(c, out);
      i += Character.charCount(c);
      shown++;
    }
    return out.append(i < text.length() ? "…\"" : "\"").toString();
  }

  /** Returns a text with whatever isn't plainly visible, but for line breaks, escaped. */
  public static String plain(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '"' || c == '\\') {
                out.append((char) c);
              } else {
                appendVisible(c, out);
              }
            });
    return out.toString();
  }

  private static void appendVisible(int c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
      return;
    }
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char unit : Character.toChars(c)) {
          out.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
      }
      default -> out.appendCodePoint(c);
    }
  }
}
