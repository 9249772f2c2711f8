package dev.mcppolicy.tools;

/** Names of tools in which {@code *} is any run of characters and {@code ?} one code point. */
final class NameGlob {

  private NameGlob() {}

  /** Says whether a key of a policy means a tool. */
  static boolean matches(String key, String tool) {
    int[] pattern = key.codePoints().toArray();
    int[] name = tool.codePoints().toArray();
    int p = 0;
    int n = 0;
    int star = -1;
    int starred = 0;
    while (n < name.length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        starred = n;
      } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == name[n])) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++starred;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }
}
