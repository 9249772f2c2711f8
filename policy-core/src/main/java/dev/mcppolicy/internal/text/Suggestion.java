package dev.mcppolicy.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. */
final class Suggestion {

  private static final int LONGEST = 40;

  private Suggestion() {}

  /** Returns the known word that is nearest, if one is near. */
  static Optional<String> among(Collection<String> known, String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(word -> distance(word, written) <= most)
        .min(Comparator.comparingInt(word -> distance(word, written)));
  }

  /** Counts the letters to insert, remove, replace or swap. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replace = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = best;
      }
    }
    return steps[a.length()][b.length()];
  }
}
