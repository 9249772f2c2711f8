package dev.mcppolicy.analysis.internal.page;

import java.util.HexFormat;
import java.util.Objects;

/**
 * A text of a page. Markup in it is shown, not obeyed; a character that would be invisible or turn
 * the text around is shown as JSON escapes it, as in {@code \u202e}.
 */
record Text(String text) implements Html {

  Text {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public void writeTo(StringBuilder out) {
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                out.append('\n');
              } else if (isVisible(c)) {
                escape(c, out);
              } else {
                out.append("<span class=\"unseen\">").append(named(c)).append("</span>");
              }
            });
  }

  /** Prints the value of an attribute, without its quotes. */
  static void writeAttribute(String value, StringBuilder out) {
    value
        .codePoints()
        .forEach(
            c -> {
              if (isVisible(c)) {
                escape(c, out);
              } else {
                out.append(named(c));
              }
            });
  }

  private static void escape(int c, StringBuilder out) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(c);
    }
  }

  private static String named(int c) {
    StringBuilder name = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      name.append("\\u").append(HexFormat.of().toHexDigits(unit));
    }
    return name.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> !isBlank(c);
    };
  }

  /** Says whether a letter, mark or symbol has no shape of its own. */
  private static boolean isBlank(int c) {
    return c == 0x034F // combining grapheme joiner
        || c == 0x115F // fillers of Hangul
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x17B4 // inherent vowels of Khmer
        || c == 0x17B5
        || c == 0x2800 // blank pattern of Braille
        || (c >= 0x180B && c <= 0x180F) // selectors of variations
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
