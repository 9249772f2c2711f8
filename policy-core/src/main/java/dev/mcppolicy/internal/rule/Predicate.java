package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that hold together: the Kleene <i>and</i> of them.
 *
 * @param conditions the conditions
 * @param onDeny what the agent is told, or null
 * @param pointer where it stands in the policy
 */
public record Predicate(List<Condition> conditions, @Nullable String onDeny, String pointer) {

  /** Copies the conditions. */
  public Predicate {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("conditions must not be empty");
    }
  }

  /** Judges a call whose arguments are valid. */
  public Truth test(ToolCall call) {
    Truth all = Truth.TRUE;
    for (int i = 0; i < conditions.size() && all != Truth.FALSE; i++) {
      all = all.and(conditions.get(i).test(call));
    }
    return all;
  }

  /** Judges a call likewise, and says how it came to that. */
  public Trace trace(ToolCall call) {
    return new AllOf(conditions, pointer).trace(call);
  }
}
