package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a JSON text stand, so that something can be put between them without touching
 * a byte of the rest. The text has been read as JSON before.
 */
final class JsonSpans {

  private final String text;
  private int at;

  private JsonSpans(String text) {
    this.text = text;
  }

  /**
   * An object or a list.
   *
   * @param open where its bracket opens
   * @param close where its bracket closes
   * @param starts where its members or elements begin
   * @param lastEnd where the last of them ends; {@code open + 1} if there is none
   * @param members the objects and lists that are members of it
   */
  record Span(int open, int close, List<Integer> starts, int lastEnd, Map<String, Span> members) {}

  /** Returns where the parts of a document that is an object or a list stand. */
  static Span of(String json) {
    Span span = new JsonSpans(json).value();
    if (span == null) {
      throw new IllegalArgumentException("json must be an object or a list");
    }
    return span;
  }

  /**
   * Returns a text with something put after the last member or element of an object or list.
   *
   * @param indent how deep to indent where nothing stands yet to go by
   */
  static String append(String json, Span into, String added, String indent) {
    if (into.starts().isEmpty()) {
      String outer = indent.substring(Math.min(2, indent.length()));
      return json.substring(0, into.open() + 1)
          + "\n"
          + indent
          + added
          + "\n"
          + outer
          + json.substring(into.close());
    }
    return json.substring(0, into.lastEnd())
        + separator(json, into)
        + added
        + json.substring(into.lastEnd());
  }

  /**
   * Returns a comma and what stands between two members: a line break and its indent, or a space.
   */
  private static String separator(String json, Span into) {
    int start = into.starts().get(into.starts().size() - 1);
    int from = start;
    while (from > 0 && isSpace(json.charAt(from - 1))) {
      from--;
    }
    String before = json.substring(from, start);
    int line = before.lastIndexOf('\n');
    if (line < 0) {
      return ", ";
    }
    boolean carriage = line > 0 && before.charAt(line - 1) == '\r';
    return "," + (carriage ? "\r" : "") + before.substring(line);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private @Nullable Span value() {
    skipSpace();
    char c = text.charAt(at);
    if (c == '{' || c == '[') {
      return container(c == '{');
    }
    if (c == '"') {
      string();
    } else {
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
    }
    return null;
  }

  private Span container(boolean isObject) {
    int open = at++;
    List<Integer> starts = new ArrayList<>();
    Map<String, Span> members = new LinkedHashMap<>();
    int lastEnd = at;
    skipSpace();
    while (text.charAt(at) != '}' && text.charAt(at) != ']') {
      if (text.charAt(at) == ',') {
        at++;
        skipSpace();
      }
      starts.add(at);
      String key = "";
      if (isObject) {
        key = key();
        skipSpace();
        at++;
      }
      Span member = value();
      if (member != null && isObject) {
        members.put(key, member);
      }
      lastEnd = at;
      skipSpace();
    }
    return new Span(open, at++, starts, lastEnd, members);
  }

  /** Passes a string, and returns it as it is written, with its quotes. */
  private String string() {
    int from = at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(from, ++at);
  }

  /** Passes a key, and returns what it says, with whatever escapes it is written. */
  private String key() {
    Node read = JsonReader.read(string(), new Findings(), JsonReader.Numbers.ANY);
    return ((TextNode) Objects.requireNonNull(read)).text();
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }
}
