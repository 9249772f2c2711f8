package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;

/**
 * The Kleene <i>or</i> of conditions.
 *
 * @param parts the conditions
 * @param pointer where it stands in the policy
 */
public record AnyOf(List<Condition> parts, String pointer) implements Condition {

  /** Copies the conditions. */
  public AnyOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts must not be empty");
    }
  }

  @Override
  public Truth test(ToolCall call) {
    Truth any = Truth.FALSE;
    for (int i = 0; i < parts.size() && any != Truth.TRUE; i++) {
      any = any.or(parts.get(i).test(call));
    }
    return any;
  }

  @Override
  public Trace trace(ToolCall call) {
    List<Trace> traces = parts.stream().map(part -> part.trace(call)).toList();
    Truth any = traces.stream().map(Trace::truth).reduce(Truth.FALSE, Truth::or);
    return new Trace(pointer, "any", null, any, traces);
  }
}
