package dev.mcppolicy.reload;

import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Watches the files of policies, and feeds engines with what they become.
 *
 * <pre>{@code
 * PolicySource source = PolicySource.of(Path.of("policy.json")).open();
 * PolicyEngine engine = PolicyEngine.builder(source.policies()).build();
 * source.feed(engine);
 * }</pre>
 *
 * <p>Once a second the whole content of each file is read. What two looks in a row find alike is
 * judged: a policy that loads takes the place of the one in force, in one step for all files, and
 * anything else changes nothing and is reported. A call that is being judged meanwhile ends by the
 * policy with which it began, and counters keep what they hold.
 *
 * <p>This class is thread-safe. {@link #close} ends its thread.
 */
public final class PolicySource implements AutoCloseable {

  private final List<WatchedFile> files;
  private final Clock clock;
  private final Herald herald;
  private final @Nullable Watch watch;

  /** Held during a look, which may take as long as the file system wants. */
  private final ReentrantLock looking = new ReentrantLock();

  /** Guards the engines and what is in force, and is never held for long. */
  private final Object swapping = new Object();

  private final List<PolicyEngine> engines = new ArrayList<>();
  private Policies policies;
  private boolean closed;
  private volatile SourceStatus status;

  private PolicySource(Builder builder) {
    this.clock = builder.clock;
    Instant now = clock.instant();
    this.files = builder.watched(now);
    this.policies = policies(Map.of());
    this.status = statusAt(now);
    this.watch = builder.interval == null ? null : new Watch(builder.interval, this::look);
    this.herald = new Herald(List.copyOf(builder.listeners), watch != null);
  }

  /** Returns a builder of a source of one policy for every caller. */
  public static Builder of(Path file) {
    return new Builder(Map.of()).otherwise(file);
  }

  /** Returns a builder of a source of one policy for each grant, each in a file of its own. */
  public static Builder byGrant(Map<String, Path> files) {
    return new Builder(files);
  }

  /** Returns the policies in force. */
  public Policies policies() {
    synchronized (swapping) {
      return policies;
    }
  }

  /** Has an engine judge by the policies in force, now and whenever they change. */
  public void feed(PolicyEngine engine) {
    Objects.requireNonNull(engine, "engine");
    synchronized (swapping) {
      engine.replace(policies);
      engines.add(engine);
    }
  }

  /** Returns how this stands, at once: what the last look found. */
  public SourceStatus status() {
    return status;
  }

  /**
   * Looks at the files now, on the caller's thread. A host that knows of a change need not wait for
   * the next look; the change still has to be seen by two looks.
   */
  public void look() {
    List<Runnable> news = new ArrayList<>();
    looking.lock();
    try {
      Instant now = clock.instant();
      Map<WatchedFile, Policy> newer = new LinkedHashMap<>();
      for (WatchedFile file : files) {
        look(file, now, newer, news);
      }
      if (isClosed()) {
        return;
      }
      if (!newer.isEmpty()) {
        swap(newer, now, news);
      }
      status = statusAt(now);
    } finally {
      looking.unlock();
    }
    news.forEach(Runnable::run);
  }

  private void look(
      WatchedFile file, Instant now, Map<WatchedFile, Policy> newer, List<Runnable> news) {
    WatchedFile.Finding found;
    try {
      found = file.look(now);
    } catch (Throwable failure) {
      found = file.failed(failure, now);
    }
    if (found instanceof WatchedFile.Replacement replacement) {
      newer.put(file, replacement.policy());
    } else if (found instanceof WatchedFile.Refused refused) {
      news.add(() -> herald.refused(refused.problem()));
    }
  }

  private void swap(Map<WatchedFile, Policy> newer, Instant now, List<Runnable> news) {
    Map<WatchedFile, Throwable> failures = new LinkedHashMap<>();
    Map<WatchedFile, Policy> taken = keepable(newer, failures);
    try {
      if (!taken.isEmpty() && !replace(taken)) {
        return;
      }
    } catch (Throwable failure) {
      taken.keySet().forEach(file -> failures.put(file, failure));
      taken = Map.of();
    }
    failures.forEach(
        (file, failure) -> {
          WatchedFile.Refused refused = file.failed(failure, now);
          if (refused != null) {
            news.add(() -> herald.refused(refused.problem()));
          }
        });
    taken.forEach(
        (file, policy) -> {
          Reload reload = file.replaced(policy, now);
          news.add(() -> herald.reloaded(reload));
        });
  }

  /** Returns what every engine can keep, so that a file that one can't keep holds up no other. */
  private Map<WatchedFile, Policy> keepable(
      Map<WatchedFile, Policy> newer, Map<WatchedFile, Throwable> failures) {
    if (newer.size() > 1 && failure(newer) == null) {
      return newer;
    }
    Map<WatchedFile, Policy> kept = new LinkedHashMap<>();
    newer.forEach(
        (file, policy) -> {
          kept.put(file, policy);
          Throwable failure = failure(kept);
          if (failure != null) {
            kept.remove(file);
            failures.put(file, failure);
          }
        });
    return kept;
  }

  /** Returns why an engine can't take what is newer, or null. */
  private @Nullable Throwable failure(Map<WatchedFile, Policy> newer) {
    List<PolicyEngine> asked;
    synchronized (swapping) {
      asked = List.copyOf(engines);
    }
    try {
      Policies replacing = policies(newer);
      asked.forEach(engine -> engine.requireKeepable(replacing));
      return null;
    } catch (Throwable failure) {
      return failure;
    }
  }

  /** Has all engines judge by what is newer, or none; says whether this is still open. */
  private boolean replace(Map<WatchedFile, Policy> newer) {
    Policies replacing = policies(newer);
    synchronized (swapping) {
      if (closed) {
        return false;
      }
      PolicyEngine.replaceAll(engines, replacing);
      policies = replacing;
      return true;
    }
  }

  private Policies policies(Map<WatchedFile, Policy> newer) {
    Map<String, Policy> byGrant = new HashMap<>();
    Policy otherwise = null;
    for (WatchedFile file : files) {
      Policy policy = newer.getOrDefault(file, file.policy());
      if (file.grant() == null) {
        otherwise = policy;
      } else {
        byGrant.put(file.grant(), policy);
      }
    }
    Policies all = Policies.byGrant(byGrant);
    return otherwise == null ? all : all.otherwise(otherwise);
  }

  private SourceStatus statusAt(Instant now) {
    return new SourceStatus(now, files.stream().map(WatchedFile::status).toList());
  }

  private boolean isClosed() {
    synchronized (swapping) {
      return closed;
    }
  }

  /**
   * Stops watching. From then on nothing is replaced; the engines keep the policies they have.
   * Waits for its threads for a moment, but not for a listener or a file system that doesn't
   * answer.
   */
  @Override
  public void close() {
    synchronized (swapping) {
      if (closed) {
        return;
      }
      closed = true;
      engines.clear();
    }
    if (watch != null) {
      watch.close();
    }
    herald.close();
  }

  /** Builds sources. Not thread-safe. */
  public static final class Builder {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Map<String, Path> byGrant;
    private final Map<String, ReloadGuard> guards = new HashMap<>();
    private final List<ReloadListener> listeners = new ArrayList<>();
    private @Nullable Path otherwise;
    private ReloadGuard guard = ReloadGuard.none();
    private @Nullable Duration interval = INTERVAL;
    private Clock clock = Clock.systemUTC();

    private Builder(Map<String, Path> byGrant) {
      this.byGrant = Map.copyOf(byGrant);
    }

    /** Takes the policy of every caller that has no file of its own from this one. */
    public Builder otherwise(Path file) {
      this.otherwise = Objects.requireNonNull(file, "file");
      return this;
    }

    /**
     * Looks so often; once a second unless given. A change is in force after one to two intervals.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder every(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException(ReloadMessages.notLongerThanZero(interval));
      }
      this.interval = interval;
      return this;
    }

    /**
     * Starts no thread: the host calls {@link PolicySource#look} when it likes. Listeners are then
     * called on the thread that looks.
     */
    public Builder withoutThread() {
      this.interval = null;
      return this;
    }

    /** Lets in only what a guard lets in; whatever loads unless given. */
    public Builder guard(ReloadGuard guard) {
      this.guard = Objects.requireNonNull(guard, "guard");
      return this;
    }

    /**
     * Guards the file of one grant.
     *
     * @throws IllegalArgumentException if the grant has no file of its own
     */
    public Builder guard(String grant, ReloadGuard guard) {
      if (!byGrant.containsKey(Objects.requireNonNull(grant, "grant"))) {
        throw new IllegalArgumentException(ReloadMessages.unknownGrant(grant));
      }
      guards.put(grant, Objects.requireNonNull(guard, "guard"));
      return this;
    }

    /** Tells one more listener of reloads and refusals. */
    public Builder listener(ReloadListener listener) {
      this.listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Reads all files, and begins to watch them.
     *
     * @throws dev.mcppolicy.InvalidPolicyException if a policy doesn't load, with every problem
     * @throws java.io.UncheckedIOException if a file can't be read
     * @throws IllegalStateException if there is no file, or the guard wants a signature that isn't
     *     there
     */
    public PolicySource open() {
      if (byGrant.isEmpty() && otherwise == null) {
        throw new IllegalStateException(ReloadMessages.noFile());
      }
      PolicySource source = new PolicySource(this);
      if (source.watch != null) {
        source.watch.start();
      }
      return source;
    }

    private List<WatchedFile> watched(Instant now) {
      List<WatchedFile> files = new ArrayList<>();
      byGrant.forEach(
          (grant, file) ->
              files.add(
                  WatchedFile.open(
                      grant, file.toAbsolutePath(), guards.getOrDefault(grant, guard), now)));
      if (otherwise != null) {
        files.add(WatchedFile.open(null, otherwise.toAbsolutePath(), guard, now));
      }
      return List.copyOf(files);
    }
  }
}
