package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a call a value stands, as in {@code args.files[0].name}. Two paths are equal if they
 * lead to the same place, however they are written.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Path {

  /** What a path starts with. */
  public enum Root {
    /** The call's arguments. */
    ARGS("args"),
    /** What the host says of who calls. */
    CALLER("caller"),
    /** The name of the server; nothing follows it. */
    SERVER_NAME("server.name"),
    /** The name of the tool; nothing follows it. */
    TOOL_NAME("tool.name");

    private final String text;

    Root(String text) {
      this.text = text;
    }

    /** Returns how a path writes it. */
    public String text() {
      return text;
    }
  }

  private static final Step[] NO_STEPS = {};
  private static final String[] NO_TEXTS = {};

  private final Root root;

  /** The steps between one {@code [*]} and the next. */
  private final Step[][] runs;

  /** The canonical text before the first {@code [*]}, between it and the next, and so on. */
  private final String[] texts;

  private final String canonical;

  /** The name of the argument that it leads to, if that is all it does. */
  private final @Nullable String argument;

  /**
   * Makes a path.
   *
   * @param runs the steps before the first {@code [*]}, between it and the next, and so on
   * @param texts the one text of each of them, the first with its root
   */
  Path(Root root, List<List<Step>> runs, List<String> texts) {
    this.root = root;
    this.runs = new Step[runs.size()][];
    for (int i = 0; i < this.runs.length; i++) {
      this.runs[i] = runs.get(i).toArray(NO_STEPS);
    }
    this.texts = texts.toArray(NO_TEXTS);
    this.canonical = canonical(List.of());
    this.argument = argument(root, runs);
  }

  private static @Nullable String argument(Root root, List<List<Step>> runs) {
    boolean one = root == Root.ARGS && runs.size() == 1 && runs.get(0).size() == 1;
    return one && runs.get(0).get(0) instanceof Step.Field field ? field.name() : null;
  }

  /**
   * Reads a path.
   *
   * @throws PathSyntaxException if it isn't one
   */
  public static Path parse(String text) {
    return new PathParser(text).parse();
  }

  /** Returns what it starts with. */
  public Root root() {
    return root;
  }

  /** Says whether it holds {@code [*]}, and so leads to many values. */
  public boolean hasEach() {
    return runs.length > 1;
  }

  /** Returns the one text that all equal paths have, which reads as a path itself. */
  public String canonical() {
    return canonical;
  }

  /** Returns the canonical text with the first of the {@code [*]} replaced by indexes. */
  String canonical(List<Integer> indexes) {
    if (texts.length == 1) {
      return texts[0];
    }
    StringBuilder text = new StringBuilder(texts[0]);
    for (int i = 1; i < texts.length; i++) {
      text.append('[').append(i <= indexes.size() ? indexes.get(i - 1) : "*").append(']');
      text.append(texts[i]);
    }
    return text.toString();
  }

  /**
   * Returns the value it leads to, or a {@link Missing}.
   *
   * @throws IllegalStateException if it holds {@code [*]}
   */
  public @Nullable Object resolve(ToolCall call) {
    if (hasEach()) {
      throw new IllegalStateException("path must not hold [*]: " + canonical);
    }
    return first(call);
  }

  /** Returns the number of {@code [*]}. */
  int eachCount() {
    return runs.length - 1;
  }

  /** Returns what the steps up to the first {@code [*]}, or to the end, lead to. */
  @Nullable Object first(ToolCall call) {
    return argument == null ? walk(0, start(call)) : argument(call, argument);
  }

  /** Returns the name of the argument that it leads to, if that is all it does, or null. */
  @Nullable String argument() {
    return argument;
  }

  /** Returns what a path leads to that leads to one argument. */
  static @Nullable Object argument(ToolCall call, String name) {
    Map<String, @Nullable Object> arguments = call.arguments().asMap();
    Object value = arguments.get(name);
    return value != null || arguments.containsKey(name) ? value : Missing.ABSENT;
  }

  private Object start(ToolCall call) {
    return switch (root) {
      case ARGS -> call.arguments().asMap();
      case CALLER -> call.caller().attributes();
      case TOOL_NAME -> call.tool();
      case SERVER_NAME -> {
        String server = call.server().orElse(null);
        yield server == null ? Missing.ABSENT : server;
      }
    };
  }

  /** Takes the steps after so many {@code [*]}, up to the next or to the end. */
  @Nullable Object walk(int run, @Nullable Object from) {
    Object value = from;
    for (Step step : runs[run]) {
      value = step.from(value);
      if (value instanceof Missing) {
        return value;
      }
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Path path && canonical.equals(path.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return canonical;
  }
}
