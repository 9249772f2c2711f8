package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.Characters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints a value for a person, in at most {@value #MOST} characters of one line: texts in quotes,
 * and whatever isn't plainly visible escaped.
 */
final class Glimpse {

  private static final int MOST = 80;

  private final StringBuilder out = new StringBuilder();

  /** How much can be kept if the end is replaced by an ellipsis. */
  private int kept;

  private Glimpse() {}

  static String of(@Nullable Object value) {
    Glimpse glimpse = new Glimpse();
    glimpse.value(value);
    if (glimpse.out.length() <= MOST) {
      return glimpse.out.toString();
    }
    return glimpse.out.substring(0, glimpse.kept) + "…";
  }

  private boolean isFull() {
    return out.length() > MOST;
  }

  /** Appends what is kept or left out as a whole. */
  private void append(String atom) {
    out.append(atom);
    if (out.length() < MOST) {
      kept = out.length();
    }
  }

  private void value(@Nullable Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else {
      plain(String.valueOf(value));
    }
  }

  private void plain(String text) {
    for (int i = 0; i < text.length() && !isFull(); i++) {
      append(text.substring(i, i + 1));
    }
  }

  private void text(String text) {
    append("\"");
    for (int i = 0; i < text.length() && !isFull(); ) {
      int c = text.codePointAt(i);
      append(visible(c));
      i += Character.charCount(c);
    }
    append("\"");
  }

  private static String visible(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    return Characters.isPlain(c) ? Character.toString(c) : Characters.escaped(c);
  }

  private void list(List<?> list) {
    append("[");
    String separator = "";
    for (Object element : list) {
      if (isFull()) {
        break;
      }
      append(separator);
      value(element);
      separator = ", ";
    }
    append("]");
  }

  private void map(Map<?, ?> map) {
    append("{");
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (isFull()) {
        break;
      }
      append(separator);
      value(entry.getKey());
      append(": ");
      value(entry.getValue());
      separator = ", ";
    }
    append("}");
  }
}
