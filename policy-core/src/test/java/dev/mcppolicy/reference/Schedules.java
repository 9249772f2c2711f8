package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Random schedules for a policy: calls near its rules, and times near the edges of its windows. */
final class Schedules {

  /** Nanoseconds in a long reach a little farther. */
  private static final Duration LONGEST = Duration.ofDays(250 * 365);

  private final Draw draw;
  private final Vocabulary words;
  private final Map<String, @Nullable Object> policy;
  private final List<Map<?, ?>> limits;
  private final List<String> keys = new ArrayList<>();
  private final Instant start;
  private final int most;
  private Duration elapsed = Duration.ZERO;

  Schedules(Draw draw, Map<String, @Nullable Object> policy, int most) {
    this.draw = draw;
    this.words = new Vocabulary(draw);
    this.most = most;
    this.policy = policy;
    this.limits = within(policy, "window");
    this.start = draw.percent(60) ? nearAJump() : Instant.parse(draw.from(Vocabulary.STARTS));
    if (policy.get("tools") instanceof Map<?, ?> tools) {
      tools.keySet().forEach(key -> keys.add((String) key));
    }
  }

  /** All objects in a tree that have such a key. */
  private static List<Map<?, ?>> within(@Nullable Object node, String key) {
    List<Map<?, ?>> found = new ArrayList<>();
    if (node instanceof Map<?, ?> object) {
      if (object.containsKey(key)) {
        found.add(object);
      }
      object.values().forEach(each -> found.addAll(within(each, key)));
    } else if (node instanceof List<?> list) {
      list.forEach(each -> found.addAll(within(each, key)));
    }
    return found;
  }

  /** The entries that apply to a tool. */
  private List<Object> entriesFor(String tool) {
    List<Object> entries = new ArrayList<>();
    if (policy.get("all_tools") instanceof Map<?, ?> all) {
      entries.add(all);
    }
    if (policy.get("tools") instanceof Map<?, ?> tools) {
      tools.forEach(
          (key, entry) -> {
            if (Names.matches((String) key, tool)) {
              entries.add(entry);
            }
          });
    }
    return entries;
  }

  /** Some time before the clock jumps in a zone of the policy. */
  private Instant nearAJump() {
    List<ZoneId> zones = new ArrayList<>();
    for (Map<?, ?> limit : limits) {
      if (limit.get("zone") instanceof String zone) {
        zones.add(ZoneId.of(zone));
      }
    }
    ZoneId zone = zones.isEmpty() ? ZoneId.of(draw.from(Vocabulary.ZONES)) : draw.from(zones);
    Instant from =
        Instant.parse(draw.from(Vocabulary.STARTS)).minus(Duration.ofDays(draw.upTo(300)));
    ZoneOffsetTransition jump = zone.getRules().nextTransition(from);
    if (jump == null) {
      return from;
    }
    return jump.getInstant()
        .minus(
            draw.of(
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofMinutes(draw.upTo(90)),
                Duration.ofMinutes(60),
                Duration.ofMinutes(30L * draw.upTo(60)),
                Duration.ofHours(24)));
  }

  Instant start() {
    return start;
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    List<Step.Call> calls = new ArrayList<>();
    for (int i = 1 + draw.upTo(most); i > 0; i--) {
      int kind = draw.upTo(99);
      if (kind < 60 || calls.isEmpty()) {
        Step.Call call = call(calls);
        calls.add(call);
        times.add(elapsed);
        steps.add(call);
      } else if (kind < 75) {
        int number = draw.percent(70) ? calls.size() - 1 : draw.upTo(calls.size() - 1);
        Reply reply =
            draw.of(
                Reply.OK,
                Reply.FAILURE,
                Reply.FAILURE,
                Reply.ERROR,
                Reply.ERROR,
                Reply.TIMEOUT,
                Reply.CANCELLED,
                Reply.NOT_SENT);
        steps.add(new Step.Settlement(number, reply));
      } else if (kind < 97) {
        Duration time = time(times);
        elapsed = elapsed.plus(time);
        steps.add(new Step.Advance(time));
      } else {
        steps.add(new Step.Listing(List.copyOf(Vocabulary.TOOLS)));
      }
    }
    return steps;
  }

  // ---------------------------------------------------------------- time

  private Duration time(List<Duration> times) {
    Duration time = edge(times).plusNanos(draw.of(0, 0, 0, 1, -1, 1_000_000, -1_000_000));
    boolean tooLong = elapsed.plus(time).compareTo(LONGEST) > 0;
    return tooLong || time.isZero() || time.isNegative() ? Duration.ofNanos(1) : time;
  }

  /** The time until something happens, or just some time. */
  private Duration edge(List<Duration> times) {
    if (limits.isEmpty() || draw.percent(20)) {
      return draw.of(
          Duration.ofNanos(1),
          Duration.ofNanos(400_000),
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofDays(1));
    }
    Map<?, ?> limit = draw.from(limits);
    Object window = Objects.requireNonNull(limit.get("window"));
    Duration length = ReferenceEngine.lengthOf(window);
    if (length == null) {
      return Duration.ofDays(draw.of(1, 400, 3650));
    }
    if ("calendar".equals(limit.get("align"))) {
      Object zone = limit.get("zone");
      ZoneId id = ZoneId.of(zone == null ? "UTC" : (String) zone);
      Instant now = start.plus(elapsed);
      Instant next = new WallClock(id, length, "week".equals(window)).startOfNextWindow(now);
      return Duration.between(now, next);
    }
    if (draw.percent(30) && length.compareTo(LONGEST) < 0) {
      return draw.percent(50) ? length : length.dividedBy(2);
    }
    return length.compareTo(LONGEST) > 0
        ? LONGEST.dividedBy(2)
        : draw.from(times).plus(length).minus(elapsed);
  }

  // ---------------------------------------------------------------- calls

  private Step.Call call(List<Step.Call> calls) {
    int number = calls.size();
    if (!calls.isEmpty() && draw.percent(50)) {
      Step.Call before = draw.from(calls);
      String same = draw.percent(80) ? before.tool() : tool();
      return new Step.Call(
          number,
          same,
          draw.percent(80) ? before.args() : arguments(same),
          draw.percent(80) ? before.grant() : grant(),
          draw.percent(80) ? before.caller() : caller(),
          before.server(),
          draw.percent(80) ? before.session() : session(),
          answer());
    }
    String tool = tool();
    return new Step.Call(
        number, tool, arguments(tool), grant(), caller(), server(), session(), answer());
  }

  /** A tool that a key of the policy names, mostly. */
  private String tool() {
    if (!keys.isEmpty() && draw.percent(85)) {
      String key = draw.from(keys);
      List<String> matching = new ArrayList<>();
      for (String name : Vocabulary.TOOLS) {
        if (Names.matches(key, name)) {
          matching.add(name);
        }
      }
      if (!matching.isEmpty()) {
        return draw.from(matching);
      }
    }
    return words.tool();
  }

  private @Nullable String grant() {
    return draw.percent(70) ? null : draw.of("g1", "g2", "default", "o2:g1", "s1");
  }

  private @Nullable String session() {
    return draw.percent(80) ? draw.of("s1", "s1", "s1", "s2", "") : null;
  }

  private @Nullable String server() {
    return draw.percent(70) ? null : draw.of("a", "files", "get", "");
  }

  private Map<String, @Nullable Object> caller() {
    Map<String, @Nullable Object> caller = new LinkedHashMap<>();
    if (draw.percent(40)) {
      caller.put("id", draw.of("alice", "a", ""));
    }
    if (draw.percent(20)) {
      caller.put("team", words.value(1, true));
    }
    if (draw.percent(10)) {
      caller.put("level", words.value(0, true));
    }
    if (draw.percent(10)) {
      caller.put("tags", words.value(1, true));
    }
    return caller;
  }

  private Answer answer() {
    return draw.of(
        Answer.APPROVE,
        Answer.APPROVE,
        Answer.APPROVE,
        Answer.DENY,
        Answer.TIMEOUT,
        Answer.PENDING);
  }

  /** Arguments at random, then what some conditions ask for, or nearly, put at their paths. */
  private Map<String, @Nullable Object> arguments(String tool) {
    Map<String, @Nullable Object> args = words.arguments();
    if (draw.percent(70)) {
      args.put("n", draw.percent(85) ? small() : words.value(1, true));
      args.put("k", words.value(draw.percent(90) ? 0 : 1, true));
    }
    List<Object> entries = entriesFor(tool);
    for (Map<?, ?> limit : within(entries, "window")) {
      Object from = limit.containsKey("amount_from") ? "amount_from" : "increment_from";
      Object per = limit.get("per");
      List<Object> paths = per instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
      if (per instanceof String one) {
        paths.add(one);
      }
      for (Object path : paths) {
        if (((String) path).startsWith("args") && draw.percent(90)) {
          args = with(args, (String) path, draw.of("a", "b", BigDecimal.ONE, true));
        }
      }
      if (limit.get(from) instanceof String path && draw.percent(90)) {
        args = with(args, path, small());
      }
    }
    for (Map<?, ?> condition : within(entries, "op")) {
      if (draw.percent(80)) {
        String path = (String) condition.get("path");
        if (path.startsWith("args")) {
          args = with(args, path, wanted(condition));
        }
      }
    }
    return args;
  }

  private BigDecimal small() {
    return new BigDecimal(
        draw.of(
            "0", "1", "1", "1", "1", "2", "2", "0.1", "0.2", "0.5", "0.5", "3", "1.0", "-1",
            "1e-400", "1e400"));
  }

  private Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> args, String path, @Nullable Object value) {
    return copyOf((Map<?, ?>) put(args, PathSteps.parse(path), 1, value));
  }

  /** A value that the condition may well be true of. */
  private @Nullable Object wanted(Map<?, ?> condition) {
    Object given = condition.get("value");
    Object one = given instanceof List<?> list && !list.isEmpty() ? draw.from(list) : given;
    return switch ((String) condition.get("op")) {
      case "eq", "neq", "starts_with", "ends_with" -> draw.percent(80) ? near(given) : one;
      case "in", "not_in" -> near(one);
      case "contains", "not_contains" ->
          draw.percent(60) ? given : draw.listOf(0, 3, () -> near(given));
      case "lt", "lte", "gt", "gte" -> near(given);
      case "within", "not_within" ->
          draw.percent(50)
              ? words.file()
              : one + draw.of("", "/", "/x", "x", "/..", "/./x/", "\\x");
      case "host_in", "host_not_in" ->
          draw.percent(60)
              ? words.url()
              : "https://"
                  + ((String) one).replace("*", draw.of("a", "a.b", ""))
                  + draw.of("", "/", ":1");
      case "length_lte", "length_gte" ->
          draw.of("", "a", "ab", "abc", "\uD83D\uDE00", "\u00e9\u00e9");
      case "regex", "not_regex" -> words.text();
      default -> words.value(1, true);
    };
  }

  /** The value, or another like it. */
  private @Nullable Object near(@Nullable Object value) {
    if (draw.percent(50)) {
      return value;
    }
    if (value instanceof BigDecimal number) {
      if (Math.abs(number.scale()) > 300) {
        return number.negate();
      }
      return draw.of(
          number.add(BigDecimal.ONE),
          number.subtract(new BigDecimal("0.01")),
          number.setScale(number.scale() + 1),
          number.negate());
    }
    if (value instanceof String text) {
      return draw.of(text + "\n", text + "a", " " + text, text.toUpperCase(java.util.Locale.ROOT));
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> other = new ArrayList<>();
      list.forEach(part -> other.add(near(part)));
      if (draw.percent(20)) {
        other.add(null);
      }
      return other;
    }
    if (value instanceof Map<?, ?> object) {
      Map<String, @Nullable Object> other = new LinkedHashMap<>();
      object.forEach((key, part) -> other.put((String) key, near(part)));
      if (draw.percent(20)) {
        other.put("z", null);
      }
      return other;
    }
    return words.value(1, true);
  }

  /** Puts a value at a path, with the objects and lists on the way. */
  private Object put(@Nullable Object node, List<Object> steps, int next, @Nullable Object value) {
    Object step = steps.get(next);
    if (step instanceof String key) {
      Map<String, @Nullable Object> object =
          node instanceof Map<?, ?> before ? copyOf(before) : new LinkedHashMap<>();
      object.put(key, putOn(object.get(key), steps, next, value));
      return object;
    }
    boolean near = step instanceof BigInteger number && number.bitLength() < 4;
    int index = near ? ((BigInteger) step).intValueExact() : draw.upTo(2);
    List<@Nullable Object> list =
        node instanceof List<?> before ? new ArrayList<>(before) : new ArrayList<>();
    while (list.size() <= index) {
      list.add(draw.percent(70) ? null : words.value(1, true));
    }
    if (near) {
      list.set(index, putOn(list.get(index), steps, next, value));
    } else {
      for (int i = 0; i < list.size(); i++) {
        if (draw.percent(70)) {
          list.set(i, putOn(list.get(i), steps, next, value));
        }
      }
    }
    return list;
  }

  private @Nullable Object putOn(
      @Nullable Object child, List<Object> steps, int done, @Nullable Object value) {
    return done + 1 == steps.size() ? value : put(child, steps, done + 1, value);
  }

  private static Map<String, @Nullable Object> copyOf(Map<?, ?> object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }
}
