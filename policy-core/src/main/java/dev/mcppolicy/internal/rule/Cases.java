package dev.mcppolicy.internal.rule;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which code points differ in nothing but their case, as RE2/J has it. */
final class Cases {

  /** No letter above has another case. */
  static final int LAST = 0x1FFFF;

  /** The last letter whose case RE2/J ignores in a class, too, and not only by itself. */
  private static final int LAST_OF_CLASSES = 0x1044F;

  /** Those that may be others of a code point's case, by that code point. */
  private static final NavigableMap<Integer, List<Integer>> CANDIDATES = candidates();

  /** What RE2/J has said: no more than there are candidates. */
  private static final Map<Integer, List<Integer>> ASKED = new ConcurrentHashMap<>();

  private Cases() {}

  private static NavigableMap<Integer, List<Integer>> candidates() {
    Map<Integer, List<Integer>> groups = new HashMap<>();
    for (int c = 0; c <= LAST; c++) {
      int key = Character.toLowerCase(Character.toUpperCase(c));
      if (key != c || Character.toUpperCase(c) != c || Character.toLowerCase(c) != c) {
        List<Integer> group = groups.computeIfAbsent(key, k -> new ArrayList<>(List.of(k)));
        if (c != key) {
          group.add(c);
        }
      }
    }
    NavigableMap<Integer, List<Integer>> all = new TreeMap<>();
    for (List<Integer> group : groups.values()) {
      group.forEach(c -> all.put(c, group));
    }
    return all;
  }

  /** Says whether RE2/J ignores a letter's case in one place, and not in another. */
  static boolean isDoubtful(int codePoint) {
    return codePoint > LAST_OF_CLASSES && CANDIDATES.containsKey(codePoint);
  }

  /** Returns the other cases of all code points from one to another, both included, in a class. */
  static List<Integer> others(int from, int to) {
    List<Integer> all = new ArrayList<>();
    for (Map.Entry<Integer, List<Integer>> candidate :
        CANDIDATES.subMap(from, true, to, true).entrySet()) {
      all.addAll(ASKED.computeIfAbsent(candidate.getKey(), c -> asked(c, candidate.getValue())));
    }
    return all;
  }

  private static List<Integer> asked(int codePoint, Collection<Integer> candidates) {
    Pattern pattern = Pattern.compile(String.format(Locale.ROOT, "(?i)[\\x{%x}]", codePoint));
    return candidates.stream()
        .filter(other -> other != codePoint)
        .filter(other -> pattern.matcher(Character.toString(other)).find())
        .toList();
  }
}
