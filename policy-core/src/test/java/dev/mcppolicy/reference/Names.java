package dev.mcppolicy.reference;

/** Tool names and the globs that match them. */
final class Names {

  private Names() {}

  /** Whether a key of {@code tools} or an entry of {@code hide} names the tool. */
  static boolean matches(String pattern, String name) {
    int[] wanted = pattern.codePoints().toArray();
    int[] given = name.codePoints().toArray();
    return matches(wanted, 0, given, 0);
  }

  private static boolean matches(int[] wanted, int i, int[] given, int j) {
    if (i == wanted.length) {
      return j == given.length;
    }
    if (wanted[i] == '*') {
      for (int rest = j; rest <= given.length; rest++) {
        if (matches(wanted, i + 1, given, rest)) {
          return true;
        }
      }
      return false;
    }
    if (j == given.length) {
      return false;
    }
    if (wanted[i] != '?' && wanted[i] != given[j]) {
      return false;
    }
    return matches(wanted, i + 1, given, j + 1);
  }

  /** The segment of a JSON Pointer that stands for the key. */
  static String pointerSegment(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
