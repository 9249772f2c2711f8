package dev.mcppolicy.internal.engine;

import dev.mcppolicy.internal.rule.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds, among many names and globs, those that a tool's name matches: exact names by hash, globs
 * one after the other.
 */
final class NameIndex {

  private final Map<String, List<Integer>> exact = new HashMap<>();
  private final List<Integer> globPositions = new ArrayList<>();
  private final List<Glob> globs = new ArrayList<>();

  NameIndex(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (Glob.isGlob(names.get(i))) {
        globPositions.add(i);
        globs.add(Glob.of(names.get(i)));
      } else {
        List<Integer> known = exact.get(names.get(i));
        if (known == null) {
          known = new ArrayList<>(1);
          exact.put(names.get(i), known);
        }
        known.add(i);
      }
    }
  }

  /** Returns the exact names. */
  Set<String> names() {
    return exact.keySet();
  }

  /** Returns the positions of the names that match, in order. */
  Set<Integer> matching(String tool) {
    TreeSet<Integer> found = new TreeSet<>(exact.getOrDefault(tool, List.of()));
    if (!globs.isEmpty()) {
      int[] codePoints = tool.codePoints().toArray();
      for (int i = 0; i < globs.size(); i++) {
        if (globs.get(i).matches(codePoints)) {
          found.add(globPositions.get(i));
        }
      }
    }
    return found;
  }
}
