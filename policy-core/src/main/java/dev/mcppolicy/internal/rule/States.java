package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The most numbers in a table, which is 64 KiB. */
  private static final int MOST_NUMBERS = 16_384;

  /** The most rows: finding one takes as long as hundreds of steps. */
  static final int MOST_ROWS = 256;

  private static final int FIRST_ROWS = 8;

  private final Steps steps;
  private final Alphabet alphabet;
  private final int width;
  private final int first;

  /** Where a search waits, for each row; none for the one before the first. */
  private final List<BitSet> waiting = new ArrayList<>();

  private final Map<BitSet, Integer> rows = new HashMap<>();
  private volatile int[] table;

  States(Steps steps, Alphabet alphabet) {
    this.steps = steps;
    this.alphabet = alphabet;
    this.width = alphabet.size() + 1;
    this.table = new int[FIRST_ROWS * width];
    waiting.add(new BitSet());
    BitSet start = steps.first();
    this.first = settled(start) == UNKNOWN ? add(start) : settled(start);
  }

  /** Returns the row of the state before the first character, or how the search ends there. */
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

  /** Finds what follows the state of a row for a column, and notes it unless that is too much. */
  synchronized int find(int row, int column) {
    int known = table[row + column];
    if (known != UNKNOWN) {
      return known;
    }
    BitSet before = waiting.get(row / width);
    int next =
        column == end()
            ? (steps.matchesAtEnd(before, row == first) ? MATCHED : HOPELESS)
            : row(steps.after(before, alphabet.example(column)));
    if (next != FULL) {
      table[row + column] = next;
    }
    return next;
  }

  private int row(BitSet state) {
    int settled = settled(state);
    if (settled != UNKNOWN) {
      return settled;
    }
    Integer known = rows.get(state);
    if (known != null) {
      return known;
    }
    boolean full = waiting.size() >= MOST_ROWS || (waiting.size() + 1) * width > MOST_NUMBERS;
    return full ? FULL : added(state);
  }

  private static int settled(BitSet state) {
    if (state.get(Steps.MATCH)) {
      return MATCHED;
    }
    return state.isEmpty() ? HOPELESS : UNKNOWN;
  }

  private int added(BitSet state) {
    int row = add(state);
    rows.put(state, row);
    return row;
  }

  /** Adds a row; the first is in no map, as only there a text may end before it has begun. */
  private int add(BitSet state) {
    int row = waiting.size() * width;
    waiting.add(state);
    if (row + width > table.length) {
      table = Arrays.copyOf(table, 2 * table.length);
    }
    return row;
  }
}
