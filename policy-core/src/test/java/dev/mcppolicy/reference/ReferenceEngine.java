package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The policy language, judged naively: every call reads the policy as it stands, and every window
 * is counted by going through all that was ever spent. The policy has to be valid.
 */
final class ReferenceEngine {

  /** A million years, in nanoseconds: the calendar goes no farther. */
  private static final BigInteger FARTHEST = nanos(Duration.ofDays(365_000_000));

  static final String DEFAULT_GRANT = "default";

  /** A tool entry that applies to a call. */
  private record Entry(String pointer, String key, Map<?, ?> fields) {
    boolean isShadow() {
      return "shadow".equals(fields.get("mode"));
    }

    List<?> list(String field) {
      return fields.get(field) instanceof List<?> list ? list : List.of();
    }
  }

  /** A limit, with what is left out filled in. */
  private record Limit(
      String pointer,
      String counter,
      Object window,
      BigDecimal max,
      String scope,
      List<?> per,
      BigDecimal amount,
      @Nullable String amountFrom,
      boolean calendar,
      ZoneId zone,
      String refund,
      @Nullable String onDeny) {}

  /** Whose count it is: one of these for each distinct key of a counter. */
  private record CounterKey(String counter, String scope, String owner, List<Object> per) {}

  /** What a call takes from one counter. */
  private record Taking(CounterKey key, BigDecimal amount, String refund) {}

  /** An entry of the history. */
  private record Spent(int call, Taking taking, BigInteger nanos, Instant wall) {}

  /** A slot held by a call in flight: an entry's, per grant. */
  private record Slot(int call, String entry, String grant) {}

  /** What a call says of itself. */
  private record Call(
      String tool, String grant, @Nullable String session, Map<String, @Nullable Object> roots) {}

  /** The answer of some entries to a call. */
  private record Judgement(
      @Nullable String code,
      Map<String, @Nullable String> rules,
      @Nullable Duration retryAfter,
      List<Taking> takings,
      List<String> slots,
      Map<String, @Nullable String> asking) {

    static Judgement denied(String code, Map<String, @Nullable String> rules) {
      return new Judgement(code, rules, null, List.of(), List.of(), Map.of());
    }
  }

  private final Map<String, @Nullable Object> policy;
  private final Instant start;
  private final List<Spent> history = new ArrayList<>();
  private final List<Slot> inFlight = new ArrayList<>();
  private final List<Integer> settled = new ArrayList<>();
  private BigInteger now = BigInteger.ZERO;

  ReferenceEngine(Map<String, @Nullable Object> policy, Instant start) {
    this.policy = policy;
    this.start = start;
  }

  void advance(Duration time) {
    now = now.add(nanos(time));
  }

  private Instant wall() {
    BigInteger[] parts = now.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return start.plusSeconds(parts[0].longValueExact()).plusNanos(parts[1].longValueExact());
  }

  // ---------------------------------------------------------------- tools/list

  List<String> visible(List<String> names) {
    List<String> visible = new ArrayList<>();
    for (String name : names) {
      if (isInShadow() || !isLeftOut(name)) {
        visible.add(name);
      }
    }
    return visible;
  }

  private boolean isLeftOut(String name) {
    if (!hiding(name).isEmpty()) {
      return true;
    }
    if (!Boolean.TRUE.equals(policy.get("hide_denied"))) {
      return false;
    }
    if (!isListed(name)) {
      return true;
    }
    for (Entry entry : entriesFor(name)) {
      if (!entry.isShadow() && "deny".equals(entry.fields.get("action"))) {
        return true;
      }
    }
    return false;
  }

  private Map<String, @Nullable String> hiding(String name) {
    Map<String, @Nullable String> rules = new LinkedHashMap<>();
    List<?> hide = policy.get("hide") instanceof List<?> list ? list : List.of();
    for (int i = 0; i < hide.size(); i++) {
      if (Names.matches((String) hide.get(i), name)) {
        rules.put("/hide/" + i, null);
      }
    }
    return rules;
  }

  private boolean isListed(String name) {
    if ("allow".equals(policy.get("default"))) {
      return true;
    }
    for (Entry entry : entriesFor(name)) {
      if (!entry.pointer.equals("/all_tools")) {
        return true;
      }
    }
    return false;
  }

  private boolean isInShadow() {
    return "shadow".equals(policy.get("mode"));
  }

  /** {@code all_tools} and every key of {@code tools} that matches. */
  private List<Entry> entriesFor(String tool) {
    List<Entry> entries = new ArrayList<>();
    if (policy.get("all_tools") instanceof Map<?, ?> fields) {
      entries.add(new Entry("/all_tools", "all_tools", fields));
    }
    if (policy.get("tools") instanceof Map<?, ?> tools) {
      for (Map.Entry<?, ?> each : tools.entrySet()) {
        String key = (String) each.getKey();
        if (Names.matches(key, tool)) {
          String pointer = "/tools/" + Names.pointerSegment(key);
          entries.add(new Entry(pointer, key, (Map<?, ?>) Objects.requireNonNull(each.getValue())));
        }
      }
    }
    return entries;
  }

  // ---------------------------------------------------------------- tools/call

  /** Judges a call; what it takes is remembered under its number, to be settled. */
  Verdict call(
      int number,
      String tool,
      Map<String, @Nullable Object> args,
      @Nullable String grant,
      Map<String, @Nullable Object> caller,
      @Nullable String server,
      @Nullable String session,
      Answer answer) {
    Map<String, @Nullable Object> roots = new LinkedHashMap<>();
    roots.put("args", args);
    roots.put("caller", caller);
    roots.put("server", server == null ? Map.of() : Map.of("name", server));
    roots.put("tool", Map.of("name", tool));
    Call call = new Call(tool, grant == null ? DEFAULT_GRANT : grant, session, roots);

    List<Entry> all = entriesFor(tool);
    List<Entry> enforced = new ArrayList<>();
    for (Entry entry : all) {
      if (!isInShadow() && !entry.isShadow()) {
        enforced.add(entry);
      }
    }
    Judgement binding = judge(call, enforced, !isInShadow());
    boolean same = enforced.equals(all) && !isInShadow();
    Judgement full = same ? binding : judge(call, all, true);

    if (binding.code != null) {
      return new Verdict(
          false, binding.code, binding.rules, binding.retryAfter, null, Map.of(), false);
    }
    boolean asked = !binding.asking.isEmpty();
    if (asked && answer != Answer.APPROVE) {
      String code =
          switch (answer) {
            case TIMEOUT -> "approval_timeout";
            case PENDING -> "approval_pending";
            default -> "approval_denied";
          };
      Map<String, @Nullable String> rules = new LinkedHashMap<>(binding.asking);
      if (answer == Answer.PENDING) {
        // The agent is told so, whatever the policy says of approval.
        rules.replaceAll((rule, message) -> null);
      }
      return new Verdict(false, code, rules, null, null, Map.of(), true);
    }
    Judgement spending = full.code == null ? full : binding;
    for (Taking taking : spending.takings) {
      history.add(new Spent(number, taking, now, wall()));
    }
    for (String entry : spending.slots) {
      inFlight.add(new Slot(number, entry, call.grant));
    }
    String shadow = full.code;
    Map<String, @Nullable String> shadowRules = full.code == null ? Map.of() : full.rules;
    if (full.code == null && !asked && !full.asking.isEmpty()) {
      shadow = "approval_required";
      shadowRules = full.asking;
    }
    return new Verdict(true, null, Map.of(), null, shadow, shadowRules, asked);
  }

  /** Judges a call by these entries, in the order of the page, up to what would be asked. */
  private Judgement judge(Call call, List<Entry> entries, boolean withDocument) {
    if (withDocument) {
      Map<String, @Nullable String> hiding = hiding(call.tool);
      if (!hiding.isEmpty()) {
        return Judgement.denied("hidden", hiding);
      }
      if (!isListed(call.tool)) {
        Map<String, @Nullable String> rules = new LinkedHashMap<>();
        rules.put("/default", null);
        return Judgement.denied("not_listed", rules);
      }
    }
    Map<String, @Nullable String> denying = new LinkedHashMap<>();
    Map<String, @Nullable String> notAllowing = new LinkedHashMap<>();
    Map<String, @Nullable String> failing = new LinkedHashMap<>();
    Map<String, @Nullable String> matching = new LinkedHashMap<>();
    Map<String, @Nullable String> asking = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if ("deny".equals(entry.fields.get("action"))) {
        denying.put(entry.pointer + "/action", (String) entry.fields.get("reason"));
      }
      if (entry.fields.get("allowed_args") instanceof List<?> allowed) {
        for (Object name : ((Map<?, ?>) Objects.requireNonNull(call.roots.get("args"))).keySet()) {
          if (!allowed.contains(name)) {
            notAllowing.put(entry.pointer + "/allowed_args", null);
          }
        }
      }
      collect(call, entry, "require", failing);
      collect(call, entry, "deny_if", matching);
      if ("require_approval".equals(entry.fields.get("action"))) {
        asking.put(entry.pointer + "/action", (String) entry.fields.get("reason"));
      }
      collect(call, entry, "approve_if", asking);
    }
    if (!denying.isEmpty()) {
      return Judgement.denied("denied", denying);
    }
    if (!notAllowing.isEmpty()) {
      return Judgement.denied("argument_not_allowed", notAllowing);
    }
    if (!failing.isEmpty()) {
      return Judgement.denied("require_failed", failing);
    }
    if (!matching.isEmpty()) {
      return Judgement.denied("deny_if_matched", matching);
    }
    return judgeQuotas(call, entries, asking);
  }

  /** Adds the predicates of the list that act: {@code require} but on true, others but on false. */
  private static void collect(
      Call call, Entry entry, String list, Map<String, @Nullable String> rules) {
    boolean require = list.equals("require");
    Truth quiet = require ? Truth.TRUE : Truth.FALSE;
    List<?> predicates = entry.list(list);
    for (int i = 0; i < predicates.size(); i++) {
      Map<?, ?> predicate = (Map<?, ?>) predicates.get(i);
      if (new Conditions(call.roots, require).predicate(predicate) != quiet) {
        rules.put(entry.pointer + "/" + list + "/" + i, (String) predicate.get("on_deny"));
      }
    }
  }

  // ---------------------------------------------------------------- limits and concurrency

  private Judgement judgeQuotas(
      Call call, List<Entry> entries, Map<String, @Nullable String> asking) {
    List<Limit> limits = new ArrayList<>();
    for (Entry entry : entries) {
      limits.addAll(limitsOf(entry));
    }
    Map<String, @Nullable String> badAmounts = new LinkedHashMap<>();
    Map<String, @Nullable String> badKeys = new LinkedHashMap<>();
    List<CounterKey> keys = new ArrayList<>();
    List<BigDecimal> amounts = new ArrayList<>();
    for (Limit limit : limits) {
      BigDecimal amount = amountOf(limit, call);
      if (amount == null) {
        badAmounts.put(limit.pointer, limit.onDeny);
      } else {
        amounts.add(amount);
      }
      CounterKey key = keyOf(limit, call);
      if (key == null) {
        badKeys.put(limit.pointer, limit.onDeny);
      } else {
        keys.add(key);
      }
    }
    if (!badAmounts.isEmpty()) {
      return Judgement.denied("invalid_amount", badAmounts);
    }
    if (!badKeys.isEmpty()) {
      return Judgement.denied("invalid_key", badKeys);
    }
    List<Taking> takings = takings(limits, keys, amounts);
    Map<String, @Nullable String> exceeded = new LinkedHashMap<>();
    for (int i = 0; i < limits.size(); i++) {
      if (!hasRoom(limits.get(i), takingFrom(keys.get(i), takings), now, wall())) {
        exceeded.put(limits.get(i).pointer, limits.get(i).onDeny);
      }
    }
    if (!exceeded.isEmpty()) {
      return new Judgement(
          "limit_exceeded",
          exceeded,
          retryAfter(limits, keys, takings),
          List.of(),
          List.of(),
          Map.of());
    }
    Map<String, @Nullable String> full = new LinkedHashMap<>();
    List<String> slots = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.fields.get("concurrency") instanceof BigDecimal most) {
        slots.add(entry.pointer);
        if (BigDecimal.valueOf(inFlight(entry.pointer, call.grant) + 1).compareTo(most) > 0) {
          full.put(entry.pointer + "/concurrency", null);
        }
      }
    }
    if (!full.isEmpty()) {
      return Judgement.denied("concurrency_exceeded", full);
    }
    return new Judgement(null, Map.of(), null, takings, slots, asking);
  }

  private int inFlight(String entry, String grant) {
    int count = 0;
    for (Slot slot : inFlight) {
      if (slot.entry.equals(entry) && slot.grant.equals(grant)) {
        count++;
      }
    }
    return count;
  }

  /** One taking for each counter: the largest of the amounts, with the strictest refund. */
  private static List<Taking> takings(
      List<Limit> limits, List<CounterKey> keys, List<BigDecimal> amounts) {
    List<Taking> takings = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      boolean first = true;
      for (int j = 0; j < i; j++) {
        first &= !keys.get(j).equals(keys.get(i));
      }
      if (!first) {
        continue;
      }
      BigDecimal largest = BigDecimal.ZERO;
      String strictest = "failure";
      for (int j = 0; j < limits.size(); j++) {
        if (keys.get(j).equals(keys.get(i))) {
          largest = largest.max(amounts.get(j));
          if (strictness(limits.get(j).refund) > strictness(strictest)) {
            strictest = limits.get(j).refund;
          }
        }
      }
      takings.add(new Taking(keys.get(i), largest, strictest));
    }
    return takings;
  }

  private static int strictness(String refund) {
    return List.of("failure", "error", "never").indexOf(refund);
  }

  private static Taking takingFrom(CounterKey key, List<Taking> takings) {
    for (Taking taking : takings) {
      if (taking.key.equals(key)) {
        return taking;
      }
    }
    throw new IllegalStateException();
  }

  /** Whether the limit would have room at that moment if nothing else were spent until then. */
  private boolean hasRoom(Limit limit, Taking taking, BigInteger nanos, Instant wall) {
    Duration length = lengthOf(limit.window);
    BigDecimal sum = taking.amount;
    if (length == null) {
      for (Spent spent : spentFrom(taking.key)) {
        sum = sum.add(spent.taking.amount);
      }
    } else if (limit.calendar) {
      Instant start = clock(limit, length).startOfWindow(wall);
      for (Spent spent : spentFrom(taking.key)) {
        if (!spent.wall.isBefore(start)) {
          sum = sum.add(spent.taking.amount);
        }
      }
    } else {
      BigInteger before = nanos.subtract(nanos(length));
      for (Spent spent : spentFrom(taking.key)) {
        if (spent.nanos.compareTo(before) > 0) {
          sum = sum.add(spent.taking.amount);
        }
      }
    }
    return sum.compareTo(limit.max) <= 0;
  }

  private List<Spent> spentFrom(CounterKey key) {
    List<Spent> entries = new ArrayList<>();
    for (Spent spent : history) {
      if (spent.taking.key.equals(key)) {
        entries.add(spent);
      }
    }
    return entries;
  }

  /** The first moment at which all limits have room, if nothing else is spent until then. */
  private @Nullable Duration retryAfter(
      List<Limit> limits, List<CounterKey> keys, List<Taking> takings) {
    List<BigInteger> moments = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      Duration length = lengthOf(limits.get(i).window);
      if (length == null) {
        continue;
      }
      if (limits.get(i).calendar) {
        Instant next = clock(limits.get(i), length).startOfNextWindow(wall());
        moments.add(now.add(nanos(Duration.between(wall(), next))));
      } else {
        for (Spent spent : spentFrom(keys.get(i))) {
          moments.add(spent.nanos.add(nanos(length)));
        }
      }
    }
    Collections.sort(moments);
    BigInteger first = null;
    for (BigInteger moment : moments) {
      if (moment.compareTo(now) > 0) {
        boolean room = true;
        Instant then = wall().plus(duration(moment.subtract(now).min(FARTHEST)));
        for (int i = 0; i < limits.size(); i++) {
          room &= hasRoom(limits.get(i), takingFrom(keys.get(i), takings), moment, then);
        }
        if (room) {
          first = moment;
          break;
        }
      }
    }
    if (first == null) {
      return null;
    }
    BigInteger million = BigInteger.valueOf(1_000_000);
    BigInteger wait = first.subtract(now).add(million).subtract(BigInteger.ONE).divide(million);
    return duration(wait.multiply(million));
  }

  private static WallClock clock(Limit limit, Duration length) {
    return new WallClock(limit.zone, length, "week".equals(limit.window));
  }

  /** What the call would spend by this limit, or null when that is no amount. */
  private static @Nullable BigDecimal amountOf(Limit limit, Call call) {
    if (limit.amountFrom == null) {
      return limit.amount;
    }
    Object value = valueAt(limit.amountFrom, call.roots);
    return value instanceof BigDecimal number && number.signum() >= 0 ? number : null;
  }

  /** Whose count the call meets, or null when that can't be told. */
  private static @Nullable CounterKey keyOf(Limit limit, Call call) {
    String owner =
        switch (limit.scope) {
          case "grant" -> call.grant;
          case "session" -> call.session;
          default -> "";
        };
    if (owner == null) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (Object path : limit.per) {
      Object value = valueAt((String) path, call.roots);
      if (value instanceof BigDecimal number) {
        values.add(number.stripTrailingZeros());
      } else if (value instanceof String || value instanceof Boolean) {
        values.add(value);
      } else {
        return null;
      }
    }
    return new CounterKey(limit.counter, limit.scope, owner, values);
  }

  /** The value at a path without {@code [*]}; null when there is none. */
  private static @Nullable Object valueAt(String path, Map<String, @Nullable Object> roots) {
    Object value = roots;
    for (Object step : PathSteps.parse(path)) {
      if (step instanceof BigInteger index) {
        if (!(value instanceof List<?> list)
            || index.compareTo(BigInteger.valueOf(list.size())) >= 0) {
          return null;
        }
        value = list.get(index.intValue());
      } else {
        if (!(value instanceof Map<?, ?> object)) {
          return null;
        }
        value = object.get(step);
      }
    }
    return value;
  }

  // ---------------------------------------------------------------- limits as written

  private static List<Limit> limitsOf(Entry entry) {
    List<Limit> limits = new ArrayList<>();
    List<?> written = entry.list("limits");
    for (int i = 0; i < written.size(); i++) {
      limits.add(limit(entry.pointer + "/limits/" + i, (Map<?, ?>) written.get(i)));
    }
    Object rate = entry.fields.get("rate_limit");
    if (rate != null) {
      limits.add(rateLimit(entry.pointer + "/rate_limit", entry.key + "_rate", rate));
    }
    return limits;
  }

  private static Limit limit(String pointer, Map<?, ?> fields) {
    Object counter = fields.get("counter");
    Object scope = fields.get("scope");
    Object per = fields.get("per");
    Object amount = fields.get("amount");
    Object from = fields.get("amount_from");
    if (from == null) {
      from = fields.get("increment_from");
    }
    Object zone = fields.get("zone");
    Object refund = fields.get("refund");
    return new Limit(
        pointer,
        counter == null ? pointer : (String) counter,
        Objects.requireNonNull(fields.get("window")),
        (BigDecimal) Objects.requireNonNull(fields.get("max")),
        scope == null ? "grant" : (String) scope,
        per == null ? List.of() : per instanceof List<?> paths ? paths : List.of(per),
        amount == null ? BigDecimal.ONE : (BigDecimal) amount,
        (String) from,
        "calendar".equals(fields.get("align")),
        ZoneId.of(zone == null ? "UTC" : (String) zone),
        refund == null ? "error" : (String) refund,
        (String) fields.get("on_deny"));
  }

  private static Limit rateLimit(String pointer, String counter, Object written) {
    Object max;
    Object window;
    if (written instanceof String text) {
      int slash = text.indexOf('/');
      max = new BigDecimal(text.substring(0, slash));
      window = text.substring(slash + 1);
    } else {
      max = ((Map<?, ?>) written).get("max");
      window = ((Map<?, ?>) written).get("window");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("counter", counter);
    fields.put("max", max);
    fields.put("window", window);
    return limit(pointer, fields);
  }

  /** How long a window is; null for a lifetime. */
  static @Nullable Duration lengthOf(Object window) {
    if (window instanceof BigDecimal seconds) {
      return Duration.ofSeconds(seconds.longValueExact());
    }
    return switch ((String) window) {
      case "second" -> Duration.ofSeconds(1);
      case "minute" -> Duration.ofSeconds(60);
      case "hour" -> Duration.ofSeconds(3600);
      case "day" -> Duration.ofSeconds(86400);
      case "week" -> Duration.ofSeconds(604800);
      case "lifetime" -> null;
      default -> Duration.parse((String) window);
    };
  }

  private static BigInteger nanos(Duration duration) {
    return BigInteger.valueOf(duration.getSeconds())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(duration.getNano()));
  }

  private static Duration duration(BigInteger nanos) {
    BigInteger[] parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  // ---------------------------------------------------------------- settling

  /** Settles an allowed call, at most once: later replies change nothing. */
  void settle(int number, Reply reply) {
    if (settled.contains(number)) {
      return;
    }
    settled.add(number);
    inFlight.removeIf(slot -> slot.call == number);
    history.removeIf(spent -> spent.call == number && isGivenBack(spent.taking.refund, reply));
  }

  private static boolean isGivenBack(String refund, Reply reply) {
    return switch (reply) {
      case NOT_SENT -> true;
      case ERROR -> !refund.equals("never");
      case FAILURE -> refund.equals("failure");
      case OK, TIMEOUT, CANCELLED -> false;
    };
  }
}
