package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Code points that one part of a pattern matches.
 *
 * @param ranges ranges that grow and neither meet nor touch
 * @param classes what else it holds
 * @param isNegated whether it holds all others instead; only if there are classes
 */
record CharacterSet(List<Range> ranges, List<Named> classes, boolean isNegated) {

  /** Another case of s. */
  private static final int LONG_S = 0x17F;

  /** Another case of k. */
  private static final int KELVIN = 0x212A;

  /** Code points from one to another, both included. */
  record Range(int from, int to) {}

  /** The code points that a class holds, or all others. */
  record Named(UnicodeClass known, boolean isNegated) {

    boolean contains(int codePoint) {
      return known.contains(codePoint) != isNegated;
    }
  }

  private CharacterSet(List<Range> ranges) {
    this(ranges, List.of(), false);
  }

  static CharacterSet of(int codePoint) {
    return of(codePoint, codePoint);
  }

  static CharacterSet of(int from, int to) {
    return new CharacterSet(List.of(new Range(from, to)));
  }

  static CharacterSet of(UnicodeClass known, boolean isNegated) {
    return new CharacterSet(List.of(), List.of(new Named(known, isNegated)), false);
  }

  /** Returns all code points that one of the sets holds, none of which may be negated. */
  static CharacterSet union(List<CharacterSet> sets) {
    List<Range> all = new ArrayList<>();
    Set<Named> classes = new LinkedHashSet<>();
    for (CharacterSet set : sets) {
      if (set.isNegated) {
        throw new IllegalArgumentException("sets must not be negated: " + set);
      }
      all.addAll(set.ranges);
      classes.addAll(set.classes);
    }
    return new CharacterSet(merged(all), List.copyOf(classes), false);
  }

  private static List<Range> merged(List<Range> all) {
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
    return List.copyOf(merged);
  }

  CharacterSet negated() {
    if (!classes.isEmpty()) {
      return new CharacterSet(ranges, classes, !isNegated);
    }
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
    return new CharacterSet(List.copyOf(rest));
  }

  private boolean isAscii() {
    return ranges.stream().allMatch(range -> range.to < 0x80);
  }

  /** Returns a set of ranges with the other cases of all that it holds. */
  CharacterSet folded() {
    List<CharacterSet> all = new ArrayList<>(List.of(this));
    if (isAscii()) {
      addOtherAscii(all);
    } else {
      for (Range range : ranges) {
        Cases.others(range.from, range.to).forEach(other -> all.add(of(other)));
      }
    }
    return union(all);
  }

  private void addOtherAscii(List<CharacterSet> all) {
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
  }

  boolean contains(int codePoint) {
    return (inRanges(codePoint) || inClasses(codePoint)) != isNegated;
  }

  private boolean inRanges(int codePoint) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (codePoint < range.from) {
        high = middle - 1;
      } else if (codePoint > range.to) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private boolean inClasses(int codePoint) {
    for (Named named : classes) {
      if (named.contains(codePoint)) {
        return true;
      }
    }
    return false;
  }
}
