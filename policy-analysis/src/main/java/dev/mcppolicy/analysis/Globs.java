package dev.mcppolicy.analysis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What two names or globs have in common. */
final class Globs {

  private static final int ANY_CODE_POINT = 'a';

  private Globs() {}

  static boolean isGlob(String key) {
    return key.indexOf('*') >= 0 || key.indexOf('?') >= 0;
  }

  /** Says whether a key matches every name. */
  static boolean isEverything(String key) {
    return key.codePoints().allMatch(c -> c == '*');
  }

  /** Says whether a key surely matches every name that another matches. */
  static boolean covers(String key, String other) {
    int[] wide = key.codePoints().toArray();
    int[] narrow = other.codePoints().toArray();
    int w = 0;
    int n = 0;
    int star = -1;
    int starred = 0;
    while (n < narrow.length) {
      if (w < wide.length && wide[w] == '*') {
        star = w++;
        starred = n;
      } else if (w < wide.length && narrow[n] != '*' && (wide[w] == '?' || wide[w] == narrow[n])) {
        w++;
        n++;
      } else if (star >= 0) {
        w = star + 1;
        n = ++starred;
      } else {
        return false;
      }
    }
    while (w < wide.length && wide[w] == '*') {
      w++;
    }
    return w == wide.length;
  }

  /** Where two patterns stand. */
  private record Position(int a, int b) {}

  /** Returns a name that two keys match, if there is one. */
  static Optional<String> common(String a, String b) {
    int[] one = a.codePoints().toArray();
    int[] two = b.codePoints().toArray();
    Map<Position, String> names = new HashMap<>();
    Deque<Position> todo = new ArrayDeque<>();
    reach(new Position(0, 0), "", names, todo);
    while (!todo.isEmpty()) {
      Position at = todo.remove();
      String name = names.getOrDefault(at, "");
      if (at.a() == one.length && at.b() == two.length && !name.isEmpty()) {
        return Optional.of(name);
      }
      boolean starA = at.a() < one.length && one[at.a()] == '*';
      boolean starB = at.b() < two.length && two[at.b()] == '*';
      if (starA) {
        reach(new Position(at.a() + 1, at.b()), name, names, todo);
      }
      if (starB) {
        reach(new Position(at.a(), at.b() + 1), name, names, todo);
      }
      if (at.a() < one.length && at.b() < two.length) {
        step(at, one[at.a()], two[at.b()], name, names, todo);
      }
    }
    return Globs.isEverything(a) && Globs.isEverything(b) ? Optional.of("a") : Optional.empty();
  }

  /** Takes one code point that both match. */
  private static void step(
      Position at, int a, int b, String name, Map<Position, String> names, Deque<Position> todo) {
    boolean wildA = a == '*' || a == '?';
    boolean wildB = b == '*' || b == '?';
    if (!wildA && !wildB && a != b) {
      return;
    }
    int taken = wildA ? (wildB ? ANY_CODE_POINT : b) : a;
    Position next = new Position(a == '*' ? at.a() : at.a() + 1, b == '*' ? at.b() : at.b() + 1);
    if (!next.equals(at)) {
      reach(next, name + Character.toString(taken), names, todo);
    }
  }

  private static void reach(
      Position position, String name, Map<Position, String> names, Deque<Position> todo) {
    if (names.putIfAbsent(position, name) == null) {
      todo.add(position);
    }
  }
}
