package dev.mcppolicy.tools.lock;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.tools.ToolDefinition;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one client is told of a server's tools with a lock.
 *
 * <p>What was once listed otherwise stays changed as long as the watch lives, even if the server
 * turns it back: a tool that speaks differently from time to time is not the one that was reviewed.
 * A tool that is gone is only as long gone as it is not listed.
 *
 * <p>This class is thread-safe.
 */
final class LockWatch implements DefinitionWatch {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  /** How many tools that nobody reviewed are told of. */
  private static final int MOST_TOLD = 10_000;

  private static final Set<DefinitionChange> ANYTHING =
      Collections.unmodifiableSet(EnumSet.allOf(DefinitionChange.class));

  private final String server;
  private final ToolLock lock;
  private final DefinitionListener listener;
  private final long maxAge;
  private final LongSupplier clock;
  private final Map<String, Watched> watched = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private long epoch;
  private long wholeEpoch = -1;

  private LockWatch(
      ToolLock lock,
      String server,
      DefinitionListener listener,
      Duration maxAge,
      LongSupplier clock) {
    this.lock = lock;
    this.server = server;
    this.listener = listener;
    this.maxAge = nanos(maxAge);
    this.clock = clock;
    lock.tools(server).forEach(tool -> watched.put(tool.name(), new Watched(tool)));
  }

  /** What was seen of a tool that was reviewed. */
  private static final class Watched {
    final ArgumentSchema schema;
    final Set<DefinitionChange> changes = EnumSet.noneOf(DefinitionChange.class);
    long seenEpoch = -1;
    long seenAt;

    Watched(ToolDefinition locked) {
      this.schema = new ArgumentSchema(locked.inputSchema());
    }
  }

  static LockWatch of(
      ToolLock lock,
      @Nullable String server,
      DefinitionListener listener,
      Duration maxAge,
      LongSupplier clock) {
    Objects.requireNonNull(lock, "lock");
    Objects.requireNonNull(listener, "listener");
    if (server == null && lock.servers().size() != 1) {
      throw new InvalidLockException(LockMessages.serverNotNamed(lock.servers()));
    }
    return new LockWatch(
        lock, server == null ? lock.servers().iterator().next() : server, listener, maxAge, clock);
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public synchronized long epoch() {
    return epoch;
  }

  @Override
  public synchronized void announced() {
    epoch++;
  }

  @Override
  public synchronized boolean mustList(String tool) {
    Watched one = watched.get(tool);
    return one != null
        && (one.seenEpoch != epoch || maxAge == 0 || clock.getAsLong() - one.seenAt > maxAge);
  }

  @Override
  public void listed(long asked, Map<?, ?> tool, Set<String> inPart) {
    Set<DefinitionChange> changes;
    String name = "";
    try {
      if (!(tool.get("name") instanceof String given)) {
        return; // nobody can call it
      }
      name = given;
      @SuppressWarnings("unchecked") // keys that are no texts are refused
      ToolDefinition seen = ToolDefinition.of((Map<String, ?>) tool);
      changes = changes(seen, inPart);
    } catch (RuntimeException | StackOverflowError e) {
      changes = lock.tool(server, name).isPresent() ? ANYTHING : Set.of(DefinitionChange.APPEARED);
    }
    if (saw(asked, name, changes)) {
      tell(new DefinitionEvent(server, name, changes));
    }
  }

  private Set<DefinitionChange> changes(ToolDefinition seen, Set<String> inPart) {
    ToolDefinition locked = lock.tool(server, seen.name()).orElse(null);
    if (locked == null) {
      return Set.of(DefinitionChange.APPEARED);
    }
    return Definitions.changes(Parts.known(locked, inPart), Parts.known(seen, inPart));
  }

  /** Remembers what was seen, and says whether it is news. */
  private synchronized boolean saw(long asked, String name, Set<DefinitionChange> changes) {
    Watched one = watched.get(name);
    if (one == null) {
      return told.size() < MOST_TOLD && told.add(name);
    }
    one.seenEpoch = Math.max(one.seenEpoch, asked);
    one.seenAt = clock.getAsLong();
    return one.changes.addAll(changes);
  }

  @Override
  public void listedAll(long asked, Set<String> names) {
    Set<String> gone = new HashSet<>();
    synchronized (this) {
      wholeEpoch = Math.max(wholeEpoch, asked);
      watched.forEach(
          (name, one) -> {
            if (!names.contains(name)) {
              one.seenEpoch = -1;
              if (told.add(name)) {
                gone.add(name);
              }
            }
          });
    }
    gone.forEach(
        name -> tell(new DefinitionEvent(server, name, Set.of(DefinitionChange.VANISHED))));
  }

  private void tell(DefinitionEvent event) {
    try {
      listener.changed(event);
    } catch (Throwable failure) { // whatever it is, the list was read
      LOG.log(System.Logger.Level.WARNING, "A listener of definitions failed", failure);
    }
  }

  @Override
  public synchronized ToolReview review(String tool) {
    Watched one = watched.get(tool);
    if (one == null) {
      return new Known(Set.of(DefinitionChange.APPEARED), null);
    }
    if (one.seenEpoch == epoch) {
      return new Known(Set.copyOf(one.changes), one.schema);
    }
    if (wholeEpoch != epoch) {
      return new Known(ANYTHING, one.schema);
    }
    Set<DefinitionChange> changes = EnumSet.copyOf(one.changes);
    changes.add(DefinitionChange.VANISHED);
    return new Known(Set.copyOf(changes), one.schema);
  }

  @Override
  public synchronized ToolReview unknown(String tool) {
    Watched one = watched.get(tool);
    return one == null ? review(tool) : new Known(ANYTHING, one.schema);
  }

  /** Returns what is known of a tool that is listed as it was reviewed; null if it wasn't. */
  static ToolReview reviewed(@Nullable ToolDefinition tool) {
    return tool == null
        ? new Known(Set.of(DefinitionChange.APPEARED), null)
        : new Known(Set.of(), new ArgumentSchema(tool.inputSchema()));
  }

  private record Known(Set<DefinitionChange> changes, @Nullable ArgumentSchema schema)
      implements ToolReview {

    @Override
    public Optional<String> misfit(Arguments arguments, boolean closed) {
      return schema == null
          ? Optional.of(LockMessages.noSchema())
          : schema.misfit(arguments, closed);
    }
  }
}
