package dev.mcppolicy;

import java.util.Optional;
import java.util.Set;

/**
 * A review for tests.
 *
 * @param changes how the definition differs
 * @param fits whether arguments fit the schema
 * @param fitsClosed whether they fit the closed schema
 */
public record Reviewed(Set<DefinitionChange> changes, boolean fits, boolean fitsClosed)
    implements ToolReview {

  /** The same definition, which the arguments fit. */
  public static final Reviewed SAME = new Reviewed(Set.of(), true, true);

  /** Returns a definition that differs so, and that the arguments fit. */
  public static Reviewed with(DefinitionChange... changes) {
    return new Reviewed(Set.of(changes), true, true);
  }

  @Override
  public Optional<String> misfit(Arguments arguments, boolean closed) {
    return (closed ? fitsClosed : fits) ? Optional.empty() : Optional.of("no.");
  }
}
