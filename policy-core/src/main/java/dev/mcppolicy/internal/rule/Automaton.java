package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/**
 * A pattern as a table of states, of which a search takes one step for each character. States are
 * found when a search first needs them. A text that needs too many is searched to its end without
 * the table, by moves that take little time wherever a search is; and where a table is full, the
 * next search begins another. Of a pattern whose moves take longer all states are found beforehand,
 * if there aren't too many.
 *
 * <p>This class is thread-safe.
 */
final class Automaton {

  private static final int ASCII = 0x80;

  /** How many states a search may find, and for how many characters one more. */
  private static final int MOST_MISSES = 64;

  private static final int CHARACTERS_PER_MISS = 64;

  /** The most numbers of a complete table, which is 1 MiB. */
  private static final int MOST_COMPLETE = 1 << 18;

  /** The most longs that tell states apart while a table is completed, which is 8 MiB. */
  private static final int MOST_LONGS = 1 << 20;

  /** The most that is looked at to complete a table. */
  private static final long MOST_LOOKS = 2_000_000;

  private final Moves moves;
  private final Alphabet alphabet;
  private volatile States states;

  private Automaton(Moves moves, Alphabet alphabet, States states) {
    this.moves = moves;
    this.alphabet = alphabet;
    this.states = states;
  }

  /** Returns the automaton of a pattern. */
  static Automaton of(Part pattern) {
    Steps steps = new Steps(pattern);
    Alphabet alphabet = new Alphabet(steps);
    Moves moves = new Moves(steps, alphabet);
    States all = moves.areFast() || !alphabet.isComplete() ? null : complete(moves, alphabet);
    return new Automaton(moves, alphabet, all == null ? States.lazy(moves, alphabet) : all);
  }

  private static @Nullable States complete(Moves moves, Alphabet alphabet) {
    int mostRows = MOST_LONGS / moves.start().length;
    return States.complete(moves, alphabet, MOST_COMPLETE, mostRows, MOST_LOOKS / moves.looks());
  }

  /** Says whether a text contains a match. */
  Truth find(String text) {
    States known = states;
    int[] table = known.table();
    int length = text.length();
    int row = known.first();
    int misses = MOST_MISSES;
    for (int i = 0; i < length && row > 0; i++) {
      int at = i;
      char c = text.charAt(i);
      int letter;
      if (c < ASCII) {
        letter = alphabet.ascii(c);
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        letter = alphabet.letter(codePoint);
        if (letter >= known.end()) {
          return withoutTable(text, at, known, row);
        }
      }
      int next = table[row + letter];
      if (next == States.UNKNOWN) {
        if (--misses < -at / CHARACTERS_PER_MISS) {
          return search(text, at, known.at(row), known.before(row));
        }
        next = known.find(row, letter);
        if (next == States.FULL) {
          return withoutTable(text, at, known, row);
        }
        table = known.table();
      }
      row = next;
    }
    if (row > 0) {
      int last = table[row + known.end()];
      row = last == States.UNKNOWN ? known.find(row, known.end()) : last;
    }
    return Truth.of(row == States.MATCHED);
  }

  /** Searches the rest of a text for which the table has no room; the next one has another. */
  private Truth withoutTable(String text, int from, States full, int row) {
    states = States.lazy(moves, alphabet);
    return search(text, from, full.at(row), full.before(row));
  }

  /** Says whether a text contains a match, without looking at the table. */
  Truth searchByMoves(String text) {
    return search(text, 0, moves.start(), Neighbour.NOTHING);
  }

  private Truth search(String text, int from, long[] start, Neighbour last) {
    long[] at = start.clone();
    long[] next = new long[at.length];
    Neighbour before = last;
    for (int i = from; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int letter = alphabet.letter(codePoint);
      if (moves.move(at, before, letter, next)) {
        return Truth.TRUE;
      }
      if (isNowhere(next)) {
        return Truth.FALSE;
      }
      long[] taken = at;
      at = next;
      next = taken;
      before = alphabet.neighbour(letter);
    }
    return Truth.of(moves.matchesAtEnd(at, before));
  }

  private static boolean isNowhere(long[] at) {
    for (long some : at) {
      if (some != 0) {
        return false;
      }
    }
    return true;
  }
}
