package dev.mcppolicy.analysis.internal.page;

import dev.mcppolicy.internal.text.Characters;
import java.util.Objects;

/**
 * A text of a page. Markup in it is shown, not obeyed; a character that would be invisible or turn
 * the text around is shown as JSON escapes it, as in {@code \u202e}.
 */
record Text(String text) implements Html {

  Text {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public void writeTo(StringBuilder out) {
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                out.append('\n');
              } else if (Characters.isPlain(c)) {
                escape(c, out);
              } else {
                out.append("<span class=\"unseen\">")
                    .append(Characters.escaped(c))
                    .append("</span>");
              }
            });
  }

  /** Prints the value of an attribute, without its quotes. */
  static void writeAttribute(String value, StringBuilder out) {
    value
        .codePoints()
        .forEach(
            c -> {
              if (Characters.isPlain(c)) {
                escape(c, out);
              } else {
                out.append(Characters.escaped(c));
              }
            });
  }

  private static void escape(int c, StringBuilder out) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(c);
    }
  }
}
