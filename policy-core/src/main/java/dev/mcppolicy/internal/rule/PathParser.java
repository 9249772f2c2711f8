package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.RuleMessages;
import dev.mcppolicy.internal.value.CanonicalJson;
import dev.mcppolicy.internal.value.Freezer;
import java.util.ArrayList;
import java.util.List;

/** Reads one path, from left to right. */
final class PathParser {

  private static final int MAX_INDEX_DIGITS = 9;
  private static final Path.Root[] ROOTS = Path.Root.values();

  private final String text;
  private final List<List<Step>> runs = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /** The steps since the last {@code [*]}, and their canonical text. */
  private List<Step> run = new ArrayList<>();

  private StringBuilder canonical = new StringBuilder();
  private int at;

  PathParser(String text) {
    this.text = text;
  }

  Path parse() {
    if (Freezer.hasLoneSurrogate(text)) {
      throw new PathSyntaxException(RuleMessages.pathHasLoneSurrogate());
    }
    Path.Root root = root();
    canonical.append(root.text());
    while (at < text.length()) {
      step();
    }
    endRun();
    return new Path(root, runs, texts);
  }

  private void endRun() {
    runs.add(run);
    texts.add(canonical.toString());
    run = new ArrayList<>();
    canonical = new StringBuilder();
  }

  private Path.Root root() {
    for (Path.Root root : ROOTS) {
      if (text.startsWith(root.text()) && endsName(root.text().length())) {
        at = root.text().length();
        requireSteps(root);
        return root;
      }
    }
    throw new PathSyntaxException(RuleMessages.unknownRoot(text, readsAfter("args.")));
  }

  private void requireSteps(Path.Root root) {
    boolean takesSteps = root == Path.Root.ARGS || root == Path.Root.CALLER;
    if (takesSteps && at == text.length()) {
      throw new PathSyntaxException(RuleMessages.bareRoot(root.text()));
    }
    if (!takesSteps && at < text.length()) {
      throw new PathSyntaxException(RuleMessages.nothingFollows(root.text()));
    }
  }

  /** Says whether what was written would be a path after a prefix. */
  private boolean readsAfter(String prefix) {
    try {
      new PathParser(prefix + text).parse();
      return !text.startsWith(prefix);
    } catch (PathSyntaxException e) {
      return false;
    }
  }

  private boolean endsName(int index) {
    return index == text.length() || text.charAt(index) == '.' || text.charAt(index) == '[';
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '.') {
      at++;
      field();
    } else if (c == '[') {
      at++;
      bracket();
    } else {
      throw wrong(at, RuleMessages.noStep());
    }
  }

  private void field() {
    int from = at;
    while (at < text.length() && !isReserved(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw wrong(from, RuleMessages.emptyField());
    }
    add(text.substring(from, at));
  }

  private static boolean isReserved(char c) {
    return c == '.' || c == '[' || c == ']' || c == '"';
  }

  private void bracket() {
    int from = at;
    if (at == text.length()) {
      throw wrong(from, RuleMessages.openBracket());
    }
    if (text.charAt(at) == '"') {
      at++;
      String name = quoted();
      close();
      add(name);
    } else if (text.charAt(at) == '*') {
      at++;
      close();
      endRun();
    } else {
      String digits = digits();
      close();
      canonical.append('[').append(digits).append(']');
      int index = digits.length() > MAX_INDEX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
      run.add(new Step.Element(index));
    }
  }

  private String digits() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong(from, RuleMessages.noIndex());
    }
    if (at - from > 1 && text.charAt(from) == '0') {
      throw wrong(from, RuleMessages.leadingZero());
    }
    return text.substring(from, at);
  }

  private void close() {
    if (at == text.length()) {
      throw wrong(at, RuleMessages.openBracket());
    }
    if (text.charAt(at) != ']') {
      throw wrong(at, RuleMessages.noClosingBracket());
    }
    at++;
  }

  /** Reads the rest of a JSON string. */
  private String quoted() {
    int from = at;
    StringBuilder name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c < 0x20) {
        throw wrong(at, RuleMessages.rawControl());
      }
      at++;
      name.append(c == '\\' ? escaped() : c);
    }
    if (at == text.length()) {
      throw wrong(from, RuleMessages.openQuote());
    }
    at++;
    String result = name.toString();
    if (Freezer.hasLoneSurrogate(result)) {
      throw wrong(from, RuleMessages.pathHasLoneSurrogate());
    }
    return result;
  }

  private char escaped() {
    int from = at - 1;
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode(from);
      default -> throw wrong(from, RuleMessages.badEscape());
    };
  }

  private char unicode(int from) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hexDigit(text.charAt(at++)) : -1;
      if (digit < 0) {
        throw wrong(from, RuleMessages.badEscape());
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  /** Returns the value of an ASCII digit, or -1. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private void add(String name) {
    run.add(new Step.Field(name.intern()));
    if (isPlain(name)) {
      canonical.append('.').append(name);
    } else {
      canonical.append('[');
      CanonicalJson.quote(name, canonical);
      canonical.append(']');
    }
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (isReserved(c) || c <= ' ' || c == 0x7f) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private PathSyntaxException wrong(int index, String what) {
    return new PathSyntaxException(RuleMessages.brokenPath(text, index + 1, what));
  }
}
