package dev.mcppolicy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The rules of one tool, as a {@link PolicyBuilder} takes them. Not thread-safe. */
public final class ToolRules {

  private final Map<String, Object> entry = new LinkedHashMap<>();

  private ToolRules() {}

  static Map<String, Object> written(Consumer<ToolRules> rules) {
    ToolRules written = new ToolRules();
    rules.accept(written);
    return written.entry;
  }

  /** Allows the tool, which is the default. */
  public ToolRules allow() {
    return put("action", "allow");
  }

  /** Denies every call, and says why. */
  public ToolRules deny(String reason) {
    return put("action", "deny").reason(reason);
  }

  /** Asks for approval of every call, and says why. */
  public ToolRules requireApproval(String reason) {
    return put("action", "require_approval").reason(reason);
  }

  /** Gives the text that goes with the action. */
  public ToolRules reason(String reason) {
    return put("reason", reason);
  }

  /** Allows no arguments but these. */
  public ToolRules allowedArgs(String... names) {
    return put("allowed_args", List.of(names));
  }

  /** Denies arguments that don't fit the reviewed schema of the tool. */
  public ToolRules validateArgs() {
    return put("validate_args", true);
  }

  /** Denies arguments that don't fit the reviewed schema, or that it doesn't name. */
  public ToolRules validateArgsClosed() {
    return put("validate_args", "closed");
  }

  /** Requires that all conditions hold. */
  public ToolRules require(Condition... conditions) {
    return add("require", predicate(conditions));
  }

  /** Requires that all conditions hold, and tells the agent if they don't. */
  public ToolRules require(String onDeny, Condition... conditions) {
    return add("require", predicate(onDeny, conditions));
  }

  /** Denies if all conditions hold. */
  public ToolRules denyIf(Condition... conditions) {
    return add("deny_if", predicate(conditions));
  }

  /** Denies if all conditions hold, and tells the agent. */
  public ToolRules denyIf(String onDeny, Condition... conditions) {
    return add("deny_if", predicate(onDeny, conditions));
  }

  /** Asks for approval if all conditions hold. */
  public ToolRules approveIf(Condition... conditions) {
    return add("approve_if", predicate(conditions));
  }

  /** Asks for approval if all conditions hold, and says why. */
  public ToolRules approveIf(String reason, Condition... conditions) {
    return add("approve_if", predicate(reason, conditions));
  }

  /** Adds a limit. */
  public ToolRules limit(Limit limit) {
    return add("limits", limit.written());
  }

  /** Limits the rate, as in {@code 10/minute}. */
  public ToolRules rateLimit(String rate) {
    return put("rate_limit", rate);
  }

  /**
   * Limits the rate.
   *
   * @param max how many calls
   * @param window in which window: {@code second}, {@code minute}, {@code hour}, {@code day} or
   *     {@code week}
   */
  public ToolRules rateLimit(long max, String window) {
    return put("rate_limit", Map.of("max", max, "window", window));
  }

  /** Limits the rate to some calls in so many seconds. */
  public ToolRules rateLimit(long max, long seconds) {
    return put("rate_limit", Map.of("max", max, "window", seconds));
  }

  /** Limits how many calls may be in flight at once, for each grant. */
  public ToolRules concurrency(int calls) {
    return put("concurrency", calls);
  }

  /** Judges, counts and records, but does not block or ask. */
  public ToolRules shadow() {
    return put("mode", "shadow");
  }

  private ToolRules put(String key, Object value) {
    entry.put(key, Objects.requireNonNull(value, key));
    return this;
  }

  private ToolRules add(String key, Map<String, Object> value) {
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) entry.computeIfAbsent(key, absent -> new ArrayList<>());
    list.add(value);
    return this;
  }

  private static Map<String, Object> predicate(Condition... conditions) {
    Map<String, Object> predicate = new LinkedHashMap<>();
    predicate.put("conditions", Condition.written(conditions));
    return predicate;
  }

  private static Map<String, Object> predicate(String onDeny, Condition... conditions) {
    Map<String, Object> predicate = predicate(conditions);
    predicate.put("on_deny", Objects.requireNonNull(onDeny, "onDeny"));
    return predicate;
  }
}
