package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;

/** The Kleene <i>or</i> of conditions. Immutable and thread-safe. */
public final class AnyOf implements Condition {

  private final Condition[] parts;
  private final String pointer;

  AnyOf(List<Condition> parts, String pointer) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts must not be empty");
    }
    this.parts = parts.toArray(new Condition[0]);
    this.pointer = pointer;
  }

  /** Returns the conditions. */
  public List<Condition> parts() {
    return List.of(parts);
  }

  @Override
  public String pointer() {
    return pointer;
  }

  @Override
  public Truth test(ToolCall call) {
    Truth any = Truth.FALSE;
    for (Condition part : parts) {
      Truth truth = Condition.judge(part, call);
      if (truth == Truth.TRUE) {
        return Truth.TRUE;
      }
      any = truth == Truth.FALSE ? any : Truth.UNKNOWN;
    }
    return any;
  }

  @Override
  public Trace trace(ToolCall call) {
    List<Trace> traces = parts().stream().map(part -> part.trace(call)).toList();
    Truth any = traces.stream().map(Trace::truth).reduce(Truth.FALSE, Truth::or);
    return new Trace(pointer, "any", null, any, traces);
  }
}
