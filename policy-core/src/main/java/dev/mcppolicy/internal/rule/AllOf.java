package dev.mcppolicy.internal.rule;

import dev.mcppolicy.ToolCall;
import java.util.List;

/** The Kleene <i>and</i> of conditions. Immutable and thread-safe. */
public final class AllOf implements Condition {

  private final Condition[] parts;
  private final String pointer;

  AllOf(List<Condition> parts, String pointer) {
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
    Truth all = Truth.TRUE;
    for (Condition part : parts) {
      Truth truth = Condition.judge(part, call);
      if (truth == Truth.FALSE) {
        return Truth.FALSE;
      }
      all = truth == Truth.TRUE ? all : Truth.UNKNOWN;
    }
    return all;
  }

  @Override
  public Trace trace(ToolCall call) {
    List<Trace> traces = parts().stream().map(part -> part.trace(call)).toList();
    Truth all = traces.stream().map(Trace::truth).reduce(Truth.TRUE, Truth::and);
    return new Trace(pointer, "all", null, all, traces);
  }
}
