package dev.mcppolicy.cli;

import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.lock.InvalidLockException;
import dev.mcppolicy.tools.lock.ToolLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Locks the definitions of tools, or says what changed since they were locked. */
@Command(
    name = "lock",
    description = {
      "Locks the tools of servers as they are listed now, or says what changed since then.",
      "Whoever commits the lock has reviewed what it holds; the enforcer denies all else."
    },
    footer = {
      "  policy lock --config mcp.json",
      "  policy lock --diff --config mcp.json",
      "  policy lock --lock payments.lock.json --server payments -- npx -y payments-server",
      "  policy lock --diff --lock <(git show main:tools.lock.json) --from-lock tools.lock.json",
      "",
      "Servers that aren't asked, or can't be read, stay locked as they are.",
      "~ is written otherwise, + is new, - is gone, ! may be meant for a model and not for its",
      "reader (docs/locked-definitions.md tells of the ids); what was locked isn't told of again.",
      "JSON:  {\"lock\", \"changed\", \"servers\": [{\"server\", \"known\", \"tools\", \"changes\": [{\"tool\",",
      "       \"kinds\", \"risk\", \"edits\": [{\"pointer\", \"before\", \"after\"}], \"findings\": [{\"pointer\",",
      "       \"id\", \"message\", \"quote\"}]}]}], \"kept\", \"dropped\", \"problems\": [{\"server\", \"message\"}]}",
      "Exit:  0 all servers were read, and with --diff nothing changed, 1 some were not, or",
      "       something changed, 2 wrong usage, or a file can't be read or written."
    })
final class LockCommand extends Subcommand {

  private final Output err;

  @Mixin private ToolSources sources = new ToolSources();

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description = "The lock; " + ToolLock.FILE + " unless given.")
  private String file = ToolLock.FILE;

  @Option(names = "--diff", description = "Write nothing; say what changed since it was locked.")
  private boolean diff;

  @Option(
      names = "--only",
      description = "Leave out of the lock the servers that aren't asked any more.")
  private boolean only;

  LockCommand(Output out, Output err) {
    super(out);
    this.err = err;
  }

  @Override
  public Integer call() {
    if (diff && only) {
      throw new UnusableException(CliMessages.diffOrOnly());
    }
    Path path = path(file);
    boolean isNew = !diff && !Files.exists(path);
    ToolLock before = isNew ? ToolLock.of(List.of()) : load(path);
    ToolSources.Read read = sources.read();
    List<LockedServer> servers = new ArrayList<>();
    ToolLock now = before;
    for (Inventory inventory : read.inventories()) {
      servers.add(LockedServer.of(before, inventory));
      now = now.with(inventory);
    }
    Set<String> kept = new TreeSet<>(before.servers());
    read.inventories().forEach(inventory -> kept.remove(inventory.server()));
    Set<String> dropped = new TreeSet<>();
    if (only) {
      dropped.addAll(kept);
      dropped.removeAll(read.problems().keySet());
      kept.removeAll(dropped);
      for (String server : dropped) {
        now = now.without(server);
      }
    }
    boolean changed = servers.stream().anyMatch(LockedServer::changed);
    if (!diff && !read.inventories().isEmpty() && (isNew || !now.equals(before))) {
      write(path, now);
      changed = true;
    }
    LockReport report =
        new LockReport(file, diff, changed, now, servers, kept, dropped, read.problems());
    if (asJson()) {
      out.document(report.json());
    } else {
      report.printTo(out);
    }
    ToolSources.printProblems(read.problems(), err);
    return read.problems().isEmpty() && !(diff && changed) ? Exit.FINE : Exit.FINDINGS;
  }

  /**
   * Reads a lock.
   *
   * @throws UnusableException if it is none
   */
  static ToolLock load(Path file) {
    try {
      return ToolLock.load(file);
    } catch (InvalidLockException e) {
      throw new UnusableException(CliMessages.unusableFile(file.toString(), e));
    }
  }

  private static void write(Path file, ToolLock lock) {
    try {
      lock.save(file);
    } catch (InvalidLockException e) {
      throw new UnusableException(CliMessages.unusableFile(file.toString(), e));
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      throw new UnusableException(CliMessages.cantBeWritten(file, cause));
    }
  }
}
