package dev.mcppolicy.tools.lock;

import dev.mcppolicy.ToolDefinitions;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.tools.Inventory;
import dev.mcppolicy.tools.ToolDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tools of some servers as somebody reviewed them: for each its title, description, schemas and
 * annotations, and a digest of them.
 *
 * <pre>{@code
 * ToolLock lock = ToolLock.load(Path.of("tools.lock.json"));
 * LockDiff diff = lock.compare(inventory);
 * PolicyEnforcer enforcer =
 *     PolicyEnforcer.builder(policy).server("payments").definitions(lock.definitions()).build();
 * }</pre>
 *
 * <p>A lock is a file that stands beside the code and changes by review. Its digests keep an edit
 * of the texts from going unnoticed by accident; they are no signature.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ToolLock {

  /** What a lock is called unless somebody calls it otherwise. */
  public static final String FILE = "tools.lock.json";

  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final Map<String, Map<String, ToolDefinition>> servers;

  private ToolLock(Map<String, Map<String, ToolDefinition>> servers) {
    this.servers = servers;
  }

  /**
   * Locks the tools of servers as they are listed now.
   *
   * @throws InvalidLockException if two servers have one name
   */
  public static ToolLock of(Collection<Inventory> inventories) {
    Map<String, Map<String, ToolDefinition>> servers = new TreeMap<>();
    for (Inventory inventory : inventories) {
      Map<String, ToolDefinition> tools = new TreeMap<>();
      inventory.tools().forEach(tool -> tools.put(tool.name(), reviewed(tool)));
      if (servers.put(inventory.server(), tools) != null) {
        throw new InvalidLockException(LockMessages.sameServer(inventory.server()));
      }
    }
    return new ToolLock(servers);
  }

  /** Leaves out of a definition what is not locked. */
  private static ToolDefinition reviewed(ToolDefinition tool) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", tool.name());
    members.putAll(Definitions.locked(tool));
    return ToolDefinition.of(members);
  }

  static ToolLock read(Map<String, Map<String, ToolDefinition>> servers) {
    return new ToolLock(servers);
  }

  /**
   * Reads a lock.
   *
   * @throws InvalidLockException if it is none, or if a digest isn't that of its tool
   */
  public static ToolLock parse(String json) {
    return LockReader.read(Objects.requireNonNull(json, "json"));
  }

  /**
   * Reads a lock from a file.
   *
   * @throws InvalidLockException if it is none, or if a digest isn't that of its tool
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static ToolLock load(Path file) {
    return LockReader.read(Documents.bytes(Objects.requireNonNull(file, "file")));
  }

  /** Returns the names of the servers, sorted. */
  public Set<String> servers() {
    return Collections.unmodifiableSet(servers.keySet());
  }

  /** Returns the tools of a server, sorted by name; none if the lock doesn't know the server. */
  public List<ToolDefinition> tools(String server) {
    return List.copyOf(servers.getOrDefault(server, Map.of()).values());
  }

  /** Returns a tool of a server as it was reviewed, if it was. */
  public Optional<ToolDefinition> tool(String server, String tool) {
    return Optional.ofNullable(servers.getOrDefault(server, Map.of()).get(tool));
  }

  /**
   * Returns this lock with the tools of one server as they are listed now, in place of what it held
   * of that server.
   */
  public ToolLock with(Inventory inventory) {
    Map<String, Map<String, ToolDefinition>> all = new TreeMap<>(servers);
    all.remove(inventory.server());
    all.putAll(of(List.of(inventory)).servers);
    return new ToolLock(all);
  }

  /** Returns this lock without a server, which it need not know. */
  public ToolLock without(String server) {
    Map<String, Map<String, ToolDefinition>> rest = new TreeMap<>(servers);
    rest.remove(Objects.requireNonNull(server, "server"));
    return new ToolLock(rest);
  }

  /** Says what a server lists otherwise than it was reviewed. */
  public LockDiff compare(Inventory inventory) {
    return LockDiff.between(
        inventory.server(), servers.getOrDefault(inventory.server(), Map.of()), inventory.tools());
  }

  /**
   * Returns these definitions for an enforcer, which logs what it finds changed, and believes a
   * list for a minute.
   */
  public ToolDefinitions definitions() {
    return definitions(LockMessages::log, MAX_AGE);
  }

  /**
   * Returns these definitions for an enforcer.
   *
   * @param listener hears of what changed
   * @param maxAge how long a list is believed, after which the tools are listed again before a
   *     call; zero lists them before each call
   * @throws IllegalArgumentException if {@code maxAge} is negative
   */
  public ToolDefinitions definitions(DefinitionListener listener, Duration maxAge) {
    Objects.requireNonNull(listener, "listener");
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("maxAge must not be negative: " + maxAge);
    }
    return server -> LockWatch.of(this, server.orElse(null), listener, maxAge, System::nanoTime);
  }

  /** Returns what is known of a tool that is listed as it was reviewed. */
  public ToolReview reviewed(String server, String tool) {
    return LockWatch.reviewed(tool(server, tool).orElse(null));
  }

  /** Returns a digest of everything that is locked. */
  public String digest() {
    return Documents.digest(Node.of(plain()));
  }

  /**
   * Returns the lock as JSON, sorted so that a changed tool is a change of its own lines.
   * Characters that a reader doesn't see are escaped.
   */
  public String toJson() {
    return Visible.escaped(Documents.print(Node.of(plain())));
  }

  /**
   * Writes the lock to a file, in place of what the file held: whoever reads it meanwhile reads the
   * one or the other. Nothing is written if the file couldn't be read again.
   *
   * @throws InvalidLockException if the lock is larger, or its schemas are deeper, than {@link
   *     #load} accepts
   * @throws java.io.UncheckedIOException if the file can't be written
   */
  public void save(Path file) {
    LockFile.write(Objects.requireNonNull(file, "file"), this);
  }

  private Map<String, Object> plain() {
    Map<String, Object> byServer = new LinkedHashMap<>();
    servers.forEach(
        (server, tools) -> {
          Map<String, Object> byTool = new LinkedHashMap<>();
          tools.forEach(
              (name, tool) -> {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("digest", Definitions.digest(tool));
                Definitions.locked(tool).forEach((key, value) -> entry.put(key, sorted(value)));
                byTool.put(name, entry);
              });
          byServer.put(server, byTool);
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", "1");
    all.put("servers", byServer);
    return all;
  }

  /** Sorts the keys, which servers list in any order. */
  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> members = new TreeMap<>();
      map.forEach((key, part) -> members.put((String) key, sorted(part)));
      return members;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ToolLock that && digest().equals(that.digest());
  }

  @Override
  public int hashCode() {
    return servers.keySet().hashCode();
  }

  /** Names the servers. */
  @Override
  public String toString() {
    return "ToolLock" + servers.keySet();
  }
}
