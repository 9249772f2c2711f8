package dev.mcppolicy.internal.rule;

/**
 * A tool name in which {@code *} stands for any run of characters and {@code ?} for one code point.
 * Nothing escapes them.
 */
public final class Glob {

  private final int[] pattern;

  private Glob(String pattern) {
    this.pattern = pattern.codePoints().toArray();
  }

  /** Says whether a name is a glob at all. */
  public static boolean isGlob(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
  }

  /** Returns a name that may hold stars and question marks. */
  public static Glob of(String pattern) {
    return new Glob(pattern);
  }

  /** Says whether a whole name matches. */
  public boolean matches(String name) {
    return matches(name.codePoints().toArray());
  }

  /**
   * Says whether the code points of a whole name match: on a mismatch the last star takes one code
   * point more.
   */
  public boolean matches(int[] name) {
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
