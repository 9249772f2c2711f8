package dev.mcppolicy.analysis;

/** Says whether a pattern says where the text begins and ends. */
final class Anchors {

  private final String pattern;
  private int depth;
  private boolean inClass;

  private Anchors(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Says whether every alternative of a pattern begins with {@code ^}, {@code \A} or a deliberate
   * {@code .*}, and ends with {@code $}, {@code \z} or {@code .*}.
   */
  static boolean areThere(String pattern) {
    String rest = pattern;
    if (rest.matches("(?s)\\(\\?[a-zA-Z]+\\).*")) {
      int end = rest.indexOf(')');
      if (rest.substring(0, end).indexOf('m') >= 0) {
        return false; // the anchors are those of lines
      }
      rest = rest.substring(end + 1);
    }
    return new Anchors(rest).everyAlternative();
  }

  private boolean everyAlternative() {
    int from = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i = afterEscape(i);
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        i = afterFirstOfClass(i);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == '|' && depth == 0) {
        if (!isAnchored(pattern.substring(from, i))) {
          return false;
        }
        from = i + 1;
      }
    }
    return isAnchored(pattern.substring(from));
  }

  private int afterEscape(int backslash) {
    if (pattern.startsWith("\\Q", backslash)) {
      int end = pattern.indexOf("\\E", backslash);
      return end < 0 ? pattern.length() : end + 1;
    }
    return backslash + 1;
  }

  /** A bracket that comes first in a class is one of it. */
  private int afterFirstOfClass(int bracket) {
    int at = bracket;
    if (pattern.startsWith("^", at + 1)) {
      at++;
    }
    return pattern.startsWith("]", at + 1) ? at + 1 : at;
  }

  private static boolean isAnchored(String alternative) {
    if (isGroup(alternative)) {
      int from = alternative.startsWith("(?:") ? 3 : 1;
      return new Anchors(alternative.substring(from, alternative.length() - 1)).everyAlternative();
    }
    boolean begins =
        alternative.startsWith("^")
            || alternative.startsWith("\\A")
            || alternative.startsWith(".*");
    boolean ends =
        (alternative.endsWith("$") && !isEscaped(alternative, alternative.length() - 1))
            || (alternative.endsWith("\\z") && !isEscaped(alternative, alternative.length() - 2))
            || (alternative.endsWith(".*") && !isEscaped(alternative, alternative.length() - 2));
    return begins && ends;
  }

  /** Says whether a pattern is one group without flags, and nothing else. */
  private static boolean isGroup(String pattern) {
    boolean plain =
        pattern.startsWith("(?:") || (pattern.startsWith("(") && !pattern.startsWith("(?"));
    if (!plain
        || !pattern.endsWith(")")
        || pattern.indexOf('\\') >= 0
        || pattern.indexOf('[') >= 0) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < pattern.length() - 1; i++) {
      depth += pattern.charAt(i) == '(' ? 1 : pattern.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
