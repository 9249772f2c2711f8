package dev.mcppolicy;

import java.util.Optional;
import java.util.Set;

/**
 * What is known of the definition of the tool that a call names: how it differs from the one that
 * was reviewed, and what arguments that one takes.
 *
 * <p>Implementations are thread-safe, and answer the same each time. If one throws, the call is
 * denied.
 */
public interface ToolReview {

  /**
   * Returns how the definition differs from the reviewed one; nothing if it is the same, and every
   * kind of change if that can't be told.
   */
  Set<DefinitionChange> changes();

  /**
   * Judges arguments by the reviewed input schema.
   *
   * @param closed whether objects of which the schema doesn't say so hold no other members either
   *     than those it names
   * @return why the arguments don't fit, or why that can't be told: one sentence without any value
   *     of them; empty if they fit
   */
  Optional<String> misfit(Arguments arguments, boolean closed);
}
