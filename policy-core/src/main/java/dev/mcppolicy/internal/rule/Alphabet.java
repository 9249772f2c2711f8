package dev.mcppolicy.internal.rule;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The letters of a pattern: code points that all of its sets hold, or none, are one letter.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Alphabet {

  private static final int ASCII = 0x80;

  /** The first code point of each letter. A letter that comes twice is two. */
  private final int[] firsts;

  /** The letters of ASCII. */
  private final short[] ascii = new short[ASCII];

  Alphabet(List<CharacterSet> sets) {
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0));
    for (CharacterSet set : sets) {
      for (CharacterSet.Range range : set.ranges()) {
        bounds.add(range.from());
        bounds.add(range.to() + 1);
      }
    }
    bounds.remove(Character.MAX_CODE_POINT + 1);
    this.firsts = bounds.stream().mapToInt(Integer::intValue).toArray();
    for (int c = 0; c < ASCII; c++) {
      ascii[c] = (short) search(c);
    }
  }

  /** How many letters there are. */
  int size() {
    return firsts.length;
  }

  /** Returns the letter of a code point. */
  int letter(int codePoint) {
    return codePoint < ASCII ? ascii[codePoint] : search(codePoint);
  }

  /** Returns a code point that is this letter. */
  int example(int letter) {
    return firsts[letter];
  }

  private int search(int codePoint) {
    int found = Arrays.binarySearch(firsts, codePoint);
    return found >= 0 ? found : -found - 2;
  }
}
