package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that hold together: the Kleene <i>and</i> of them. Immutable and thread-safe. */
public final class Predicate {

  private final AllOf all;
  private final Condition condition;
  private final @Nullable String onDeny;

  /**
   * Makes a predicate.
   *
   * @param conditions the conditions
   * @param onDeny what the agent is told, or null
   * @param pointer where it stands in the policy
   * @throws IllegalArgumentException if {@code conditions} is empty
   */
  public Predicate(List<Condition> conditions, @Nullable String onDeny, String pointer) {
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("conditions must not be empty");
    }
    this.all = new AllOf(conditions, pointer);
    this.condition = conditions.size() == 1 ? conditions.get(0) : all;
    this.onDeny = onDeny;
  }

  /** Returns the conditions. */
  public List<Condition> conditions() {
    return all.parts();
  }

  /** Returns the condition that is the same: the only one, or all of them. */
  public Condition condition() {
    return condition;
  }

  /** Returns what the agent is told, or null. */
  public @Nullable String onDeny() {
    return onDeny;
  }

  /** Returns where it stands in the policy. */
  public String pointer() {
    return all.pointer();
  }

  /** Judges a call whose arguments are valid. */
  public Truth test(ToolCall call) {
    return Condition.judge(condition, call);
  }

  /** Judges a call likewise, and says how it came to that. */
  public Trace trace(ToolCall call) {
    return all.trace(call);
  }
}
