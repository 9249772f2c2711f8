package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.text.Topic;
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

/** Reads the rules of Intercept, and writes them as entries of a policy. */
final class InterceptReader {

  private static final List<String> POLICY =
      List.of("version", "description", "default", "hide", "tools");
  private static final List<String> RULE =
      List.of("name", "action", "rate_limit", "conditions", "on_deny", "state");
  private static final List<String> STATE =
      List.of("counter", "window", "increment", "increment_from");
  private static final Set<String> WINDOWS = Set.of("minute", "hour", "day");
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,17})/(minute|hour|day)");

  private final YamlReader.Document document;
  private final List<PolicyProblem> problems;
  private final InterceptConditions conditions;

  InterceptReader(YamlReader.Document document, List<PolicyProblem> problems) {
    this.document = document;
    this.problems = problems;
    this.conditions = new InterceptConditions(document, problems);
  }

  Map<String, Object> policy() {
    Map<String, Object> policy = new LinkedHashMap<>();
    ObjectNode root = object(document.root(), "", POLICY);
    if (root == null) {
      return policy;
    }
    policy.put("version", "1");
    if (!"1".equals(text(root, "version", ""))) {
      report("/version", root, ImportMessages.wrongVersion());
    }
    String description = text(root, "description", "");
    if (description != null) {
      policy.put("description", description);
    }
    String byDefault = text(root, "default", "");
    String posture = byDefault == null || byDefault.isEmpty() ? "allow" : byDefault;
    if (!posture.equals("allow") && !posture.equals("deny")) {
      report("/default", root, ImportMessages.wrongDefault());
    }
    policy.put("default", posture);
    hide(root, policy);
    tools(root, policy);
    return policy;
  }

  private void hide(ObjectNode root, Map<String, Object> policy) {
    List<Object> names = new ArrayList<>();
    int index = 0;
    for (Node node : list(root, "hide", "")) {
      String pointer = Pointers.child("/hide", index++);
      if (!(node instanceof TextNode text) || text.text().isBlank()) {
        report(pointer, node, ImportMessages.notA("the name of a tool", node));
      } else if (!text.text().equals("*") && Globs.isGlob(text.text())) {
        report(pointer, node, ImportMessages.globName());
      } else {
        names.add(text.text());
      }
    }
    if (!names.isEmpty()) {
      policy.put("hide", names);
    }
  }

  private void tools(ObjectNode root, Map<String, Object> policy) {
    Node node = root.get("tools");
    if (node == null || node instanceof NullNode) {
      return;
    }
    if (!(node instanceof ObjectNode tools)) {
      report("/tools", node, ImportMessages.notA("a mapping of tools", node));
      return;
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Member member : tools.members()) {
      String name = member.name();
      String pointer = Pointers.child("/tools", name);
      if (name.isEmpty()) {
        report(pointer, node, ImportMessages.emptyName());
      } else if (name.equals("*")) {
        policy.put("all_tools", entry(member.value(), pointer, "_global", true));
      } else if (Globs.isGlob(name)) {
        report(pointer, member.value(), ImportMessages.globName());
      } else {
        if (name.equals("_global") && tools.get("*") != null) {
          report(pointer, member.value(), ImportMessages.globalTool());
        }
        entries.put(name, entry(member.value(), pointer, name, false));
      }
    }
    policy.put("tools", entries);
  }

  /** What a tool's rules come to so far. */
  private static final class Entry {
    private final List<Object> require = new ArrayList<>();
    private final List<Object> denyIf = new ArrayList<>();
    private final List<Object> limits = new ArrayList<>();
    private final Set<String> counters = new HashSet<>();
    private @Nullable String denied;
  }

  private Map<String, Object> entry(Node node, String pointer, String scope, boolean all) {
    Map<String, Object> written = new LinkedHashMap<>();
    if (node instanceof NullNode) {
      return written;
    }
    ObjectNode tool = object(node, pointer, List.of("rules"));
    if (tool == null) {
      return written;
    }
    Entry entry = new Entry();
    int index = 0;
    for (Node rule : list(tool, "rules", pointer)) {
      rule(rule, pointer + "/rules/" + index++, scope, entry);
    }
    String denied = entry.denied;
    if (denied != null && all) {
      Map<String, Object> always = InterceptConditions.comparison("tool.name", "exists", true);
      entry.denyIf.add(predicate(List.of(always), denied));
    } else if (denied != null) {
      written.put("action", "deny");
      written.put("reason", denied);
    }
    put(written, "require", entry.require);
    put(written, "deny_if", entry.denyIf);
    put(written, "limits", entry.limits);
    return written;
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

  private void rule(Node node, String pointer, String scope, Entry entry) {
    ObjectNode rule = object(node, pointer, RULE);
    if (rule == null) {
      return;
    }
    String name = text(rule, "name", pointer);
    String rate = text(rule, "rate_limit", pointer);
    if (name == null && (rate == null || rate.isEmpty())) {
      report(pointer, rule, ImportMessages.missing("name"));
    }
    String called = name == null ? "" : name;
    String onDeny = text(rule, "on_deny", pointer);
    String said = onDeny == null || onDeny.isEmpty() ? null : onDeny;
    String action = text(rule, "action", pointer);
    boolean plain =
        list(rule, "conditions", pointer).isEmpty()
            && (rule.get("state") == null || rule.get("state") instanceof NullNode);
    if ("deny".equals(action)) {
      if (!plain || rate != null) {
        report(pointer, rule, ImportMessages.denyWithMore());
      }
      entry.denied =
          entry.denied != null
              ? entry.denied
              : said == null ? ImportMessages.deniedBy(called) : said;
    } else if (action != null && !action.isEmpty() && !action.equals("evaluate")) {
      report(pointer + "/action", rule, ImportMessages.wrongAction());
    } else if (rate != null && !rate.isEmpty()) {
      rate(rule, rate, plain, said, pointer, entry);
    } else {
      evaluate(rule, called, said, pointer, scope, entry);
    }
  }

  private void rate(
      ObjectNode rule,
      String rate,
      boolean plain,
      @Nullable String said,
      String pointer,
      Entry entry) {
    Matcher matcher = RATE.matcher(rate);
    if (!plain) {
      report(pointer, rule, ImportMessages.rateWithMore());
    } else if (!matcher.matches()) {
      report(pointer + "/rate_limit", rule, ImportMessages.wrongRate());
    } else {
      String window = matcher.group(2);
      counter(rule, "_rate_" + window, pointer, entry);
      Map<String, Object> limit = limit(window, new BigDecimal(matcher.group(1)));
      limit.put(
          "on_deny", said == null ? ImportMessages.rateReached(matcher.group(1), window) : said);
      entry.limits.add(limit);
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

  private void counter(ObjectNode rule, String counter, String pointer, Entry entry) {
    if (!entry.counters.add(counter)) {
      report(pointer, rule, ImportMessages.sameCounter(counter));
    }
  }

  private void evaluate(
      ObjectNode rule,
      String name,
      @Nullable String said,
      String pointer,
      String scope,
      Entry entry) {
    List<Node> written = list(rule, "conditions", pointer);
    if (written.isEmpty()) {
      report(pointer, rule, ImportMessages.noConditions());
    }
    Node stateNode = rule.get("state");
    ObjectNode state =
        stateNode == null || stateNode instanceof NullNode
            ? null
            : object(stateNode, pointer + "/state", STATE);
    String counter = state == null ? null : text(state, "counter", pointer + "/state");
    String own = "state." + scope + "." + counter;
    List<Map<String, Object>> parts = new ArrayList<>();
    List<BigDecimal> maxima = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String at = pointer + "/conditions/" + i;
      ObjectNode condition = object(written.get(i), at, List.of("path", "op", "value"));
      String path = condition == null ? null : text(condition, "path", at);
      if (condition == null || path == null) {
        report(at, written.get(i), ImportMessages.missing("path"));
      } else if (!path.startsWith("state.")) {
        Map<String, Object> part = conditions.condition(condition, path, at);
        if (part != null) {
          parts.add(part);
        }
      } else if (counter == null || !path.equals(own)) {
        report(at, condition, ImportMessages.foreignState(own));
      } else {
        max(condition, at, maxima);
      }
    }
    if (!parts.isEmpty()) {
      entry.require.add(predicate(parts, said == null ? ImportMessages.deniedBy(name) : said));
    }
    if (state != null) {
      if (maxima.size() != 1) {
        report(pointer, rule, ImportMessages.oneStateCondition(own));
      } else {
        state(
            state,
            counter,
            maxima.get(0),
            pointer,
            entry,
            said == null ? ImportMessages.exceeded(name) : said);
      }
    }
  }

  /** Reads how much a counter may hold after the call. */
  private void max(ObjectNode condition, String pointer, List<BigDecimal> maxima) {
    String operator = text(condition, "op", pointer);
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
    report(pointer, condition, ImportMessages.stateOperator());
    maxima.add(BigDecimal.ZERO);
  }

  private void state(
      ObjectNode state,
      @Nullable String counter,
      BigDecimal max,
      String pointer,
      Entry entry,
      String onDeny) {
    String at = pointer + "/state";
    String window = text(state, "window", at);
    if (counter == null || counter.isEmpty()) {
      report(at, state, ImportMessages.missing("counter"));
      return;
    }
    counter(state, counter, at, entry);
    if (window == null || !WINDOWS.contains(window)) {
      report(at + "/window", state, ImportMessages.wrongWindow());
      return;
    }
    Map<String, Object> limit = limit(window, max);
    String from = text(state, "increment_from", at);
    Node increment = state.get("increment");
    if (from != null && !from.isEmpty()) {
      String path = conditions.path(from);
      if (path == null) {
        report(at + "/increment_from", state, ImportMessages.wrongPath());
      } else {
        limit.put("amount_from", path);
      }
    } else if (increment != null && !(increment instanceof NullNode)) {
      if (increment instanceof NumberNode number
          && number.value().signum() >= 0
          && number.value().scale() <= 0) {
        // Intercept can't tell an increment of zero from one that isn't given, which is one.
        limit.put("amount", number.value().max(BigDecimal.ONE));
      } else {
        report(at + "/increment", state, ImportMessages.wrongIncrement());
      }
    }
    limit.put("on_deny", onDeny);
    entry.limits.add(limit);
  }

  private @Nullable ObjectNode object(Node node, String pointer, List<String> keys) {
    if (!(node instanceof ObjectNode object)) {
      report(pointer, node, ImportMessages.notA("a mapping", node));
      return null;
    }
    for (Member member : object.members()) {
      if (!keys.contains(member.name())) {
        report(
            Pointers.child(pointer, member.name()),
            member.value(),
            ImportMessages.unknownKey(member.name()));
      }
    }
    return object;
  }

  private List<Node> list(ObjectNode object, String key, String pointer) {
    Node node = object.get(key);
    if (node == null || node instanceof NullNode) {
      return List.of();
    }
    if (node instanceof ListNode list) {
      return list.elements();
    }
    report(pointer + "/" + key, node, ImportMessages.notA("a list", node));
    return List.of();
  }

  private @Nullable String text(ObjectNode object, String key, String pointer) {
    Node node = object.get(key);
    if (node instanceof TextNode text) {
      return text.text();
    }
    if (node != null && !(node instanceof NullNode)) {
      report(pointer + "/" + key, node, ImportMessages.notA("a text, in quotes", node));
    }
    return null;
  }

  private void report(String pointer, Node at, String message) {
    problems.add(problem(pointer, at, message));
  }

  static PolicyProblem problem(String pointer, Node at, String message) {
    return new PolicyProblem(
        pointer, at.place().line(), at.place().column(), message, Topic.WRONG_VALUE.anchor());
  }
}
