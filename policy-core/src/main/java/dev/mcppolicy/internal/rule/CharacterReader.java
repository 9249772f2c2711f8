package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.rule.PatternText.MisreadException;
import dev.mcppolicy.internal.text.RuleMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands for one character in a pattern: an escape or a class. */
final class CharacterReader {

  private static final CharacterSet DIGITS = CharacterSet.of('0', '9');
  private static final CharacterSet UPPER = CharacterSet.of('A', 'Z');
  private static final CharacterSet LOWER = CharacterSet.of('a', 'z');
  private static final CharacterSet LETTERS = union(UPPER, LOWER);
  private static final CharacterSet SPACE =
      union(CharacterSet.of('\t', '\n'), CharacterSet.of('\f', '\r'), CharacterSet.of(' '));

  /** Letters, digits and the underscore of ASCII. */
  static final CharacterSet WORD = union(LETTERS, DIGITS, CharacterSet.of('_'));

  private static final Map<String, CharacterSet> POSIX = posix();

  private final PatternText pattern;

  CharacterReader(PatternText pattern) {
    this.pattern = pattern;
  }

  private static CharacterSet union(CharacterSet... sets) {
    return CharacterSet.union(List.of(sets));
  }

  private static Map<String, CharacterSet> posix() {
    Map<String, CharacterSet> classes = new HashMap<>();
    classes.put("alnum", union(LETTERS, DIGITS));
    classes.put("alpha", LETTERS);
    classes.put("ascii", CharacterSet.of(0, 0x7F));
    classes.put("blank", union(CharacterSet.of('\t'), CharacterSet.of(' ')));
    classes.put("cntrl", union(CharacterSet.of(0, 0x1F), CharacterSet.of(0x7F)));
    classes.put("digit", DIGITS);
    classes.put("graph", CharacterSet.of('!', '~'));
    classes.put("lower", LOWER);
    classes.put("print", CharacterSet.of(' ', '~'));
    classes.put(
        "punct",
        union(
            CharacterSet.of('!', '/'),
            CharacterSet.of(':', '@'),
            CharacterSet.of('[', '`'),
            CharacterSet.of('{', '~')));
    classes.put("space", union(CharacterSet.of('\t', '\r'), CharacterSet.of(' ')));
    classes.put("upper", UPPER);
    classes.put("word", WORD);
    classes.put("xdigit", union(DIGITS, CharacterSet.of('A', 'F'), CharacterSet.of('a', 'f')));
    return classes;
  }

  private static CharacterSet folded(CharacterSet set, boolean ignoresCase) {
    return ignoresCase ? set.folded() : set;
  }

  /** Reads what follows a backslash. */
  CharacterSet escaped(boolean ignoresCase) {
    if (pattern.seesOneOf("pPdDwWsS")) {
      return named(ignoresCase);
    }
    return literal(character(), ignoresCase);
  }

  /** Returns what stands for a character outside of a class. */
  static CharacterSet literal(int codePoint, boolean ignoresCase) {
    if (ignoresCase && Cases.isDoubtful(codePoint)) {
      throw new InvalidConstantException("", RuleMessages.patternFoldsDoubtfully());
    }
    return folded(CharacterSet.of(codePoint), ignoresCase);
  }

  /** Reads what follows a backslash and stands for many characters. */
  private CharacterSet named(boolean ignoresCase) {
    int c = pattern.next();
    CharacterSet set =
        switch (c) {
          case 'd', 'D' -> DIGITS;
          case 'w', 'W' -> WORD;
          case 's', 'S' -> SPACE;
          default -> {
            yield unicode(c == 'P', ignoresCase);
          }
        };
    if (c == 'p' || c == 'P') {
      return set;
    }
    CharacterSet folded = folded(set, ignoresCase);
    return Character.isUpperCase(c) ? folded.negated() : folded;
  }

  private CharacterSet unicode(boolean negated, boolean ignoresCase) {
    String name = pattern.skip("{") ? pattern.upTo("}") : Character.toString(pattern.next());
    return name.startsWith("^")
        ? CharacterSet.of(UnicodeClass.of(name.substring(1), ignoresCase), !negated)
        : CharacterSet.of(UnicodeClass.of(name, ignoresCase), negated);
  }

  /** Reads what follows a backslash and stands for one character. */
  private int character() {
    int from = pattern.at();
    int c = pattern.next();
    return switch (c) {
      case 'a' -> 0x07;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      case 'x' -> hexadecimal();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        pattern.backTo(from);
        yield Integer.parseInt(pattern.digits(3, '7'), 8);
      }
      default -> {
        if (c >= 0x80 || Character.isLetterOrDigit(c)) {
          throw new MisreadException();
        }
        yield c;
      }
    };
  }

  private int hexadecimal() {
    String digits =
        pattern.skip("{")
            ? pattern.upTo("}")
            : Character.toString(pattern.next()) + Character.toString(pattern.next());
    try {
      return Integer.parseInt(digits, 16);
    } catch (NumberFormatException e) {
      throw new MisreadException();
    }
  }

  /** Reads a class, after its opening bracket. */
  CharacterSet characterClass(boolean ignoresCase) {
    boolean negated = pattern.skip("^");
    List<CharacterSet> sets = new ArrayList<>();
    while (sets.isEmpty() || !pattern.skip("]")) {
      sets.add(classPart(ignoresCase));
    }
    CharacterSet all = CharacterSet.union(sets);
    return negated ? all.negated() : all;
  }

  private CharacterSet classPart(boolean ignoresCase) {
    if (pattern.sees("[:") && pattern.has(":]")) {
      return posix(ignoresCase);
    }
    int before = pattern.at();
    if (pattern.skip("\\") && pattern.seesOneOf("pPdDwWsS")) {
      return named(ignoresCase);
    }
    pattern.backTo(before);
    int from = classCharacter();
    int to = from;
    if (pattern.sees("-") && !pattern.sees("-]")) {
      boolean unused = pattern.skip("-");
      to = classCharacter();
    }
    return folded(CharacterSet.of(from, to), ignoresCase);
  }

  private int classCharacter() {
    return pattern.skip("\\") ? character() : pattern.next();
  }

  private CharacterSet posix(boolean ignoresCase) {
    boolean unused = pattern.skip("[:");
    boolean negated = pattern.skip("^");
    CharacterSet known = POSIX.get(pattern.upTo(":]"));
    if (known == null) {
      throw new MisreadException();
    }
    CharacterSet folded = folded(known, ignoresCase);
    return negated ? folded.negated() : folded;
  }
}
