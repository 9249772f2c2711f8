package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Code points that one part of a pattern matches: ranges that grow and neither meet nor touch. */
record CharacterSet(List<Range> ranges) {

  /** Another case of s. */
  private static final int LONG_S = 0x17F;

  /** Another case of k. */
  private static final int KELVIN = 0x212A;

  /** Code points from one to another, both included. */
  record Range(int from, int to) {}

  static CharacterSet of(int codePoint) {
    return of(codePoint, codePoint);
  }

  static CharacterSet of(int from, int to) {
    return new CharacterSet(List.of(new Range(from, to)));
  }

  /** Returns all code points that one of the sets holds. */
  static CharacterSet union(List<CharacterSet> sets) {
    List<Range> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.ranges));
    all.sort(Comparator.comparingInt(Range::from));
    List<Range> merged = new ArrayList<>();
    for (Range next : all) {
      int last = merged.size() - 1;
      if (last >= 0 && next.from <= merged.get(last).to + 1) {
        Range grown = new Range(merged.get(last).from, Math.max(merged.get(last).to, next.to));
        merged.set(last, grown);
      } else {
        merged.add(next);
      }
    }
    return new CharacterSet(merged);
  }

  CharacterSet negated() {
    List<Range> rest = new ArrayList<>();
    int from = 0;
    for (Range range : ranges) {
      if (from < range.from) {
        rest.add(new Range(from, range.from - 1));
      }
      from = range.to + 1;
    }
    if (from <= Character.MAX_CODE_POINT) {
      rest.add(new Range(from, Character.MAX_CODE_POINT));
    }
    return new CharacterSet(rest);
  }

  /** Says whether it holds nothing but ASCII. */
  boolean isAscii() {
    return ranges.stream().allMatch(range -> range.to < 0x80);
  }

  /** Returns a set of ASCII with the other cases of its letters. */
  CharacterSet foldedAscii() {
    List<CharacterSet> all = new ArrayList<>(List.of(this));
    for (int upper = 'A'; upper <= 'Z'; upper++) {
      int lower = upper + ('a' - 'A');
      if (contains(upper) || contains(lower)) {
        all.add(of(upper));
        all.add(of(lower));
      }
    }
    if (contains('s') || contains('S')) {
      all.add(of(LONG_S));
    }
    if (contains('k') || contains('K')) {
      all.add(of(KELVIN));
    }
    return union(all);
  }

  boolean contains(int codePoint) {
    for (Range range : ranges) {
      if (range.from <= codePoint && codePoint <= range.to) {
        return true;
      }
    }
    return false;
  }
}
