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

  private static final int MAX_COUNT = 1000;

  private final String pattern;
  private final Deque<Frame> outer = new ArrayDeque<>();
  private Frame frame = new Frame();
  private int at;
  private int tables;

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
    long size = frame.close();
    for (Frame open : outer) {
      size += open.close();
    }
    return size + 2;
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
      default -> {
        skipCodePoint();
        frame.add(1);
      }
    }
  }

  private void escape() {
    if (pattern.startsWith("\\Q", at)) {
      at += 2;
      int end = pattern.indexOf("\\E", at);
      int literalEnd = end < 0 ? pattern.length() : end;
      while (at < literalEnd) {
        skipCodePoint();
        frame.add(1);
      }
      at = end < 0 ? literalEnd : end + 2;
      return;
    }
    skipEscape();
    frame.add(1);
  }

  /** Skips {@code \x}, with what is in braces after {@code \p}, {@code \P} and {@code \x}. */
  private void skipEscape() {
    at++;
    if (!more()) {
      return;
    }
    char c = pattern.charAt(at);
    boolean table = c == 'p' || c == 'P';
    skipCodePoint();
    if (table) {
      tables++;
    }
    if ((table || c == 'x') && more() && pattern.charAt(at) == '{') {
      int end = pattern.indexOf('}', at);
      at = end < 0 ? pattern.length() : end + 1;
    } else if (table && more()) {
      skipCodePoint();
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
      skipClassCharacter();
      if (more() && pattern.charAt(at) == '-' && !pattern.startsWith("-]", at)) {
        at++;
        skipClassCharacter();
      }
    }
    at = Math.min(at + 1, pattern.length());
    frame.add(1);
  }

  private void skipClassCharacter() {
    if (!more()) {
      return;
    }
    if (pattern.charAt(at) == '\\') {
      skipEscape();
    } else {
      skipCodePoint();
    }
  }

  private void open() {
    at++;
    if (skipIf('?')) {
      int end = groupHeadEnd();
      boolean onlyFlags = end < pattern.length() && pattern.charAt(end) == ')';
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
    if (pattern.startsWith("<", at) || pattern.startsWith("P<", at)) {
      int end = pattern.indexOf('>', at);
      return end < 0 ? pattern.length() : end;
    }
    int end = at;
    while (end < pattern.length() && pattern.charAt(end) != ':' && pattern.charAt(end) != ')') {
      end++;
    }
    return end;
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

  private void skipCodePoint() {
    at += Character.charCount(pattern.codePointAt(at));
  }
}
