package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a condition judged a call.
 *
 * @param pointer where the condition stands in the policy
 * @param text the condition, as in {@code args.amount gt 50000}; {@code any} or {@code all} for a
 *     group
 * @param seen the value that was judged, shortened, or why there was none; null for a group
 * @param truth what it came to
 * @param children how its parts, or the elements of {@code [*]}, were judged
 */
public record Trace(
    String pointer, String text, @Nullable String seen, Truth truth, List<Trace> children) {

  /** Copies the children. */
  public Trace {
    children = List.copyOf(children);
  }
}
