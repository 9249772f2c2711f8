package dev.mcppolicy.internal.text;

import java.util.HexFormat;

/** Prints what somebody else wrote so that it can't pretend to be something else. */
public final class Shown {

  private final StringBuilder out = new StringBuilder();

  /** Whether a mark that comes now stands on a letter, and doesn't change what is before it. */
  private boolean onLetter;

  private Shown() {}

  /** Returns a text in quotes, shortened, with whatever isn't plainly visible escaped. */
  public static String quoted(String text, int most) {
    Shown shown = new Shown();
    shown.out.append('"');
    int i = 0;
    for (int n = 0; i < text.length() && n < most; n++) {
      int c = text.codePointAt(i);
      if (c == '"' || c == '\\') {
        shown.out.append('\\');
        shown.appendSign(c);
      } else {
        shown.append(c);
      }
      i += Character.charCount(c);
    }
    return shown.out.append(i < text.length() ? "…\"" : "\"").toString();
  }

  /** Returns a text with whatever isn't plainly visible, but for line breaks, escaped. */
  public static String plain(String text) {
    return plain(text, true);
  }

  /** Returns a text with whatever isn't plainly visible escaped, line breaks too. */
  public static String line(String text) {
    return plain(text, false);
  }

  private static String plain(String text, boolean lines) {
    Shown shown = new Shown();
    int[] before = {0};
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' && lines) {
                shown.appendSign(c);
              } else {
                shown.append(c);
              }
              if (before[0] == '\\') {
                shown.onLetter = false; // a letter of an escape
                before[0] = 0;
              } else {
                before[0] = c;
              }
            });
    return shown.out.toString();
  }

  /** Appends what no mark may stand on. */
  private void appendSign(int c) {
    out.appendCodePoint(c);
    onLetter = false;
  }

  private void append(int c) {
    boolean mark = isMark(c);
    if (isVisible(c) && (onLetter || !mark)) {
      out.appendCodePoint(c);
      onLetter = mark || Character.isLetterOrDigit(c);
    } else {
      for (char unit : Character.toChars(c)) {
        out.append("\\u").append(HexFormat.of().toHexDigits(unit));
      }
      onLetter = false;
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
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
        || c == 0xFFFC // in place of an object
        || c == 0x13441 // blanks of hieroglyphs
        || c == 0x13442
        || c == 0x16FE4 // filler of Khitan
        || c == 0x1D159 // null notehead
        || (c >= 0x180B && c <= 0x180F) // selectors of variations
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
