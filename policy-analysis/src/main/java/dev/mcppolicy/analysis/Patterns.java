package dev.mcppolicy.analysis;

import java.util.ArrayList;
import java.util.List;

/** Guesses texts that a pattern may match: simple ones, whose success is tried afterwards. */
final class Patterns {

  private static final int MOST_REPEATED = 64;

  private final String pattern;
  private int at;

  private Patterns(String pattern) {
    this.pattern = pattern;
  }

  /** Returns a text that the pattern perhaps matches. */
  static String guess(String pattern) {
    try {
      return new Patterns(pattern).alternatives();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return "";
    }
  }

  /** Returns the first alternative up to the end or a closing bracket, and skips the others. */
  private String alternatives() {
    String first = sequence();
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      sequence();
    }
    return first;
  }

  private String sequence() {
    StringBuilder text = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      text.append(repeated(atom()));
    }
    return text.toString();
  }

  private String atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> "";
      case '.' -> "a";
      case '[' -> ofClass();
      case '(' -> group();
      case '\\' -> escape();
      default -> String.valueOf(c);
    };
  }

  private String group() {
    if (pattern.startsWith("?", at)) {
      while (":)>".indexOf(pattern.charAt(at)) < 0) {
        at++;
      }
      if (pattern.charAt(at++) == ')') {
        return "";
      }
    }
    String text = alternatives();
    at++;
    return text;
  }

  private String escape() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case 'd' -> "1";
      case 'w', 'S', 'D' -> "a";
      case 's' -> " ";
      case 'W' -> "-";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'A', 'z', 'b', 'B', 'Q', 'E' -> "";
      default -> String.valueOf(c);
    };
  }

  private String ofClass() {
    boolean negated = pattern.charAt(at) == '^';
    List<String> members = new ArrayList<>();
    int from = negated ? ++at : at;
    while (pattern.charAt(at) != ']' || at == from) {
      if (pattern.startsWith("[:", at)) {
        at = pattern.indexOf(":]", at) + 2;
        members.add("a");
      } else {
        char c = pattern.charAt(at++);
        members.add(c == '\\' ? escape() : String.valueOf(c));
      }
    }
    at++;
    return negated ? (members.contains("q") ? "Q" : "q") : members.get(0);
  }

  private String repeated(String text) {
    if (at >= pattern.length()) {
      return text;
    }
    int times = 1;
    char c = pattern.charAt(at);
    if (c == '*' || c == '+' || c == '?') {
      at++;
    } else if (c == '{' && Character.isDigit(pattern.charAt(at + 1))) {
      int end = pattern.indexOf('}', at);
      String count = pattern.substring(at + 1, end);
      times = Integer.parseInt(count.split(",", -1)[0]);
      at = end + 1;
    } else {
      return text;
    }
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    }
    return text.repeat(Math.min(times, MOST_REPEATED));
  }
}
