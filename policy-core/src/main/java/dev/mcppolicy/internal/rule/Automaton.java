package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.rule.PlainPattern.Part;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as a table of states, of which a search takes one step for each character. States are
 * found when a search first needs them. When a text needs more of them than may be remembered, all
 * are forgotten, and somebody else has to search that text: so no text takes much memory, and none
 * keeps others from being searched fast.
 *
 * <p>This class is thread-safe.
 */
final class Automaton {

  /** The most letters: more would leave room for few states. */
  private static final int MOST_LETTERS = 255;

  private final Steps steps;
  private final Alphabet alphabet;
  private volatile States states;

  private Automaton(Steps steps, Alphabet alphabet) {
    this.steps = steps;
    this.alphabet = alphabet;
    this.states = new States(steps, alphabet);
  }

  /** Returns the automaton of a pattern that RE2/J accepts, or null if it isn't a plain one. */
  static @Nullable Automaton of(String pattern) {
    Part parts = PlainPattern.parse(pattern);
    Steps steps = parts == null ? null : Steps.of(parts);
    if (steps == null) {
      return null;
    }
    Alphabet alphabet = new Alphabet(steps.sets());
    return alphabet.size() > MOST_LETTERS ? null : new Automaton(steps, alphabet);
  }

  /** Says whether a text contains a match; unknown if it needs too many states. */
  Truth find(String text) {
    States known = states;
    int[] table = known.table();
    int length = text.length();
    int row = known.first();
    for (int i = 0; i < length && row > 0; i++) {
      char c = text.charAt(i);
      int letter;
      if (Character.isSurrogate(c)) {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        letter = alphabet.letter(codePoint);
      } else {
        letter = alphabet.letter(c);
      }
      int next = table[row + letter];
      if (next == States.UNKNOWN) {
        next = known.find(row, letter);
        table = known.table();
      }
      row = next;
    }
    if (row > 0) {
      int last = table[row + known.end()];
      row = last == States.UNKNOWN ? known.find(row, known.end()) : last;
    }
    return row == States.FULL ? overflowed() : Truth.of(row == States.MATCHED);
  }

  private Truth overflowed() {
    states = new States(steps, alphabet);
    return Truth.UNKNOWN;
  }
}
