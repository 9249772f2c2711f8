package dev.mcppolicy.internal.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Tells characters that a reader sees from those that he doesn't, or takes for others. */
public final class Characters {

  /** The alphabets that have letters which look like Latin ones, and Latin itself. */
  private static final Set<UnicodeScript> ALIKE =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COPTIC,
          UnicodeScript.DESERET,
          UnicodeScript.LISU,
          UnicodeScript.OLD_ITALIC);

  private Characters() {}

  /** Says whether letters of an alphabet may be taken for those of another one. */
  public static boolean isAlike(UnicodeScript script) {
    return ALIKE.contains(script);
  }

  /**
   * Says whether a character is plainly visible: it has a shape of its own, and moves or hides
   * nothing about it. The only space that is so is the ordinary one; no line break is.
   */
  public static boolean isPlain(int c) {
    return c == ' '
        || (Character.getType(c) != Character.SPACE_SEPARATOR && !isUnseen(c) && !isHalf(c));
  }

  /**
   * Says whether a reader of a text sees nothing of a character, and of line breaks their break.
   */
  public static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isBlank(c);
    };
  }

  /** Says whether this is half of a surrogate pair, without the other. */
  public static boolean isHalf(int c) {
    return Character.getType(c) == Character.SURROGATE;
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

  /** Returns a character as JSON escapes it. */
  public static String escaped(int c) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
    }
    return escaped.toString();
  }
}
