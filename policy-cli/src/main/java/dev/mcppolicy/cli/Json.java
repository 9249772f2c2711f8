package dev.mcppolicy.cli;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object to be printed, and how it is. Keys stay in the order in which they came. */
final class Json {

  private static final String INDENT = "  ";

  private final Map<String, Object> members = new LinkedHashMap<>();

  private Json() {}

  /** JSON that somebody printed already. */
  private record Printed(String text) {}

  static Json object() {
    return new Json();
  }

  /** Adds a text, number, boolean, object or list of these; an enum by its lower-case name. */
  Json put(String key, Object value) {
    members.put(key, value);
    return this;
  }

  /** Adds a value if there is one. */
  Json put(String key, Optional<?> value) {
    value.ifPresent(present -> members.put(key, present));
    return this;
  }

  /** Adds what is JSON already. */
  Json putPrinted(String key, String json) {
    members.put(key, new Printed(json));
    return this;
  }

  /** Returns an object or a list of objects as a document. */
  static String print(Object value) {
    StringBuilder out = new StringBuilder();
    print(value, "\n", out);
    return out.append('\n').toString();
  }

  private static void print(@Nullable Object value, String lineBreak, StringBuilder out) {
    String deeper = lineBreak + INDENT;
    if (value instanceof Json object) {
      String separator = "{";
      for (Map.Entry<String, Object> member : object.members.entrySet()) {
        out.append(separator).append(deeper);
        quote(member.getKey(), out);
        out.append(": ");
        print(member.getValue(), deeper, out);
        separator = ",";
      }
      out.append(object.members.isEmpty() ? "{" : lineBreak).append('}');
    } else if (value instanceof Collection<?> list) {
      String separator = "[";
      for (Object element : list) {
        out.append(separator).append(deeper);
        print(element, deeper, out);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[" : lineBreak).append(']');
    } else if (value instanceof Printed printed) {
      out.append(String.join(lineBreak, List.of(printed.text().strip().split("\n"))));
    } else if (value instanceof BigDecimal number) {
      out.append(number.toPlainString());
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Enum<?> name) {
      quote(name.name().toLowerCase(Locale.ROOT), out);
    } else {
      quote(String.valueOf(value), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
