package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small strict JSON reader and writer: objects as {@link Map}, lists as {@link List}, texts,
 * booleans, {@code null}, numbers as {@link BigDecimal}, or as {@link Unjudgeable} past the bounds
 * of the language.
 */
final class JsonText {

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) {
    JsonText reader = new JsonText(text);
    Object value = reader.value();
    reader.space();
    if (reader.at != text.length()) {
      throw reader.broken("trailing content");
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    if (at == text.length()) {
      throw broken("a value is missing");
    }
    char c = text.charAt(at);
    if (c == '{') {
      return object();
    }
    if (c == '[') {
      return list();
    }
    if (c == '"') {
      return string();
    }
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (word("true")) {
      return true;
    }
    if (word("false")) {
      return false;
    }
    if (word("null")) {
      return null;
    }
    throw broken("no value");
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    at++;
    space();
    if (peek('}')) {
      at++;
      return fields;
    }
    while (true) {
      space();
      if (!peek('"')) {
        throw broken("a key is missing");
      }
      String key = string();
      space();
      take(':');
      if (fields.containsKey(key)) {
        throw broken("duplicate key " + key);
      }
      fields.put(key, value());
      space();
      if (peek(',')) {
        at++;
        continue;
      }
      take('}');
      return fields;
    }
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    space();
    if (peek(']')) {
      at++;
      return elements;
    }
    while (true) {
      elements.add(value());
      space();
      if (peek(',')) {
        at++;
        continue;
      }
      take(']');
      return elements;
    }
  }

  private String string() {
    take('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at == text.length()) {
        throw broken("an open text");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c < ' ') {
        throw broken("a control character in a text");
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = at < text.length() ? text.charAt(at++) : ' ';
      switch (escaped) {
        case '"', '\\', '/' -> out.append(escaped);
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        }
        default -> throw broken("no such escape");
      }
    }
  }

  private Object number() {
    int start = at;
    if (peek('-')) {
      at++;
    }
    int digits = 0;
    if (peek('0')) {
      at++;
      digits++;
    } else {
      digits += digits();
    }
    if (peek('.')) {
      at++;
      digits += digits();
    }
    String exponent = "0";
    if (peek('e') || peek('E')) {
      at++;
      int from = at;
      if (peek('+')) {
        at++;
        from++;
      } else if (peek('-')) {
        at++;
      }
      digits();
      exponent = text.substring(from, at);
    }
    String token = text.substring(start, at);
    BigDecimal size = new BigDecimal(exponent).abs();
    if (digits > 400 || size.compareTo(BigDecimal.valueOf(400)) > 0) {
      return new Unjudgeable(token);
    }
    return new BigDecimal(token);
  }

  private int digits() {
    int from = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw broken("a digit is missing");
    }
    return at - from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void take(char c) {
    if (!peek(c)) {
      throw broken("'" + c + "' is missing");
    }
    at++;
  }

  private IllegalArgumentException broken(String why) {
    return new IllegalArgumentException(why + " at " + at);
  }

  /** The value as JSON on one line. */
  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> object) {
      String separator = "";
      out.append('{');
      for (Map.Entry<?, ?> field : object.entrySet()) {
        out.append(separator);
        writeText((String) field.getKey(), out);
        out.append(": ");
        write(field.getValue(), out);
        separator = ", ";
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      String separator = "";
      out.append('[');
      for (Object element : list) {
        out.append(separator);
        write(element, out);
        separator = ", ";
      }
      out.append(']');
    } else if (value instanceof String text) {
      writeText(text, out);
    } else {
      out.append(value);
    }
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
