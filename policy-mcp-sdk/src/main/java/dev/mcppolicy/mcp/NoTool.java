package dev.mcppolicy.mcp;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.ToolReview;
import java.util.Optional;
import java.util.Set;

/** What is known of a request that is no tool call: it has no definition that could change. */
final class NoTool implements ToolReview {

  static final ToolReview REVIEW = new NoTool();

  private NoTool() {}

  @Override
  public Set<DefinitionChange> changes() {
    return Set.of();
  }

  @Override
  public Optional<String> misfit(Arguments arguments, boolean closed) {
    return Optional.of(Messages.NO_SCHEMA);
  }
}
