package dev.mcppolicy.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a path: its root, then {@code .field} and {@code ["key"]} as a text, {@code [0]} as a
 * {@link BigInteger}, {@code [*]} as {@link Each}.
 */
final class PathSteps {

  /** Every element of a list. */
  enum Each {
    EACH
  }

  private PathSteps() {}

  /** The root as the first text, and the steps after it. */
  static List<Object> parse(String path) {
    List<Object> steps = new ArrayList<>();
    int at = 0;
    while (at < path.length() && ".[".indexOf(path.charAt(at)) < 0) {
      at++;
    }
    steps.add(path.substring(0, at));
    while (at < path.length()) {
      if (path.charAt(at) == '.') {
        int from = ++at;
        while (at < path.length() && ".[".indexOf(path.charAt(at)) < 0) {
          at++;
        }
        steps.add(path.substring(from, at));
      } else if (path.startsWith("[*]", at)) {
        steps.add(Each.EACH);
        at += 3;
      } else if (path.startsWith("[\"", at)) {
        int from = at + 1;
        at += 2;
        while (path.charAt(at) != '"') {
          at += path.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        steps.add(
            (String) java.util.Objects.requireNonNull(JsonText.parse(path.substring(from, at))));
        at++;
      } else {
        int close = path.indexOf(']', at);
        steps.add(new BigInteger(path.substring(at + 1, close)));
        at = close + 1;
      }
    }
    return steps;
  }
}
