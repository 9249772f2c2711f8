package dev.mcppolicy.tools.lock;

import dev.mcppolicy.DefinitionChange;
import java.util.Objects;
import java.util.Set;

/**
 * A server lists a tool otherwise than it was reviewed.
 *
 * @param server what the lock calls the server
 * @param tool the tool
 * @param changes how its definition differs
 */
public record DefinitionEvent(String server, String tool, Set<DefinitionChange> changes) {

  /** Copies the set. */
  public DefinitionEvent {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(tool, "tool");
    changes = Set.copyOf(changes);
  }
}
