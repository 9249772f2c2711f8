package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;

/**
 * The Kleene <i>and</i> of conditions.
 *
 * @param parts the conditions
 * @param pointer where it stands in the policy
 */
public record AllOf(List<Condition> parts, String pointer) implements Condition {

  /** Copies the conditions. */
  public AllOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts must not be empty");
    }
  }

  @Override
  public Truth test(ToolCall call) {
    Truth all = Truth.TRUE;
    for (int i = 0; i < parts.size() && all != Truth.FALSE; i++) {
      all = all.and(parts.get(i).test(call));
    }
    return all;
  }

  @Override
  public Trace trace(ToolCall call) {
    List<Trace> traces = parts.stream().map(part -> part.trace(call)).toList();
    Truth all = traces.stream().map(Trace::truth).reduce(Truth.TRUE, Truth::and);
    return new Trace(pointer, "all", null, all, traces);
  }
}
