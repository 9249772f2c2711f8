package dev.mcppolicy.tools;

import dev.mcppolicy.internal.text.Characters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints policies and their tests as people write them: what is short stays on a line. */
final class PolicyText {

  /** How long a list of names may be on one line. */
  private static final int WIDTH = 100;

  private PolicyText() {}

  /** Returns a value on one line. */
  static String inline(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> members = new ArrayList<>();
      map.forEach((key, part) -> members.add(quoted((String) key) + ": " + inline(part)));
      return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(PolicyText::inline).toList()) + "]";
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  /** Returns an entry of {@code tools}: on one line if it holds one thing at most. */
  static String entry(String indent, Map<String, Object> entry) {
    if (entry.size() <= 1) {
      return inline(entry);
    }
    List<String> members = new ArrayList<>();
    entry.forEach((key, value) -> members.add(quoted(key) + ": " + value(indent + "  ", value)));
    return block(indent, "{", members, "}");
  }

  private static String value(String indent, Object value) {
    return value instanceof List<?> list ? list(indent, list) : inline(value);
  }

  /** Returns a list, on one line if it is short and holds no object after another. */
  static String list(String indent, List<?> list) {
    String line = inline(list);
    boolean single = list.size() < 2 || list.stream().noneMatch(part -> part instanceof Map);
    if (single && (list.size() < 2 || line.length() <= WIDTH)) {
      return line;
    }
    return block(indent, "[", list.stream().map(PolicyText::inline).toList(), "]");
  }

  /** Returns lines between brackets, one step further in than the line they begin on. */
  static String block(String indent, String open, List<String> lines, String close) {
    String deeper = "\n" + indent + "  ";
    return open + deeper + String.join("," + deeper, lines) + "\n" + indent + close;
  }

  /** Returns a text as a JSON string in which whatever isn't plainly visible is escaped. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        out.append('\\').append((char) c);
      } else if (Characters.isPlain(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(Characters.escaped(c));
      }
    }
    return out.append('"').toString();
  }
}
