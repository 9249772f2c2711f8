package dev.mcppolicy.internal.text;

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
    if (Characters.isPlain(c) && (onLetter || !mark)) {
      out.appendCodePoint(c);
      onLetter = mark || Character.isLetterOrDigit(c);
    } else {
      out.append(Characters.escaped(c));
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
}
