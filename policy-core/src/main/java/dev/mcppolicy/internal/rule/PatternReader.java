package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.rule.Part.Between;
import dev.mcppolicy.internal.rule.Part.Characters;
import dev.mcppolicy.internal.rule.Part.Choice;
import dev.mcppolicy.internal.rule.Part.Repeated;
import dev.mcppolicy.internal.rule.Part.Sequence;
import dev.mcppolicy.internal.rule.PatternText.MisreadException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a pattern as RE2/J does, as far as they matter to whether there is a match. It
 * reads only what RE2/J has accepted before.
 */
final class PatternReader {

  private static final CharacterSet ANY = CharacterSet.of(0, Character.MAX_CODE_POINT);
  private static final CharacterSet NO_NEWLINE = CharacterSet.of('\n').negated();

  private final PatternText pattern;
  private final CharacterReader characters;
  private Flags flags = new Flags(false, false, false);

  private PatternReader(String pattern) {
    this.pattern = new PatternText(pattern);
    this.characters = new CharacterReader(this.pattern);
  }

  /** What {@code (?ims)} turns on. */
  private record Flags(boolean ignoresCase, boolean hasLines, boolean dotIsAny) {

    Flags with(int flag, boolean on) {
      return switch (flag) {
        case 'i' -> new Flags(on, hasLines, dotIsAny);
        case 'm' -> new Flags(ignoresCase, on, dotIsAny);
        case 's' -> new Flags(ignoresCase, hasLines, on);
        case 'U' -> this; // whether few or many are tried first doesn't matter
        default -> throw new MisreadException();
      };
    }
  }

  /**
   * Returns a pattern's parts.
   *
   * @throws MisreadException if it isn't understood
   */
  static Part read(String pattern) {
    PatternReader reader = new PatternReader(pattern);
    Part whole = reader.choice();
    if (reader.pattern.more()) {
      throw new MisreadException();
    }
    return whole;
  }

  private Part choice() {
    List<Part> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (pattern.skip("|"));
    return branches.size() == 1 ? branches.get(0) : new Choice(branches);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (pattern.more() && !pattern.seesOneOf("|)")) {
      Repeated times = repetition();
      if (times == null) {
        one(parts);
      } else if (parts.isEmpty()) {
        throw new MisreadException();
      } else {
        int last = parts.size() - 1;
        parts.set(last, repeated(parts.get(last), times));
        boolean unused = pattern.skip("?"); // whether few or many are tried first doesn't matter
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  private static Part repeated(Part part, Repeated times) {
    boolean anyNumber = part instanceof Repeated all && all.min() == 0 && all.max() < 0;
    return anyNumber && times.max() != 0 ? part : new Repeated(part, times.min(), times.max());
  }

  /** Reads how often what came before is repeated, or returns null if something else comes. */
  private @Nullable Repeated repetition() {
    Part nothing = new Sequence(List.of());
    if (pattern.skip("*")) {
      return new Repeated(nothing, 0, -1);
    }
    if (pattern.skip("+")) {
      return new Repeated(nothing, 1, -1);
    }
    if (pattern.skip("?")) {
      return new Repeated(nothing, 0, 1);
    }
    int before = pattern.at();
    Repeated counted = pattern.skip("{") ? counted(nothing) : null;
    if (counted == null) {
      pattern.backTo(before);
    }
    return counted;
  }

  /** Reads {@code 2}}, {@code 2,}} or {@code 2,5}}; null of anything else, which is literal. */
  private @Nullable Repeated counted(Part nothing) {
    int min = count();
    int max = min;
    if (min >= 0 && pattern.skip(",")) {
      if (pattern.skip("}")) {
        return new Repeated(nothing, min, -1);
      }
      max = count();
    }
    return min >= 0 && max >= 0 && pattern.skip("}") ? new Repeated(nothing, min, max) : null;
  }

  private int count() {
    String digits = pattern.digits(5, '9');
    boolean leadingZero = digits.length() > 1 && digits.startsWith("0");
    return digits.isEmpty() || leadingZero ? -1 : Integer.parseInt(digits);
  }

  /** Reads one part; flags and empty quotations are none. */
  private void one(List<Part> parts) {
    int c = pattern.next();
    switch (c) {
      case '(' -> group(parts);
      case '[' -> parts.add(new Characters(characters.characterClass(flags.ignoresCase())));
      case '.' -> parts.add(new Characters(flags.dotIsAny() ? ANY : NO_NEWLINE));
      case '^' -> parts.add(new Between(flags.hasLines() ? Edge.LINE_START : Edge.START));
      case '$' -> parts.add(new Between(flags.hasLines() ? Edge.LINE_END : Edge.END));
      case '\\' -> escape(parts);
      default -> parts.add(literal(c));
    }
  }

  private Part literal(int c) {
    return new Characters(CharacterReader.literal(c, flags.ignoresCase()));
  }

  private void escape(List<Part> parts) {
    if (pattern.skip("Q")) {
      pattern.upTo("\\E").codePoints().forEach(c -> parts.add(literal(c)));
    } else if (pattern.skip("A")) {
      parts.add(new Between(Edge.START));
    } else if (pattern.skip("z")) {
      parts.add(new Between(Edge.END));
    } else if (pattern.skip("b")) {
      parts.add(new Between(Edge.WORD_EDGE));
    } else if (pattern.skip("B")) {
      parts.add(new Between(Edge.NO_WORD_EDGE));
    } else {
      parts.add(new Characters(characters.escaped(flags.ignoresCase())));
    }
  }

  private void group(List<Part> parts) {
    Flags outside = flags;
    if (pattern.skip("?")) {
      if (pattern.skip("P<") || pattern.skip("<")) {
        String unused = pattern.upTo(">");
      } else if (!flags()) {
        return;
      }
    }
    parts.add(choice());
    if (!pattern.skip(")")) {
      throw new MisreadException();
    }
    flags = outside;
  }

  /** Reads flags, and says whether they begin a group. */
  private boolean flags() {
    boolean on = true;
    while (true) {
      int c = pattern.next();
      switch (c) {
        case '-' -> on = false;
        case ':' -> {
          return true;
        }
        case ')' -> {
          return false;
        }
        default -> flags = flags.with(c, on);
      }
    }
  }
}
