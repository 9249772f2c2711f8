package dev.mcppolicy.tools.lock;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.tools.ToolDefinition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server lists otherwise than it was reviewed.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class LockDiff {

  private final String server;
  private final List<ToolChange> changes;

  private LockDiff(String server, List<ToolChange> changes) {
    this.server = server;
    this.changes = List.copyOf(changes);
  }

  /**
   * A tool that changed.
   *
   * @param tool its name
   * @param kinds how it changed
   * @param edits what is written otherwise, in the order of the places
   */
  public record ToolChange(String tool, Set<DefinitionChange> kinds, List<Edit> edits) {
    /** Copies what it is given. */
    public ToolChange {
      kinds =
          kinds.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(kinds));
      edits = List.copyOf(edits);
    }
  }

  static LockDiff between(
      String server, Map<String, ToolDefinition> locked, List<ToolDefinition> listed) {
    List<ToolChange> changes = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (ToolDefinition tool : listed) {
      seen.add(tool.name());
      ToolDefinition reviewed = locked.get(tool.name());
      if (reviewed == null) {
        changes.add(
            new ToolChange(
                tool.name(),
                EnumSet.of(DefinitionChange.APPEARED),
                Edit.between(Map.of(), Definitions.locked(tool))));
        continue;
      }
      Set<DefinitionChange> kinds = Definitions.changes(reviewed, tool);
      if (!kinds.isEmpty()) {
        changes.add(
            new ToolChange(
                tool.name(),
                kinds,
                Edit.between(Definitions.locked(reviewed), Definitions.locked(tool))));
      }
    }
    locked.forEach(
        (name, tool) -> {
          if (!seen.contains(name)) {
            changes.add(
                new ToolChange(
                    name,
                    EnumSet.of(DefinitionChange.VANISHED),
                    Edit.between(Definitions.locked(tool), Map.of())));
          }
        });
    changes.sort(java.util.Comparator.comparing(ToolChange::tool));
    return new LockDiff(server, changes);
  }

  /** Returns what the host calls the server. */
  public String server() {
    return server;
  }

  /** Returns the tools that changed, by name. */
  public List<ToolChange> changes() {
    return changes;
  }

  /** Says whether the server lists what was reviewed, and nothing else. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
