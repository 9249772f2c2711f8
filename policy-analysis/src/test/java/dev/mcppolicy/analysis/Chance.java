package dev.mcppolicy.analysis;

import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Draws policies and calls from a vocabulary so small that they meet often. */
final class Chance {

  private static final List<String> TOOLS = List.of("t", "u", "tt", "t*", "*t", "?", "*");
  private static final List<String> NAMES = List.of("t", "u", "tt", "tu", "v", "w");
  private static final List<String> PATHS =
      List.of(
          "args.a",
          "args.a",
          "args.a",
          "args.b",
          "args.b.c",
          "args.a[*]",
          "args.b[*].c",
          "args.a[1]",
          "caller.id",
          "server.name",
          "tool.name",
          "args[0]");
  private static final List<Object> SCALARS =
      Arrays.asList(
          0,
          1,
          2,
          1.5,
          10,
          -1,
          "",
          "x",
          "xy",
          "/app",
          "/app/x",
          "https://a.example/x",
          true,
          false,
          null);

  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return below(n) == 0;
  }

  <T> T one(List<T> of) {
    return of.get(below(of.size()));
  }

  <T> List<T> some(int most, Supplier<T> each) {
    List<T> all = new ArrayList<>();
    for (int i = below(most + 1); i > 0; i--) {
      all.add(each.get());
    }
    return all;
  }

  Object value() {
    return switch (below(9)) {
      case 0 -> some(3, this::value);
      case 1 -> oneIn(2) ? Map.of() : object("c", value());
      case 2 -> oneIn(3) ? Double.NaN : new BigDecimal("1E+500");
      default -> one(SCALARS);
    };
  }

  private Object constant() {
    return oneIn(6) ? (oneIn(2) ? List.of(1, "x") : object("c", 1)) : one(SCALARS);
  }

  private static Map<String, Object> object(String key, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(key, value);
    return object;
  }

  Map<String, Object> condition(boolean inRequire, int depth) {
    if (depth > 0 && oneIn(4)) {
      List<Object> parts = new ArrayList<>();
      parts.add(condition(inRequire, depth - 1));
      parts.addAll(some(2, () -> condition(inRequire, depth - 1)));
      return object(oneIn(2) ? "any" : "all", parts);
    }
    Map<String, Object> condition = object("path", one(PATHS));
    operator(condition);
    if (inRequire && oneIn(5) && !condition.get("op").equals("exists")) {
      condition.put("optional", true);
    }
    return condition;
  }

  private void operator(Map<String, Object> condition) {
    String op =
        one(
            List.of(
                "eq",
                "neq",
                "in",
                "not_in",
                "lt",
                "lte",
                "gt",
                "gte",
                "regex",
                "not_regex",
                "contains",
                "not_contains",
                "starts_with",
                "ends_with",
                "exists",
                "within",
                "not_within",
                "host_in",
                "host_not_in",
                "length_lte",
                "length_gte",
                "type"));
    condition.put("op", op);
    condition.put(
        "value",
        switch (op) {
          case "in", "not_in" -> {
            List<Object> list = new ArrayList<>(some(2, this::constant));
            list.add(constant());
            yield list;
          }
          case "lt", "lte", "gt", "gte" -> one(List.of(0, 1, 1.5, 2, 10));
          case "regex", "not_regex" -> one(List.of("x", "^x$", "^/app", ""));
          case "starts_with", "ends_with" ->
              oneIn(2) ? one(List.of("x", "xy", "", "/app")) : List.of("x", "/");
          case "exists" -> oneIn(2);
          case "within", "not_within" -> oneIn(2) ? "/app" : List.of("/app/x", "/etc");
          case "host_in", "host_not_in" ->
              oneIn(2) ? List.of("a.example") : List.of("*.example", "A.example");
          case "length_lte", "length_gte" -> below(4);
          case "type" ->
              one(List.of("string", "number", "integer", "boolean", "array", "object", "null"));
          default -> constant();
        });
  }

  Map<String, Object> predicate(boolean inRequire) {
    List<Object> conditions = new ArrayList<>();
    conditions.add(condition(inRequire, 2));
    conditions.addAll(some(2, () -> condition(inRequire, 1)));
    Map<String, Object> predicate = object("conditions", conditions);
    if (oneIn(5)) {
      predicate.put("on_deny", one(List.of("No.", "Never.")));
    }
    return predicate;
  }

  private Map<String, Object> limit() {
    Map<String, Object> limit =
        object("window", one(List.of("second", "minute", "PT60S", 60, "lifetime", "hour")));
    limit.put("max", one(List.of(0, 1, 2, 3, 2.5)));
    if (oneIn(3)) {
      limit.put("counter", one(List.of("c", "t_rate")));
    } else {
      if (oneIn(4)) {
        limit.put("scope", one(List.of("grant", "session", "global")));
      }
      if (oneIn(4)) {
        limit.put("per", oneIn(2) ? "args.a" : List.of("args.b", "caller.id"));
      }
    }
    if (oneIn(3)) {
      limit.put(one(List.of("amount_from", "increment_from")), "args.a");
    } else if (oneIn(3)) {
      limit.put("amount", one(List.of(0, 1, 2, 0.5)));
    }
    if (oneIn(4)) {
      limit.put("refund", one(List.of("error", "failure", "never")));
    }
    if (oneIn(5)
        && !limit.get("window").equals("lifetime")
        && !limit.get("window").equals("PT60S")) {
      limit.put("align", "calendar");
    }
    return limit;
  }

  private Map<String, Object> entry(boolean allTools, boolean mayBeShadow) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (!allTools && oneIn(4)) {
      entry.put("action", one(List.of("allow", "deny", "require_approval")));
    }
    if (oneIn(5)) {
      entry.put("allowed_args", some(2, () -> one(List.of("a", "b"))));
    }
    if (oneIn(2)) {
      entry.put("require", some(2, () -> predicate(true)));
    }
    if (oneIn(2)) {
      entry.put("deny_if", some(2, () -> predicate(false)));
    }
    if (oneIn(4)) {
      entry.put("approve_if", some(2, () -> predicate(false)));
    }
    if (oneIn(2)) {
      entry.put("limits", some(2, this::limit));
    }
    if (oneIn(6)) {
      entry.put("rate_limit", one(List.of("1/minute", "2/hour")));
    }
    if (oneIn(6)) {
      entry.put("concurrency", 1 + below(2));
    }
    if (mayBeShadow && oneIn(8)) {
      entry.put("mode", "shadow");
    }
    return entry;
  }

  Map<String, Object> policy(boolean mayBeShadow) {
    Map<String, Object> policy = object("version", "1");
    policy.put("default", one(List.of("allow", "deny")));
    if (oneIn(4)) {
      policy.put("hide", some(2, () -> one(TOOLS.subList(0, 6))));
    }
    if (oneIn(6)) {
      policy.put("hide_denied", oneIn(2));
    }
    if (mayBeShadow && oneIn(10)) {
      policy.put("mode", "shadow");
    }
    if (oneIn(3)) {
      policy.put("all_tools", entry(true, mayBeShadow));
    }
    Map<String, Object> tools = new LinkedHashMap<>();
    for (String key : some(3, () -> one(TOOLS))) {
      tools.put(key, entry(false, mayBeShadow));
    }
    policy.put("tools", tools);
    return policy;
  }

  ToolCall call() {
    Map<String, Object> args = new LinkedHashMap<>();
    if (!oneIn(4)) {
      args.put("a", oneIn(3) ? one(List.of(0, 1, 2, 3, 0.5)) : value());
    }
    if (oneIn(2)) {
      args.put("b", oneIn(2) ? value() : object("c", value()));
    }
    if (oneIn(6)) {
      args.put("d", 1);
    }
    Caller caller = oneIn(8) ? Caller.unidentified() : Caller.of(one(List.of("g", "h")));
    if (oneIn(3)) {
      caller = caller.withId(one(List.of("x", "y")));
    }
    return ToolCall.of(one(NAMES), args)
        .withCaller(caller)
        .withServer(one(Arrays.asList(null, "x", "s")))
        .withSession(oneIn(6) ? null : "session");
  }
}
