package dev.mcppolicy.testing;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.ToolReview;
import java.util.Optional;
import java.util.Set;

/**
 * What a test takes for known of a tool's definition.
 *
 * @param changes how it differs from the reviewed one
 * @param fits whether the arguments fit the reviewed schema
 */
record AssumedReview(Set<DefinitionChange> changes, boolean fits) implements ToolReview {

  @Override
  public Optional<String> misfit(Arguments arguments, boolean closed) {
    return fits ? Optional.empty() : Optional.of(ReadingMessages.takenNotToFit());
  }
}
