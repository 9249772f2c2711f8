package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Random valid policies, as plain data. */
final class Policies {

  private static final List<String> TYPES =
      List.of("string", "number", "integer", "boolean", "array", "object", "null");

  private final Draw draw;
  private final Vocabulary words;
  private final Emphasis emphasis;

  /** What limits of one counter have to agree on: {@code scope} and {@code per}, by its name. */
  private final Map<String, Map<String, @Nullable Object>> agreed = new LinkedHashMap<>();

  Policies(Draw draw, Emphasis emphasis) {
    this.draw = draw;
    this.words = new Vocabulary(draw);
    this.emphasis = emphasis;
  }

  Map<String, @Nullable Object> policy() {
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    List<Runnable> fields = new ArrayList<>();
    fields.add(() -> policy.put("version", "1"));
    fields.add(() -> policy.put("default", draw.of("deny", "deny", "allow")));
    boolean shadows = emphasis == Emphasis.SHADOW;
    maybe(fields, 3, () -> policy.put("$schema", "policy.schema.json"));
    maybe(fields, 3, () -> policy.put("description", words.text()));
    maybe(fields, shadows ? 25 : 6, () -> policy.put("mode", draw.of("shadow", "enforce")));
    maybe(fields, shadows ? 25 : 8, () -> policy.put("hide", draw.listOf(0, 2, this::hidden)));
    maybe(fields, 15, () -> policy.put("hide_denied", draw.percent(75)));
    maybe(fields, 5, () -> policy.put("approvals", approvals()));
    boolean narrow = emphasis == Emphasis.CONDITIONS;
    maybe(fields, narrow ? 15 : 35, () -> policy.put("all_tools", entry("all_tools", 70)));
    maybe(fields, 97, () -> policy.put("tools", tools()));
    java.util.Collections.shuffle(fields, draw.random());
    fields.forEach(Runnable::run);
    return policy;
  }

  private void maybe(List<Runnable> fields, int percent, Runnable field) {
    if (draw.percent(percent)) {
      fields.add(field);
    }
  }

  private String hidden() {
    return draw.percent(70) ? draw.from(Vocabulary.TOOLS) : draw.of("x*", "?", "*/*", "g?t", "*~*");
  }

  private Map<String, @Nullable Object> approvals() {
    Map<String, @Nullable Object> approvals = new LinkedHashMap<>();
    if (draw.percent(80)) {
      approvals.put("timeout", draw.of("PT5M", "PT0.5S", "P1D"));
    }
    return approvals;
  }

  private Map<String, @Nullable Object> tools() {
    Map<String, @Nullable Object> tools = new LinkedHashMap<>();
    boolean narrow = emphasis == Emphasis.CONDITIONS;
    for (int i = draw.upTo(narrow ? 8 : 4); i >= 0; i--) {
      String key = narrow && draw.percent(85) ? draw.from(Vocabulary.TOOLS) : words.toolOrGlob();
      tools.put(key, narrow && draw.percent(85) ? narrowEntry() : entry(key, 100));
    }
    return tools;
  }

  // ---------------------------------------------------------------- tool entries

  private Map<String, @Nullable Object> entry(String key, int richness) {
    boolean quotas = emphasis.isOnQuotas();
    boolean conditions = emphasis == Emphasis.CONDITIONS;
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    List<Runnable> fields = new ArrayList<>();
    if (!key.equals("all_tools")) {
      maybe(fields, quotas ? 4 : 20, () -> entry.put("action", action()));
      maybe(fields, 8, () -> entry.put("reason", draw.of("Closed.", "", "Ask \u00e9.")));
    }
    maybe(fields, quotas ? 1 : 6, () -> entry.put("allowed_args", draw.listOf(0, 6, this::name)));
    int require = richness * (quotas ? 3 : conditions ? 35 : 20) / 100;
    int denyIf = richness * (quotas ? 3 : conditions ? 35 : 15) / 100;
    maybe(fields, require, () -> entry.put("require", predicates("require")));
    maybe(fields, denyIf, () -> entry.put("deny_if", predicates("deny_if")));
    maybe(fields, quotas ? 5 : 25, () -> entry.put("approve_if", predicates("approve_if")));
    maybe(fields, quotas ? 75 : 35, () -> entry.put("limits", draw.listOf(0, 3, this::limit)));
    maybe(fields, quotas ? 20 : 8, () -> entry.put("concurrency", number(draw.of("1", "2", "3"))));
    boolean shadows = emphasis == Emphasis.SHADOW;
    maybe(
        fields, shadows ? 45 : 5, () -> entry.put("mode", draw.of("shadow", "shadow", "enforce")));
    String rate = key + "_rate";
    if (!agreed.containsKey(rate) || agreed.get(rate).isEmpty()) {
      maybe(fields, quotas ? 25 : 8, () -> entry.put("rate_limit", rateLimit(rate)));
    }
    java.util.Collections.shuffle(fields, draw.random());
    fields.forEach(Runnable::run);
    return entry;
  }

  /** An entry with one predicate, so that it decides. */
  private Map<String, @Nullable Object> narrowEntry() {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    String list = draw.of("require", "require", "deny_if", "approve_if");
    Map<String, @Nullable Object> predicate = new LinkedHashMap<>();
    predicate.put("conditions", conditions(list, 2));
    entry.put(list, new ArrayList<>(List.of(predicate)));
    return entry;
  }

  private String action() {
    return emphasis.isOnQuotas()
        ? draw.of("allow", "require_approval")
        : draw.of("allow", "allow", "deny", "require_approval", "require_approval");
  }

  private String name() {
    return draw.of("a", "b", "c", "n", "k", "d.e", "o", "l");
  }

  // ---------------------------------------------------------------- predicates

  private List<Object> predicates(String list) {
    return draw.listOf(
        draw.percent(5) ? 0 : 1,
        2,
        () -> {
          Map<String, @Nullable Object> predicate = new LinkedHashMap<>();
          predicate.put("conditions", conditions(list, 2));
          if (draw.percent(30)) {
            predicate.put("on_deny", draw.of("No.", "Not so.", ""));
          }
          return predicate;
        });
  }

  private List<Object> conditions(String list, int depth) {
    return draw.listOf(1, draw.percent(70) ? 1 : 3, () -> condition(list, depth));
  }

  private Map<String, @Nullable Object> condition(String list, int depth) {
    Map<String, @Nullable Object> condition = new LinkedHashMap<>();
    if (depth > 0 && draw.percent(12)) {
      condition.put(draw.of("any", "all"), conditions(list, depth - 1));
      return condition;
    }
    String op = draw.from(List.copyOf(new java.util.TreeSet<>(Emphasis.OPERATORS)));
    condition.put("path", words.path());
    condition.put("op", op);
    condition.put("value", given(op));
    if (list.equals("require") && !op.equals("exists") && draw.percent(25)) {
      condition.put("optional", draw.percent(80));
    }
    return condition;
  }

  private @Nullable Object given(String op) {
    return switch (op) {
      case "eq", "neq" -> words.value(2, false);
      case "in", "not_in" -> draw.listOf(1, 3, () -> words.value(1, false));
      case "lt", "lte", "gt", "gte" -> words.number();
      case "regex", "not_regex" -> words.regex();
      case "contains", "not_contains" -> draw.percent(60) ? words.text() : words.value(1, false);
      case "starts_with", "ends_with" -> oneOrList(words::text);
      case "exists" -> draw.percent(50);
      case "within", "not_within" -> oneOrList(words::folder);
      case "host_in", "host_not_in" -> draw.listOf(1, 3, words::host);
      case "length_lte", "length_gte" -> number(draw.of("0", "1", "2", "3", "1.0", "2e0", "1e400"));
      case "type" -> draw.from(TYPES);
      default -> throw new IllegalArgumentException(op);
    };
  }

  private Object oneOrList(java.util.function.Supplier<String> one) {
    return draw.percent(60) ? one.get() : draw.listOf(1, 3, one);
  }

  // ---------------------------------------------------------------- limits

  private Map<String, @Nullable Object> limit() {
    Map<String, @Nullable Object> limit = new LinkedHashMap<>();
    String counter = draw.of("", "", "c1", "c1", "c2", "get_rate", "all_tools_rate");
    if (counter.isEmpty()) {
      limit.putAll(scopeAndPer());
    } else {
      limit.put("counter", counter);
      if (counter.endsWith("_rate")) {
        agreed.putIfAbsent(counter, Map.of());
      }
      limit.putAll(agreed.computeIfAbsent(counter, name -> scopeAndPer()));
    }
    boolean calendar = draw.percent(emphasis == Emphasis.CALENDARS ? 90 : 25);
    limit.put("window", calendar ? calendarWindow() : window());
    limit.put(
        "max",
        number(draw.of("0", "1", "1", "1", "2", "2", "2", "3", "3", "5", "10", "0.3", "1.5")));
    if (draw.percent(4)) {
      limit.put("max", number(draw.of("1e400", "1e-400", "9223372036854775807", "0.0000000001")));
    }
    if (calendar) {
      limit.put("align", "calendar");
      if (draw.percent(80)) {
        limit.put("zone", draw.from(Vocabulary.ZONES));
      }
    } else if (draw.percent(10)) {
      limit.put("align", "sliding");
    }
    switch (draw.upTo(9)) {
      case 0, 1 ->
          limit.put(
              "amount",
              number(draw.of("0", "1", "2", "5", "0.1", "0.5", "1e0", "1e-400", "1e400")));
      case 2, 3 -> limit.put("amount_from", words.amountPath());
      case 4 -> limit.put("increment_from", words.amountPath());
      default -> {}
    }
    if (draw.percent(40)) {
      limit.put("refund", draw.of("error", "failure", "never"));
    }
    if (draw.percent(15)) {
      limit.put("on_deny", draw.of("Too many.", "Later."));
    }
    return limit;
  }

  private Map<String, @Nullable Object> scopeAndPer() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (draw.percent(50)) {
      fields.put("scope", draw.of("grant", "session", "global"));
    }
    if (draw.percent(25)) {
      fields.put("per", draw.percent(60) ? words.pathToOne() : draw.listOf(1, 2, words::pathToOne));
    }
    return fields;
  }

  private Object window() {
    return draw.of(
        "second",
        "second",
        "minute",
        "minute",
        "hour",
        "day",
        "week",
        "lifetime",
        "PT1S",
        "PT0.5S",
        "PT90S",
        "PT0.000000001S",
        "P1D",
        "PT36H",
        "P73000DT0.0000001S",
        "PT-1H+61M",
        number("3153600000"),
        number("1"),
        number("10"),
        number("60"),
        number("3600.0"));
  }

  private Object calendarWindow() {
    return draw.of(
        "second",
        "minute",
        "hour",
        "hour",
        "day",
        "day",
        "day",
        "week",
        "PT15M",
        "PT90M",
        "PT2H",
        "PT4H",
        "PT12H",
        "PT0.5S",
        "P1D",
        "PT24H",
        number("900"),
        number("7200"),
        number("86400"));
  }

  private Object rateLimit(String counter) {
    agreed.put(counter, Map.of());
    if (draw.percent(50)) {
      return draw.of("1/second", "2/minute", "3/hour", "2/day", "99999999999999999999/week");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("max", number(draw.of("0", "1", "2", "3", "2.5")));
    fields.put("window", draw.of("second", "minute", "day", number("1"), number("60")));
    return fields;
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
