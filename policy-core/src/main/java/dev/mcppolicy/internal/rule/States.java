package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of a search that were needed so far, as a table: a row for each, in it a column for
 * each letter and one for the end of the text, in it the row of the state that follows.
 *
 * <p>Any number of threads read the table while one adds to it. What they read is a row that is
 * there for good or {@link #UNKNOWN}, since numbers are never torn and rows never move.
 */
final class States {

  /** Nobody has needed that yet. */
  static final int UNKNOWN = 0;

  /** A match was found. */
  static final int MATCHED = -1;

  /** There is none, whatever follows. */
  static final int HOPELESS = -2;

  /** There are too many states. */
  static final int FULL = -3;

  /** The most numbers in a table, and the most longs that tell its states: 192 KiB in all. */
  static final int MOST = 16_384;

  /** The most rows: finding one takes as long as tens of steps. */
  static final int MOST_ROWS = 1_024;

  private static final int FIRST_ROWS = 8;

  private final Moves moves;
  private final Alphabet alphabet;
  private final int width;
  private final int mostRows;
  private final int first;

  /** What each row stands for; the one before the first for nothing. */
  private final List<State> states = new ArrayList<>();

  private final Map<State, Integer> rows = new HashMap<>();
  private volatile int[] table;

  /** Where a search is, and what it took last. */
  private record State(LongSet at, Neighbour before) {}

  /**
   * Makes a table of a start.
   *
   * @param mostNumbers how many numbers it may hold
   * @param mostRows how many rows it may have
   */
  States(Moves moves, Alphabet alphabet, int mostNumbers, int mostRows) {
    this.moves = moves;
    this.alphabet = alphabet;
    int letters = alphabet.size();
    this.width = 1 + (alphabet.isComplete() ? letters : 2 * Integer.highestOneBit(letters));
    this.mostRows = Math.min(mostRows, mostNumbers / width);
    this.table = new int[Math.max(2, Math.min(FIRST_ROWS, this.mostRows)) * width];
    State start = new State(new LongSet(moves.start()), Neighbour.NOTHING);
    states.add(start);
    this.first = added(start);
  }

  /** Makes a table that holds no more than a search should take memory for. */
  static States lazy(Moves moves, Alphabet alphabet) {
    int longs = moves.start().length;
    return new States(moves, alphabet, MOST, Math.min(MOST_ROWS, MOST / longs));
  }

  /** Returns the row of the state before the first character. */
  int first() {
    return first;
  }

  int[] table() {
    return table;
  }

  /** Returns the column of the end of the text. */
  int end() {
    return width - 1;
  }

  /** Returns where a search in a row is. */
  synchronized long[] at(int row) {
    return states.get(row / width).at.bits();
  }

  /** Returns what a search in a row took last. */
  synchronized Neighbour before(int row) {
    return states.get(row / width).before;
  }

  /** Finds what follows the state of a row for a column, and notes it unless that is too much. */
  synchronized int find(int row, int column) {
    int known = table[row + column];
    if (known != UNKNOWN) {
      return known;
    }
    State state = states.get(row / width);
    int next;
    if (column == end()) {
      next = moves.matchesAtEnd(state.at.bits(), state.before) ? MATCHED : HOPELESS;
    } else {
      next = row(state, column);
    }
    if (next != FULL) {
      table[row + column] = next;
    }
    return next;
  }

  private int row(State state, int letter) {
    long[] into = new long[state.at.bits().length];
    if (moves.move(state.at.bits(), state.before, letter, into)) {
      return MATCHED;
    }
    LongSet at = new LongSet(into);
    if (at.isEmpty()) {
      return HOPELESS;
    }
    State next = new State(at, alphabet.neighbour(letter));
    Integer known = rows.get(next);
    if (known != null) {
      return known;
    }
    return states.size() > mostRows ? FULL : added(next);
  }

  private int added(State state) {
    int row = states.size() * width;
    states.add(state);
    rows.put(state, row);
    int[] full = table;
    if (row + width > full.length) {
      table = Arrays.copyOf(full, Math.max(row + width, 2 * full.length));
    }
    return row;
  }

  /**
   * Finds everything that can follow, and forgets how, or says that it is too much.
   *
   * @param mostFound how many numbers may be found
   */
  static @Nullable States complete(
      Moves moves, Alphabet alphabet, int mostNumbers, int mostRows, long mostFound) {
    States all = new States(moves, alphabet, mostNumbers, mostRows);
    long found = 0;
    for (int row = all.first; row / all.width < all.states.size(); row += all.width) {
      for (int column = 0; column < all.width; column++) {
        if (++found > mostFound || all.find(row, column) == FULL) {
          return null;
        }
      }
    }
    all.states.clear();
    all.rows.clear();
    return all;
  }
}
