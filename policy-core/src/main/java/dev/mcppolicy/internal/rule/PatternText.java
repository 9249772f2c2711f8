package dev.mcppolicy.internal.rule;

/** The text of a pattern that RE2/J has accepted, and how far it was read. */
final class PatternText {

  private final String text;
  private int at;

  PatternText(String text) {
    this.text = text;
  }

  boolean more() {
    return at < text.length();
  }

  /** Says whether these characters come next. */
  boolean sees(String expected) {
    return text.startsWith(expected, at);
  }

  /** Says whether one of these characters comes next. */
  boolean seesOneOf(String characters) {
    return more() && characters.indexOf(text.charAt(at)) >= 0;
  }

  /** Skips these characters if they come next. */
  boolean skip(String expected) {
    boolean seen = sees(expected);
    if (seen) {
      at += expected.length();
    }
    return seen;
  }

  /** Reads a code point. */
  int next() {
    if (!more()) {
      throw new MisreadException();
    }
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  /** Reads up to an end and past it, or, if there is none, everything. */
  String upTo(String end) {
    int found = text.indexOf(end, at);
    String read = text.substring(at, found < 0 ? text.length() : found);
    at = found < 0 ? text.length() : found + end.length();
    return read;
  }

  /** Says whether an end comes anywhere. */
  boolean has(String end) {
    return text.indexOf(end, at) >= 0;
  }

  /** Reads digits, if any, that are at most so many and of which none is above another. */
  String digits(int most, char last) {
    int from = at;
    while (more() && at - from < most && text.charAt(at) >= '0' && text.charAt(at) <= last) {
      at++;
    }
    return text.substring(from, at);
  }

  int at() {
    return at;
  }

  void backTo(int before) {
    at = before;
  }

  /** Tells that a pattern was accepted that isn't understood. */
  static final class MisreadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MisreadException() {
      super(null, null, false, false);
    }
  }
}
