package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the patterns that policies mostly hold: literals, classes, groups, choices, repetitions and
 * the ends of the text, and {@code (?i)} or {@code (?s)} at the start. Of any other, and of one
 * that could be read in two ways, it says nothing. It reads only what RE2/J has accepted before.
 */
final class PlainPattern {

  /** Part of a pattern. */
  sealed interface Part {}

  record Characters(CharacterSet set) implements Part {}

  record Sequence(List<Part> parts) implements Part {}

  record Choice(List<Part> parts) implements Part {}

  /**
   * A part, repeated.
   *
   * @param max how often at most, or -1 for any number
   */
  record Repeated(Part part, int min, int max) implements Part {}

  /** The start of the text. */
  record Start() implements Part {}

  /** The end of the text. */
  record End() implements Part {}

  private static final CharacterSet DIGITS = CharacterSet.of('0', '9');
  private static final CharacterSet WORD =
      CharacterSet.union(
          List.of(
              DIGITS, CharacterSet.of('A', 'Z'), CharacterSet.of('a', 'z'), CharacterSet.of('_')));
  private static final CharacterSet SPACE =
      CharacterSet.union(
          List.of(CharacterSet.of('\t', '\n'), CharacterSet.of('\f', '\r'), CharacterSet.of(' ')));

  private final String pattern;
  private int at;
  private boolean ignoresCase;
  private boolean dotIsAny;

  private PlainPattern(String pattern) {
    this.pattern = pattern;
  }

  /** Tells that a pattern is none of the plain ones. */
  private static final class NotPlainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPlainException() {
      super(null, null, false, false);
    }
  }

  /** Returns a pattern's parts, or null if it isn't plain. */
  static @Nullable Part parse(String pattern) {
    PlainPattern reader = new PlainPattern(pattern);
    try {
      reader.flags();
      Part whole = reader.choice();
      return reader.more() ? null : whole;
    } catch (NotPlainException e) {
      return null;
    }
  }

  private void flags() {
    if (!pattern.startsWith("(?") || pattern.startsWith("(?:")) {
      return;
    }
    int end = pattern.indexOf(')');
    for (at = 2; at < end; at++) {
      switch (pattern.charAt(at)) {
        case 'i' -> ignoresCase = true;
        case 's' -> dotIsAny = true;
        default -> throw new NotPlainException();
      }
    }
    at = end + 1;
  }

  private Part choice() {
    List<Part> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (skipIf('|'));
    return branches.size() == 1 ? branches.get(0) : new Choice(branches);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      parts.add(repeated(one()));
    }
    return new Sequence(parts);
  }

  private Part one() {
    int c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new Characters(characterClass());
      case '.' -> new Characters(dot());
      case '^' -> new Start();
      case '$' -> new End();
      case '\\' -> escape();
      case '*', '+', '?', '{', '}', ']' -> throw new NotPlainException();
      default -> new Characters(folded(CharacterSet.of(c)));
    };
  }

  private CharacterSet dot() {
    return dotIsAny
        ? CharacterSet.of(0, Character.MAX_CODE_POINT)
        : CharacterSet.of('\n').negated();
  }

  private Part group() {
    if (skipIf('?') && !skipIf(':')) {
      throw new NotPlainException();
    }
    Part inside = choice();
    require(')');
    return inside;
  }

  private Part escape() {
    int c = next();
    if (c == 'A') {
      return new Start();
    }
    return c == 'z' ? new End() : new Characters(escaped(c));
  }

  /** Returns what a character after a backslash means, in a class or not. */
  private CharacterSet escaped(int c) {
    return switch (c) {
      case 'd' -> folded(DIGITS);
      case 'D' -> folded(DIGITS).negated();
      case 'w' -> folded(WORD);
      case 'W' -> folded(WORD).negated();
      case 's' -> folded(SPACE);
      case 'S' -> folded(SPACE).negated();
      default -> folded(CharacterSet.of(escapedCharacter(c)));
    };
  }

  private static int escapedCharacter(int c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> {
        if (c >= 0x80 || Character.isLetterOrDigit(c)) {
          throw new NotPlainException();
        }
        yield c;
      }
    };
  }

  private CharacterSet folded(CharacterSet set) {
    if (!ignoresCase) {
      return set;
    }
    if (!set.isAscii()) {
      throw new NotPlainException();
    }
    return set.foldedAscii();
  }

  private CharacterSet characterClass() {
    boolean negated = skipIf('^');
    List<CharacterSet> sets = new ArrayList<>();
    while (sets.isEmpty() || !skipIf(']')) {
      sets.add(classPart(sets.isEmpty()));
    }
    CharacterSet all = CharacterSet.union(sets);
    return negated ? all.negated() : all;
  }

  private CharacterSet classPart(boolean first) {
    int c = next();
    boolean atEdge = first || (more() && pattern.charAt(at) == ']');
    if (c == '[' || (c == ']' && first) || (c == '-' && !atEdge)) {
      throw new NotPlainException();
    }
    if (c == '\\') {
      c = next();
      if ("dDwWsS".indexOf(c) >= 0) {
        if (more() && pattern.charAt(at) == '-') {
          throw new NotPlainException();
        }
        return escaped(c);
      }
      c = escapedCharacter(c);
    }
    if (!pattern.startsWith("-", at) || pattern.startsWith("-]", at)) {
      return folded(CharacterSet.of(c));
    }
    at++;
    int to = next();
    if (to == '[') {
      throw new NotPlainException();
    }
    return folded(CharacterSet.of(c, to == '\\' ? escapedCharacter(next()) : to));
  }

  private Part repeated(Part part) {
    if (!more()) {
      return part;
    }
    Part all;
    switch (pattern.charAt(at)) {
      case '*' -> all = new Repeated(part, 0, -1);
      case '+' -> all = new Repeated(part, 1, -1);
      case '?' -> all = new Repeated(part, 0, 1);
      case '{' -> all = counted(part);
      default -> {
        return part;
      }
    }
    at++;
    // Whether few or many are tried first doesn't matter to whether there is a match.
    boolean unused = skipIf('?');
    return all;
  }

  /** Reads {@code {2}}, {@code {2,}} or {@code {2,5}} up to its last character. */
  private Part counted(Part part) {
    at++;
    int min = count();
    int max = min;
    if (skipIf(',')) {
      max = more() && pattern.charAt(at) == '}' ? -1 : count();
    }
    require('}');
    at--;
    return new Repeated(part, min, max);
  }

  private int count() {
    int from = at;
    while (more() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      at++;
    }
    if (at == from || at - from > 4) {
      throw new NotPlainException();
    }
    return Integer.parseInt(pattern.substring(from, at));
  }

  private boolean more() {
    return at < pattern.length();
  }

  private int next() {
    if (!more()) {
      throw new NotPlainException();
    }
    int c = pattern.codePointAt(at);
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw new NotPlainException();
    }
    at += Character.charCount(c);
    return c;
  }

  private boolean skipIf(char c) {
    if (more() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    if (!skipIf(c)) {
      throw new NotPlainException();
    }
  }
}
