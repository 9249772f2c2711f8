package dev.mcppolicy.internal.rule;

/** What a host name looks like: labels of letters, digits, {@code -} and {@code _}. */
final class HostName {

  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  private HostName() {}

  /** Says whether a part of a text is a sequence of labels whose last is no number. */
  static boolean isName(String text, int from, int end) {
    return isLabels(text, from, end) && !endsInNumber(text, from, end);
  }

  private static boolean isLabels(String text, int from, int end) {
    if (end - from > MAX_NAME) {
      return false;
    }
    int labelFrom = from;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (!isLabelLength(i - labelFrom)) {
          return false;
        }
        labelFrom = i + 1;
      } else if (!isLabelCharacter(c)) {
        return false;
      }
    }
    return isLabelLength(end - labelFrom);
  }

  private static boolean isLabelLength(int length) {
    return length > 0 && length <= MAX_LABEL;
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /**
   * Says whether the last label is all digits, or all hex digits after {@code 0x}: whoever resolves
   * such a host may read it as an IPv4 address.
   */
  static boolean endsInNumber(String text, int from, int end) {
    int last = Math.max(from, text.lastIndexOf('.', end - 1) + 1);
    boolean hex = text.regionMatches(true, last, "0x", 0, 2) && end - last >= 2;
    for (int i = hex ? last + 2 : last; i < end; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || (digit > 9 && !hex)) {
        return false;
      }
    }
    return last < end;
  }
}
