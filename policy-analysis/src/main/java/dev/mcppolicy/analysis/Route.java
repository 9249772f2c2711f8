package dev.mcppolicy.analysis;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.rule.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of a path through a call, walked backwards: makes calls that hold a value where the path
 * leads.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Route {

  private static final int GREATEST_INDEX = 200;

  /** The value of no part at all: it is left out of its parent. */
  static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "absent";
        }
      };

  /** A step into a field, an element, or, if both are missing, into every element. */
  private record Step(@Nullable String field, @Nullable Integer index) {
    boolean isEach() {
      return field == null && index == null;
    }
  }

  private final Path path;
  private final List<Step> steps;

  private Route(Path path, List<Step> steps) {
    this.path = path;
    this.steps = steps;
  }

  /** Returns the way of a path, or null if it leads through lists too long to be made. */
  static @Nullable Route of(Path path) {
    List<Step> steps = new ArrayList<>();
    boolean taken =
        !takesSteps(path.root())
            || read(path.canonical().substring(path.root().text().length()), steps);
    return taken ? new Route(path, List.copyOf(steps)) : null;
  }

  private static boolean takesSteps(Path.Root root) {
    return root == Path.Root.ARGS || root == Path.Root.CALLER;
  }

  private static boolean read(String text, List<Step> steps) {
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '.') {
        int end = at + 1;
        while (end < text.length() && ".[".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        steps.add(new Step(text.substring(at + 1, end), null));
        at = end;
      } else if (text.startsWith("[*]", at)) {
        steps.add(new Step(null, null));
        at += 3;
      } else if (text.charAt(at + 1) == '"') {
        int end = quoteEnd(text, at + 2);
        steps.add(new Step(unquoted(text.substring(at + 1, end)), null));
        at = end + 1;
      } else {
        int end = text.indexOf(']', at);
        String digits = text.substring(at + 1, end);
        if (digits.length() > 3 || Integer.parseInt(digits) > GREATEST_INDEX) {
          return false;
        }
        steps.add(new Step(null, Integer.valueOf(digits)));
        at = end + 1;
      }
    }
    return true;
  }

  private static int quoteEnd(String text, int from) {
    int at = from;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static String unquoted(String json) {
    return JsonReader.read(json, new Findings(), JsonReader.Numbers.ANY) instanceof TextNode text
        ? text.text()
        : json;
  }

  Path path() {
    return path;
  }

  /** Says whether whatever stands there is a text. */
  boolean leadsToText() {
    return path.root() == Path.Root.TOOL_NAME || path.root() == Path.Root.SERVER_NAME;
  }

  /** Says whether nothing ever stands there: arguments and attributes are no lists. */
  boolean leadsNowhere() {
    return !steps.isEmpty() && steps.get(0).field() == null;
  }

  /** Returns a call like another that holds a value there. */
  ToolCall put(ToolCall call, @Nullable Object value) {
    return switch (path.root()) {
      case TOOL_NAME ->
          ToolCall.of(String.valueOf(value), call.arguments())
              .withCaller(call.caller())
              .withServer(call.server().orElse(null))
              .withSession(call.session().orElse(null));
      case SERVER_NAME -> call.withServer(value == ABSENT ? null : (String) value);
      case CALLER -> {
        Object attributes = put(0, call.caller().attributes(), value);
        yield call.withCaller(with(call.caller(), attributes));
      }
      case ARGS -> {
        Object arguments = put(0, call.arguments().asMap(), value);
        yield call.withArguments(Arguments.freeze(arguments));
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static Caller with(Caller caller, @Nullable Object attributes) {
    return caller.withAttributes((Map<String, ?>) Objects.requireNonNull(attributes));
  }

  private @Nullable Object put(int step, @Nullable Object parent, @Nullable Object value) {
    if (step == steps.size()) {
      return value;
    }
    String field = steps.get(step).field();
    Integer index = steps.get(step).index();
    if (field != null) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      if (parent instanceof Map<?, ?> there) {
        there.forEach((key, part) -> object.put((String) key, part));
      }
      Object part = put(step + 1, object.get(field), value);
      if (part == ABSENT) {
        object.remove(field);
      } else {
        object.put(field, part);
      }
      return object;
    }
    List<@Nullable Object> list =
        parent instanceof List<?> there ? new ArrayList<>(there) : new ArrayList<>();
    int at = index == null ? 0 : index;
    Object part = put(step + 1, at < list.size() ? list.get(at) : null, value);
    if (part == ABSENT) {
      return list.subList(0, Math.min(at, list.size()));
    }
    while (list.size() <= at) {
      list.add(null);
    }
    list.set(at, part);
    return index == null ? Collections.singletonList(part) : list;
  }

  /** Returns calls like another in which the path ends before its end, in each possible way. */
  List<ToolCall> cut(ToolCall call) {
    List<ToolCall> calls = new ArrayList<>();
    for (int length = 1; length <= steps.size(); length++) {
      Route shorter = new Route(path, steps.subList(0, length));
      calls.add(shorter.put(call, ABSENT));
      if (length < steps.size()) {
        calls.add(shorter.put(call, null));
        calls.add(shorter.put(call, "of another type"));
        boolean each = steps.get(length).isEach();
        boolean element = steps.get(length).index() != null;
        calls.add(shorter.put(call, each || element ? List.of() : Map.of()));
      }
    }
    if (path.root() == Path.Root.SERVER_NAME) {
      calls.add(call.withServer(null));
    }
    return calls;
  }
}
