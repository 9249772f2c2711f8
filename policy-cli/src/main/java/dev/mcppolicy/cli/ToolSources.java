package dev.mcppolicy.cli;

import dev.mcppolicy.tools.InvalidInventoryException;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ListingLimits;
import dev.mcppolicy.tools.ServerAddress;
import dev.mcppolicy.tools.ServerConfig;
import dev.mcppolicy.tools.ServerListing;
import dev.mcppolicy.tools.UnreadableServerException;
import dev.mcppolicy.tools.lock.ToolLock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the tools of servers are read from: the options of all commands that look at tools. */
final class ToolSources {

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A saved result of tools/list, or what tools prints as JSON.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--from-lock",
      paramLabel = "FILE",
      description = "A lock: the tools as they were reviewed.")
  private List<String> locks = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A host's configuration: every server of its \"mcpServers\" is asked.")
  private List<String> configs = new ArrayList<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A server that speaks Streamable HTTP.")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--header",
      paramLabel = "NAME: VALUE",
      description = "A header for the server of --url.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "What to call the server of --url or COMMAND.")
  private @Nullable String name;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long each server may take; 30 unless given.")
  private int seconds = 30;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "After --: the program of a server over stdio, and its arguments.")
  private List<String> command = new ArrayList<>();

  /**
   * What was read.
   *
   * @param inventories the tools of the servers that could be read
   * @param problems why the others couldn't, each with the server's name
   */
  record Read(List<Inventory> inventories, Map<String, String> problems) {}

  /** Reads all. */
  Read read() {
    if (files.isEmpty()
        && locks.isEmpty()
        && configs.isEmpty()
        && urls.isEmpty()
        && command.isEmpty()) {
      throw new UnusableException(CliMessages.noSource());
    }
    if (seconds < 1 || seconds > 3_600) {
      throw new UnusableException(CliMessages.wrongTimeout());
    }
    Map<String, Inventory> found = new LinkedHashMap<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (String file : files) {
      try {
        Inventory.load(Subcommand.path(file))
            .forEach(inventory -> add(inventory.server(), inventory, found));
      } catch (InvalidInventoryException e) {
        throw new UnusableException(CliMessages.unusableFile(file, e));
      }
    }
    for (String file : locks) {
      ToolLock lock = LockCommand.load(Subcommand.path(file));
      for (String server : lock.servers()) {
        add(server, Inventory.of(server, lock.tools(server)), found);
      }
    }
    for (String config : configs) {
      for (ServerConfig.Entry entry : entries(config)) {
        ask(entry.server(), entry.address(), entry.problem(), found, problems);
      }
    }
    for (String url : urls) {
      ServerAddress address = http(url);
      ask(address.server(), Optional.of(address), "", found, problems);
    }
    if (!command.isEmpty()) {
      String server = name == null ? "server" : name;
      ServerAddress address = ServerAddress.Stdio.of(server, command);
      ask(server, Optional.of(address), "", found, problems);
    }
    return new Read(List.copyOf(found.values()), problems);
  }

  private static List<ServerConfig.Entry> entries(String config) {
    try {
      return ServerConfig.load(Subcommand.path(config));
    } catch (InvalidInventoryException e) {
      throw new UnusableException(CliMessages.unusableFile(config, e));
    }
  }

  private void ask(
      String server,
      Optional<ServerAddress> address,
      String problem,
      Map<String, Inventory> found,
      Map<String, String> problems) {
    if (address.isEmpty()) {
      problems.put(server, problem);
      return;
    }
    try {
      ListingLimits limits = ListingLimits.DEFAULT.within(Duration.ofSeconds(seconds));
      add(server, ServerListing.read(address.get(), limits), found);
    } catch (UnreadableServerException e) {
      problems.put(server, String.valueOf(e.getMessage()));
    }
  }

  private static void add(String server, Inventory inventory, Map<String, Inventory> found) {
    if (found.putIfAbsent(server, inventory) != null) {
      throw new UnusableException(CliMessages.sameServer(server));
    }
  }

  private ServerAddress http(String url) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new UnusableException(CliMessages.wrongHeader());
      }
      values.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    try {
      URI endpoint = URI.create(url);
      String server = name == null ? String.valueOf(endpoint.getHost()) : name;
      return new ServerAddress.Http(server, endpoint, values);
    } catch (IllegalArgumentException e) {
      throw new UnusableException(CliMessages.wrongUrl());
    }
  }

  /** Prints why servers couldn't be read, to where errors go. */
  static void printProblems(Map<String, String> problems, Output err) {
    problems.forEach((server, problem) -> err.print(Style.BAD, server).print(": ").line(problem));
  }
}
