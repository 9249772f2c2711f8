package dev.mcppolicy.cli;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.tools.lock.TextFinding;
import dev.mcppolicy.tools.lock.ToolLock;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code policy lock} says. */
final class LockText {

  private LockText() {}

  /** Says how a server stands to its lock, after the server's name. */
  static String summary(LockedServer server) {
    String tools = ": " + tools(server.tools());
    if (!server.known()) {
      return tools + ", not locked before";
    }
    int changed = server.changes().size();
    return tools + (changed == 0 ? ", as locked" : ", " + changed + " changed");
  }

  private static String tools(int count) {
    return count == 1 ? "1 tool" : count + " tools";
  }

  static String kinds(Set<DefinitionChange> kinds) {
    return kinds.stream().map(DefinitionChange::toString).collect(Collectors.joining(", "));
  }

  static String finding(TextFinding finding) {
    return said(finding) + " [" + finding.id() + "]";
  }

  /** Says where something suspicious is, without its id. */
  static String said(TextFinding finding) {
    return finding.pointer() + ": " + finding.sentence() + ": " + finding.quote();
  }

  static String notCompared(Collection<String> servers) {
    return "not compared: " + String.join(", ", servers);
  }

  static String kept(Collection<String> servers) {
    return "kept as they are: " + String.join(", ", servers);
  }

  static String dropped(Collection<String> servers) {
    return "left out: " + String.join(", ", servers);
  }

  static String compared(String file, boolean changed, boolean inPart) {
    return file
        + ": "
        + (changed
            ? "what the servers list is not what was locked"
            : "nothing changed" + (inPart ? " of what could be read" : ""));
  }

  static String locked(String file, ToolLock lock, boolean changed) {
    int servers = lock.servers().size();
    int tools = lock.servers().stream().mapToInt(server -> lock.tools(server).size()).sum();
    return file
        + ": "
        + (servers == 1 ? "1 server" : servers + " servers")
        + ", "
        + tools(tools)
        + (changed ? "" : ", nothing changed");
  }
}
