package dev.mcppolicy.docs;

import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param page the page's name, as in {@code docs/limits.md}
 * @param line the line of its first fence, counted from 1
 * @param info the words after the fence, as in {@code json} and {@code fragment}
 * @param text what stands between the fences
 */
record Block(String page, int line, List<String> info, String text) {

  boolean is(String language) {
    return !info.isEmpty() && info.get(0).equals(language);
  }

  boolean is(String language, String kind) {
    return is(language) && info.size() == 2 && info.get(1).equals(kind);
  }

  /** Says whether it is of a language and nothing more is said of it. */
  boolean isPlain(String language) {
    return is(language) && info.size() == 1;
  }

  String where() {
    return page + ":" + line;
  }
}
