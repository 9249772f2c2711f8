package dev.mcppolicy.cli;

import dev.mcppolicy.tools.lock.Edit;

/**
 * How a change of one place is shown: on one line if it is short, else as it was and as it is, each
 * on a line of its own. What both begin and end with is shortened; what differs never is.
 *
 * @param sign {@code +}, {@code -} or {@code ~}
 * @param first the place, and what stands there if that is short
 * @param before what stood there, or nothing if the first line says it
 * @param after what stands there now, or nothing if the first line says it
 */
record EditLines(String sign, String first, String before, String after) {

  private static final int SHORT = 60;
  private static final int CONTEXT = 30;

  static EditLines of(Edit edit) {
    String place = edit.pointer() + ": ";
    String before = edit.before();
    String after = edit.after();
    if (before == null) {
      return new EditLines("+", place + after, "", "");
    }
    if (after == null) {
      return new EditLines("-", place + before, "", "");
    }
    if (before.length() + after.length() <= SHORT) {
      return new EditLines("~", place + before + " -> " + after, "", "");
    }
    int start = Math.max(0, commonStart(before, after) - CONTEXT);
    int end = Math.max(0, commonEnd(before, after) - CONTEXT);
    return new EditLines(
        "~", edit.pointer(), shortened(before, start, end), shortened(after, start, end));
  }

  private static int commonStart(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int i = 0;
    while (i < most && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static int commonEnd(String one, String other) {
    int most = Math.min(one.length(), other.length()) - commonStart(one, other);
    int i = 0;
    while (i < most && one.charAt(one.length() - 1 - i) == other.charAt(other.length() - 1 - i)) {
      i++;
    }
    return i;
  }

  private static String shortened(String text, int start, int end) {
    int from = start > 0 && Character.isLowSurrogate(text.charAt(start)) ? start - 1 : start;
    int to = text.length() - end;
    to = end > 0 && Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
    return (from > 1 ? "…" : text.substring(0, from))
        + text.substring(from, to)
        + (text.length() - to > 1 ? "…" : text.substring(to));
  }
}
