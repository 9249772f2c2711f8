package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges single values, for tests. */
final class Judging {

  private Judging() {}

  /** Judges {@code args.v} by an operator. */
  static Truth judge(String operator, @Nullable Object constant, @Nullable Object value) {
    return comparison("args.v", operator, constant).test(call(value));
  }

  /** Judges {@code args.v} where there is none. */
  static Truth judgeAbsent(String operator, @Nullable Object constant) {
    return comparison("args.v", operator, constant).test(ToolCall.of("t"));
  }

  /** Returns a condition of {@code deny_if}. */
  static Condition comparison(String path, String operator, @Nullable Object constant) {
    return comparison(path, operator, constant, false, false);
  }

  static Condition comparison(
      String path, String operator, @Nullable Object constant, boolean optional, boolean require) {
    Operator op = Operator.byId(operator).orElseThrow();
    return Condition.comparison(Path.parse(path), op, constant, optional, require, "/c");
  }

  /** Returns a call with one argument, {@code v}. */
  static ToolCall call(@Nullable Object value) {
    return ToolCall.of("t", map("v", value));
  }

  static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static List<@Nullable Object> list(@Nullable Object... elements) {
    return Collections.unmodifiableList(Arrays.asList(elements));
  }
}
