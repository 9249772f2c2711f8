package dev.mcppolicy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A limit of a rule, as a {@link ToolRules} takes it.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Limit {

  private final Map<String, Object> written;

  private Limit(Map<String, Object> written) {
    this.written = written;
  }

  /**
   * Returns a limit of so much in a window.
   *
   * @param max the most that may be spent
   * @param window {@code second}, {@code minute}, {@code hour}, {@code day}, {@code week} or {@code
   *     lifetime}
   */
  public static Limit of(long max, String window) {
    return new Limit(Map.of()).with("max", max).with("window", window);
  }

  /** Returns a limit of so much in a window. */
  public static Limit of(BigDecimal max, String window) {
    return new Limit(Map.of()).with("max", max).with("window", window);
  }

  /** Returns a limit of so much in a window of any length. */
  public static Limit of(long max, Duration window) {
    return of(max, window.toString());
  }

  /** Returns this limit, counting with a named counter that other limits may share. */
  public Limit counter(String name) {
    return with("counter", name);
  }

  /** Returns this limit, shared as a scope says. */
  public Limit scope(Scope scope) {
    return with("scope", scope.id());
  }

  /** Returns this limit, with one count for each distinct combination of values. */
  public Limit per(String... paths) {
    return with("per", paths.length == 1 ? paths[0] : List.of(paths));
  }

  /** Returns this limit, of which each call spends so much. */
  public Limit amount(Number amount) {
    return with("amount", amount);
  }

  /** Returns this limit, of which each call spends what an argument says. */
  public Limit amountFrom(String path) {
    return with("amount_from", path);
  }

  /** Returns this limit, with windows that start on the clock in UTC. */
  public Limit calendar() {
    return with("align", "calendar");
  }

  /** Returns this limit, with windows that start on the clock of a time zone. */
  public Limit calendar(String zone) {
    return calendar().with("zone", zone);
  }

  /** Returns this limit, giving back what a call spent as a rule says. */
  public Limit refund(Refund refund) {
    return with("refund", refund.id());
  }

  /** Returns this limit, telling the agent so when it has no room. */
  public Limit onDeny(String text) {
    return with("on_deny", text);
  }

  Map<String, Object> written() {
    return written;
  }

  private Limit with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(written);
    more.put(key, Objects.requireNonNull(value, key));
    return new Limit(more);
  }
}
