package dev.mcppolicy.cli;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.Risk;
import dev.mcppolicy.tools.ToolDefinition;
import dev.mcppolicy.tools.lock.LockDiff;
import dev.mcppolicy.tools.lock.TextFinding;
import dev.mcppolicy.tools.lock.TextScan;
import dev.mcppolicy.tools.lock.ToolLock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server beside what was locked of it.
 *
 * @param known whether the lock knows the server
 * @param tools how many tools it lists
 */
record LockedServer(String server, boolean known, int tools, List<Changed> changes) {

  /**
   * A tool that is listed otherwise than it was locked.
   *
   * @param before how dangerous it was, if it was locked
   * @param now how dangerous it is, if it is listed
   * @param findings what is suspicious about its texts and wasn't locked
   */
  record Changed(
      LockDiff.ToolChange change,
      Optional<Risk> before,
      Optional<Risk> now,
      List<TextFinding> findings) {

    boolean appeared() {
      return change.kinds().contains(DefinitionChange.APPEARED);
    }

    boolean vanished() {
      return change.kinds().contains(DefinitionChange.VANISHED);
    }
  }

  static LockedServer of(ToolLock lock, Inventory listed) {
    String server = listed.server();
    Inventory locked = Inventory.of(server, lock.tools(server));
    Set<TextFinding> old = new HashSet<>(TextScan.of(locked));
    List<TextFinding> fresh =
        TextScan.of(Surveyed.asListed(listed)).stream()
            .filter(finding -> !old.contains(finding))
            .toList();
    List<Changed> changes = new ArrayList<>();
    for (LockDiff.ToolChange change : lock.compare(listed).changes()) {
      changes.add(
          new Changed(
              change,
              risk(server, locked.tool(change.tool())),
              risk(server, listed.tool(change.tool())),
              fresh.stream().filter(one -> one.tool().equals(change.tool())).toList()));
    }
    return new LockedServer(
        server, lock.servers().contains(server), listed.tools().size(), List.copyOf(changes));
  }

  /** Says whether it is listed otherwise than it was locked. */
  boolean changed() {
    return !known || !changes.isEmpty();
  }

  private static Optional<Risk> risk(String server, Optional<ToolDefinition> tool) {
    return tool.map(definition -> Risk.of(server, definition));
  }
}
