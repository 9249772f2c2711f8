package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what Intercept has a tool ruled by, and writes it as an entry of a policy. */
final class InterceptTool {

  private static final List<String> RULE =
      List.of("name", "action", "rate_limit", "conditions", "on_deny", "state");
  private static final List<String> STATE =
      List.of("counter", "window", "increment", "increment_from");
  private static final Set<String> WINDOWS = Set.of("minute", "hour", "day");
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,17})/(minute|hour|day)");

  private final InterceptNodes nodes;
  private final InterceptConditions conditions;
  private final String scope;
  private final List<Object> require = new ArrayList<>();
  private final List<Object> denyIf = new ArrayList<>();
  private final List<Object> limits = new ArrayList<>();
  private final Set<String> counters = new HashSet<>();
  private @Nullable String denied;

  /**
   * Creates what is ruled by nothing yet.
   *
   * @param scope under which the rules find the counters of this tool
   */
  InterceptTool(InterceptNodes nodes, InterceptConditions conditions, String scope) {
    this.nodes = nodes;
    this.conditions = conditions;
    this.scope = scope;
  }

  InterceptTool read(Node node, String pointer) {
    ObjectNode tool =
        InterceptNodes.isAbsent(node) ? null : nodes.object(node, pointer, List.of("rules"));
    if (tool != null) {
      int index = 0;
      for (Node rule : nodes.list(tool, "rules", pointer)) {
        rule(rule, pointer + "/rules/" + index++);
      }
    }
    return this;
  }

  /** Returns the entry of one tool. */
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (denied != null) {
      entry.put("action", "deny");
      entry.put("reason", denied);
    }
    writeRules(entry);
    return entry;
  }

  /** Returns the entry of all tools, which knows no action. */
  Map<String, Object> entryOfAll() {
    if (denied != null) {
      Map<String, Object> always = InterceptConditions.comparison("tool.name", "exists", true);
      denyIf.add(predicate(List.of(always), denied));
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    writeRules(entry);
    return entry;
  }

  private void writeRules(Map<String, Object> entry) {
    put(entry, "require", require);
    put(entry, "deny_if", denyIf);
    put(entry, "limits", limits);
  }

  private static void put(Map<String, Object> written, String key, List<Object> list) {
    if (!list.isEmpty()) {
      written.put(key, list);
    }
  }

  private static Map<String, Object> predicate(List<Map<String, Object>> parts, String onDeny) {
    Map<String, Object> predicate = new LinkedHashMap<>();
    predicate.put("conditions", parts);
    predicate.put("on_deny", onDeny);
    return predicate;
  }

  private void rule(Node node, String pointer) {
    ObjectNode rule = nodes.object(node, pointer, RULE);
    if (rule == null) {
      return;
    }
    String name = nodes.text(rule, "name", pointer);
    String rate = nodes.text(rule, "rate_limit", pointer);
    if (name == null && (rate == null || rate.isEmpty())) {
      nodes.report(pointer, rule, ImportMessages.missing("name"));
    }
    String called = name == null ? "" : name;
    String onDeny = nodes.text(rule, "on_deny", pointer);
    String said = onDeny == null || onDeny.isEmpty() ? null : onDeny;
    String action = nodes.text(rule, "action", pointer);
    boolean plain =
        nodes.list(rule, "conditions", pointer).isEmpty()
            && InterceptNodes.isAbsent(rule.get("state"));
    if ("deny".equals(action)) {
      if (!plain || rate != null) {
        nodes.report(pointer, rule, ImportMessages.denyWithMore());
      }
      if (denied == null) {
        denied = said == null ? ImportMessages.deniedBy(called) : said;
      }
    } else if (action != null && !action.isEmpty() && !action.equals("evaluate")) {
      nodes.report(pointer + "/action", rule, ImportMessages.wrongAction());
    } else if (rate != null && !rate.isEmpty()) {
      rate(rule, rate, plain, said, pointer);
    } else {
      evaluate(rule, called, said, pointer);
    }
  }

  private void rate(
      ObjectNode rule, String rate, boolean plain, @Nullable String said, String pointer) {
    Matcher matcher = RATE.matcher(rate);
    if (!plain) {
      nodes.report(pointer, rule, ImportMessages.rateWithMore());
    } else if (!matcher.matches()) {
      nodes.report(pointer + "/rate_limit", rule, ImportMessages.wrongRate());
    } else {
      String window = matcher.group(2);
      counter(rule, "_rate_" + window, pointer);
      Map<String, Object> limit = limit(window, new BigDecimal(matcher.group(1)));
      limit.put(
          "on_deny", said == null ? ImportMessages.rateReached(matcher.group(1), window) : said);
      limits.add(limit);
    }
  }

  private static Map<String, Object> limit(String window, BigDecimal max) {
    Map<String, Object> limit = new LinkedHashMap<>();
    limit.put("window", window);
    limit.put("align", "calendar");
    limit.put("max", max);
    limit.put("scope", "global");
    return limit;
  }

  private void counter(ObjectNode rule, String counter, String pointer) {
    if (!counters.add(counter)) {
      nodes.report(pointer, rule, ImportMessages.sameCounter(counter));
    }
  }

  private void evaluate(ObjectNode rule, String name, @Nullable String said, String pointer) {
    List<Node> written = nodes.list(rule, "conditions", pointer);
    if (written.isEmpty()) {
      nodes.report(pointer, rule, ImportMessages.noConditions());
    }
    Node stateNode = rule.get("state");
    ObjectNode state =
        stateNode == null || InterceptNodes.isAbsent(stateNode)
            ? null
            : nodes.object(stateNode, pointer + "/state", STATE);
    String counter = state == null ? null : nodes.text(state, "counter", pointer + "/state");
    String own = "state." + scope + "." + counter;
    List<Map<String, Object>> parts = new ArrayList<>();
    List<BigDecimal> maxima = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String at = pointer + "/conditions/" + i;
      ObjectNode condition = nodes.object(written.get(i), at, List.of("path", "op", "value"));
      String path = condition == null ? null : nodes.text(condition, "path", at);
      if (condition == null || path == null) {
        nodes.report(at, written.get(i), ImportMessages.missing("path"));
      } else if (!path.startsWith("state.")) {
        Map<String, Object> part = conditions.condition(condition, path, at);
        if (part != null) {
          parts.add(part);
        }
      } else if (counter == null || !path.equals(own)) {
        nodes.report(at, condition, ImportMessages.foreignState(own));
      } else {
        max(condition, at, maxima);
      }
    }
    if (!parts.isEmpty()) {
      require.add(predicate(parts, said == null ? ImportMessages.deniedBy(name) : said));
    }
    if (state != null) {
      if (maxima.size() != 1) {
        nodes.report(pointer, rule, ImportMessages.oneStateCondition(own));
      } else {
        state(
            state,
            counter,
            maxima.get(0),
            pointer,
            said == null ? ImportMessages.exceeded(name) : said);
      }
    }
  }

  /** Reads how much a counter may hold after the call. */
  private void max(ObjectNode condition, String pointer, List<BigDecimal> maxima) {
    String operator = nodes.text(condition, "op", pointer);
    boolean below = "lt".equals(operator);
    if ((below || "lte".equals(operator))
        && condition.get("value") instanceof NumberNode number
        && number.value().stripTrailingZeros().scale() <= 0) {
      BigDecimal max = below ? number.value().subtract(BigDecimal.ONE) : number.value();
      if (max.signum() >= 0) {
        maxima.add(max);
        return;
      }
    }
    nodes.report(pointer, condition, ImportMessages.stateOperator());
    maxima.add(BigDecimal.ZERO);
  }

  private void state(
      ObjectNode state, @Nullable String counter, BigDecimal max, String pointer, String onDeny) {
    String at = pointer + "/state";
    String window = nodes.text(state, "window", at);
    if (counter == null || counter.isEmpty()) {
      nodes.report(at, state, ImportMessages.missing("counter"));
      return;
    }
    counter(state, counter, at);
    if (window == null || !WINDOWS.contains(window)) {
      nodes.report(at + "/window", state, ImportMessages.wrongWindow());
      return;
    }
    Map<String, Object> limit = limit(window, max);
    String from = nodes.text(state, "increment_from", at);
    Node increment = state.get("increment");
    if (from != null && !from.isEmpty()) {
      String path = conditions.path(from);
      if (path == null) {
        nodes.report(at + "/increment_from", state, ImportMessages.wrongPath());
      } else {
        limit.put("amount_from", path);
      }
    } else if (!InterceptNodes.isAbsent(increment)) {
      if (increment instanceof NumberNode number
          && number.value().signum() >= 0
          && number.value().scale() <= 0) {
        // Intercept can't tell an increment of zero from one that isn't given, which is one.
        limit.put("amount", number.value().max(BigDecimal.ONE));
      } else {
        nodes.report(at + "/increment", state, ImportMessages.wrongIncrement());
      }
    }
    limit.put("on_deny", onDeny);
    limits.add(limit);
  }
}
