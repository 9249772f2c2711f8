package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.RuleMessages;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds what a pattern costs before RE2/J compiles it: RE2/J writes repetitions out, so {@code
 * ((a{1000}){1000}){1000}} would take all memory.
 *
 * <p>It walks a pattern as RE2/J's parser does, adding up the instructions of the program; what
 * RE2/J refuses need not be counted right. A group's parts are added up in a frame of their own.
 */
final class PatternSize {

  static final int MAX_CHARACTERS = 20_000;
  static final int MAX_DEPTH = 250;
  static final long MAX_PARTS = 10_000;

  /** Classes such as {@code \pL}, each a table of hundreds of ranges. */
  static final int MAX_TABLES = 500;

  /** Characters whose other cases RE2/J looks up one by one. */
  static final long MAX_FOLDED = 200_000;

  /**
   * Small Cyrillic letters of which RE2/J never finds the other cases: looking for them, it goes
   * round in circles for ever.
   */
  static final int FIRST_ENDLESS = 0x1C80;

  static final int LAST_ENDLESS = 0x1C88;

  private static final int MAX_COUNT = 1000;

  private final String pattern;
  private final Deque<Frame> outer = new ArrayDeque<>();
  private Frame frame = new Frame();
  private int at;
  private int tables;
  private boolean ignoresCase;
  private boolean endless;
  private long folded;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** A group: the parts that are complete, and the last, which an operator may still repeat. */
  private static final class Frame {
    private long parts;
    private long branch;
    private long last;

    void add(long size) {
      branch += last;
      last = size;
    }

    void closeBranch() {
      parts += Math.max(1, branch + last) + 1;
      branch = 0;
      last = 0;
    }

    long close() {
      return parts + Math.max(1, branch + last);
    }

    void requireSmall() {
      if (parts + branch + last > MAX_PARTS) {
        throw refused(RuleMessages.patternTooBig(MAX_PARTS));
      }
    }
  }

  /** Returns the most instructions that the program of a pattern can have. */
  static long require(String pattern) {
    if (pattern.length() > MAX_CHARACTERS) {
      throw refused(RuleMessages.patternTooLong(MAX_CHARACTERS));
    }
    return new PatternSize(pattern).measure();
  }

  private static InvalidConstantException refused(String message) {
    return new InvalidConstantException("", message);
  }

  private long measure() {
    while (more()) {
      next();
      frame.requireSmall();
      if (tables > MAX_TABLES) {
        throw refused(RuleMessages.patternTooBig(MAX_PARTS));
      }
    }
    if (ignoresCase) {
      requireFoldable();
    }
    long size = frame.close();
    for (Frame open : outer) {
      size += open.close();
    }
    return size + 2;
  }

  /** What ignores case anywhere is taken to do so everywhere. */
  private void requireFoldable() {
    if (endless) {
      throw refused(RuleMessages.patternFoldsEndlessly());
    }
    if (folded > MAX_FOLDED) {
      throw refused(RuleMessages.patternFoldsTooMuch(MAX_FOLDED));
    }
  }

  /** Counts the characters from one to another, as RE2/J looks up their other cases. */
  private void fold(int from, int to) {
    endless |= from <= LAST_ENDLESS && to >= FIRST_ENDLESS;
    folded += Math.max(0, to - from) + 1;
  }

  private void next() {
    switch (pattern.charAt(at)) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> open();
      case ')' -> close();
      case '|' -> {
        at++;
        frame.closeBranch();
      }
      case '*', '+', '?' -> {
        at++;
        frame.last += 2;
        skipIf('?');
      }
      case '{' -> repeat();
      default -> literal();
    }
  }

  private void literal() {
    int c = skipCodePoint();
    fold(c, c);
    frame.add(1);
  }

  private void escape() {
    if (pattern.startsWith("\\Q", at)) {
      at += 2;
      int end = pattern.indexOf("\\E", at);
      int literalEnd = end < 0 ? pattern.length() : end;
      while (at < literalEnd) {
        literal();
      }
      at = end < 0 ? literalEnd : end + 2;
      return;
    }
    int c = skipEscape();
    fold(c, c);
    frame.add(1);
  }

  /**
   * Skips {@code \x}, with what is in braces after {@code \p}, {@code \P} and {@code \x}, and
   * returns the character that it stands for, or any below 512 if it stands for one of these or for
   * many.
   */
  private int skipEscape() {
    at++;
    if (!more()) {
      return 0;
    }
    int c = skipCodePoint();
    boolean table = c == 'p' || c == 'P';
    if (table) {
      tables++;
    }
    if ((table || c == 'x') && more() && pattern.charAt(at) == '{') {
      int from = at + 1;
      int end = pattern.indexOf('}', at);
      at = end < 0 ? pattern.length() : end + 1;
      return table || end < 0 ? 0 : hexadecimal(pattern.substring(from, end));
    }
    if (table && more()) {
      int unused = skipCodePoint();
    }
    return table ? 0 : c;
  }

  /** Returns a number; 0 of what is none, which RE2/J refuses. */
  private static int hexadecimal(String digits) {
    try {
      return Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void characterClass() {
    at++;
    skipIf('^');
    boolean first = true;
    while (more() && (first || pattern.charAt(at) != ']')) {
      first = false;
      int nameEnd = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
      if (nameEnd >= 0) {
        at = nameEnd + 2;
        continue;
      }
      int from = skipClassCharacter();
      int to = from;
      if (more() && pattern.charAt(at) == '-' && !pattern.startsWith("-]", at)) {
        at++;
        to = skipClassCharacter();
      }
      fold(from, to);
    }
    at = Math.min(at + 1, pattern.length());
    frame.add(1);
  }

  private int skipClassCharacter() {
    if (!more()) {
      return 0;
    }
    return pattern.charAt(at) == '\\' ? skipEscape() : skipCodePoint();
  }

  private void open() {
    at++;
    if (skipIf('?')) {
      int end = groupHeadEnd();
      boolean onlyFlags = end < pattern.length() && pattern.charAt(end) == ')';
      ignoresCase |= !isNamed() && pattern.substring(at, end).indexOf('i') >= 0;
      at = Math.min(end + 1, pattern.length());
      if (onlyFlags) {
        return;
      }
    }
    outer.push(frame);
    frame = new Frame();
    if (outer.size() > MAX_DEPTH) {
      throw refused(RuleMessages.patternTooDeep(MAX_DEPTH));
    }
  }

  /** Returns where the name or the flags of a group end: at {@code >}, {@code :} or {@code )}. */
  private int groupHeadEnd() {
    if (isNamed()) {
      int end = pattern.indexOf('>', at);
      return end < 0 ? pattern.length() : end;
    }
    int end = at;
    while (end < pattern.length() && pattern.charAt(end) != ':' && pattern.charAt(end) != ')') {
      end++;
    }
    return end;
  }

  private boolean isNamed() {
    return pattern.startsWith("<", at) || pattern.startsWith("P<", at);
  }

  private void close() {
    at++;
    if (outer.isEmpty()) {
      return;
    }
    long size = frame.close() + 2;
    frame = outer.pop();
    frame.add(size);
  }

  private void repeat() {
    int from = at;
    at++;
    int min = count();
    int max = min;
    boolean endless = false;
    if (min >= 0 && skipIf(',')) {
      endless = more() && pattern.charAt(at) == '}';
      max = endless ? min : count();
    }
    if (min < 0 || max < 0 || !skipIf('}')) {
      at = from + 1;
      frame.add(1);
      return;
    }
    long copies = Math.max(1, Math.max(min, max));
    frame.last = frame.last * copies + (endless ? 2 : copies);
    skipIf('?');
  }

  /**
   * Skips a count and returns it, or a greater one that RE2/J refuses too, or -1 if there is none.
   */
  private int count() {
    int from = at;
    int value = 0;
    while (more() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      value = Math.min(MAX_COUNT + 1, value * 10 + (pattern.charAt(at) - '0'));
      at++;
    }
    boolean leadingZero = at - from > 1 && pattern.charAt(from) == '0';
    return at == from || leadingZero ? -1 : value;
  }

  private boolean more() {
    return at < pattern.length();
  }

  private boolean skipIf(char c) {
    if (more() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private int skipCodePoint() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }
}
