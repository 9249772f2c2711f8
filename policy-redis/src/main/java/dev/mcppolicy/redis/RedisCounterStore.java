package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A store in Redis or Valkey: one quota for all processes that use it.
 *
 * <pre>{@code
 * RedisClient client = RedisClient.create("redis://localhost");
 * RedisCounterStore counters = RedisCounterStore.builder(client).build();
 * PolicyEngine engine = PolicyEngine.builder(policy).counters(counters).build();
 * }</pre>
 *
 * <p>Each reservation is one round trip and one script, which takes from all counters of a call or
 * from none. Time is the server's: the clocks of the hosts don't matter. Windows, sums and refunds
 * are as exact as those of the store in memory. A call that Redis doesn't answer in time is denied
 * as {@code store_unavailable}, unless the store was told to {@linkplain Builder#localShare count
 * locally} meanwhile.
 *
 * <p>The client, and with it addresses, TLS, credentials and Sentinel, is the host's; the store
 * opens one connection of its own, and closes nothing else. This class is thread-safe.
 */
public final class RedisCounterStore implements CounterStore, AutoCloseable {

  private final RedisCounters redis;
  private final @Nullable LocalCounters local;
  private final Timeline time;
  private final boolean byOwner;
  private final ScheduledExecutorService scheduler;
  private final @Nullable StatefulConnection<String, byte[]> connection;
  private final @Nullable ExecutorService threads;

  RedisCounterStore(
      Link link,
      Settings settings,
      Timeline time,
      @Nullable BigDecimal localShare,
      @Nullable StatefulConnection<String, byte[]> connection,
      @Nullable ExecutorService threads) {
    this.scheduler = Background.scheduler();
    this.redis = new RedisCounters(link, settings, time, scheduler);
    this.local = localShare == null ? null : new LocalCounters(redis, localShare, scheduler);
    this.time = time;
    this.byOwner = settings.keys().byOwner();
    this.connection = connection;
    this.threads = threads;
  }

  /** Returns a builder of a store on one server, or on the master that Sentinel names. */
  public static Builder builder(RedisClient client) {
    Objects.requireNonNull(client, "client");
    return new Builder(() -> Connected.to(client));
  }

  /** Returns a builder of a store in a cluster. */
  public static Builder builder(RedisClusterClient client) {
    Objects.requireNonNull(client, "client");
    return new Builder(() -> Connected.to(client));
  }

  @Override
  public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
    LocalCounters local = this.local;
    if (local == null) {
      return redis.take(charges, now);
    }
    if (local.isAway()) {
      return CompletableFuture.completedFuture(local.take(charges, now));
    }
    return redis
        .take(charges, now)
        .orElse(failure -> local.instead(failure, charges, now), this::giveBack);
  }

  private void giveBack(Taking taking) {
    if (taking instanceof Taking.Taken taken) {
      BitSet all = new BitSet();
      all.set(0, charges(taken.ticket()));
      CompletionStage<Void> unused = settle(taken.ticket(), all);
    }
  }

  private static int charges(Ticket ticket) {
    return ticket instanceof RedisTicket taken
        ? taken.charges()
        : ((LocalTicket) ticket).charges().size();
  }

  @Override
  public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
    Objects.requireNonNull(ticket, "ticket");
    Objects.requireNonNull(returned, "returned");
    if (ticket instanceof RedisTicket taken && taken.store() == redis) {
      requireWithin(taken.charges(), returned);
      return redis.settle(taken, returned);
    }
    if (ticket instanceof LocalTicket taken && taken.store() == local) {
      requireWithin(taken.charges().size(), returned);
      return taken.store().settle(taken, returned);
    }
    throw new IllegalArgumentException(RedisMessages.foreignTicket());
  }

  private static void requireWithin(int charges, BitSet returned) {
    if (returned.length() > charges) {
      throw new IllegalArgumentException(RedisMessages.returnedPastEnd(charges, returned));
    }
  }

  @Override
  public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
    LocalCounters local = this.local;
    return local != null && local.isAway()
        ? local.inspect(charges, now)
        : redis.inspect(charges, now);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where keys are {@linkplain Builder#spreadByOwner spread by owner}, counters that one call
   * may meet have to have the same scope and {@code per}; and a window on the clock has to start at
   * whole microseconds.
   */
  @Override
  public void requireKeepable(Map<CounterId, Set<Window>> counters) {
    @Nullable CounterId first = null;
    for (Map.Entry<CounterId, Set<Window>> counter : counters.entrySet()) {
      CounterId id = counter.getKey();
      first = first == null ? id : first;
      if (byOwner && !(first.scope().equals(id.scope()) && first.per().equals(id.per()))) {
        throw new IllegalArgumentException(RedisMessages.notTogether(first, id));
      }
      for (Window window : counter.getValue()) {
        if (window instanceof Window.Calendar calendar && !time.isWhole(calendar.length())) {
          throw new IllegalArgumentException(RedisMessages.windowTooFine(calendar));
        }
      }
    }
  }

  /** Returns figures that know no number of keys, which are in Redis beside those of others. */
  @Override
  public StoreStats stats() {
    return new StoreStats(-1, Long.MAX_VALUE, 0);
  }

  /** Says whether calls are counted locally now, because Redis gave no answer. */
  public boolean isCountingLocally() {
    return local != null && local.isAway();
  }

  /**
   * Closes the store's connection. Leases are renewed no more, settlements that had failed are not
   * repeated, and what was counted locally and has not been counted in Redis is lost.
   */
  @Override
  public void close() {
    scheduler.shutdownNow();
    redis.close();
    if (connection != null) {
      connection.close();
    }
    if (threads != null) {
      threads.shutdown();
    }
  }

  /** Builds stores. Not thread-safe. */
  public static final class Builder {

    private final Connected.Opening opening;
    private String prefix = "mcp-policy";
    private boolean byOwner;
    private Duration timeout = Duration.ofMillis(50);
    private Duration lease = Duration.ofMinutes(1);
    private int maxPending = 4_096;
    private boolean toleratesEviction;
    private InstantSource host = InstantSource.system();
    private @Nullable BigDecimal localShare;
    private @Nullable Executor executor;

    private Builder(Connected.Opening opening) {
      this.opening = opening;
    }

    /**
     * Begins all keys with a text; {@code mcp-policy} unless given. Stores with one prefix share
     * their counters.
     *
     * @throws IllegalArgumentException if it is anything but letters, digits and {@code - . _ /}
     */
    public Builder prefix(String prefix) {
      if (!KeyNames.isPlain(prefix)) {
        throw new IllegalArgumentException(RedisMessages.notAPrefix(prefix));
      }
      this.prefix = prefix;
      return this;
    }

    /**
     * Spreads keys over the nodes of a cluster, by whose count they are. Unless this is called all
     * keys of a prefix are on one node, and any policy can be kept.
     *
     * @see RedisCounterStore#requireKeepable
     */
    public Builder spreadByOwner() {
      this.byOwner = true;
      return this;
    }

    /**
     * Waits so long for an answer; 50 milliseconds unless given. Give the engine a longer {@code
     * storeTimeout}.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder timeout(Duration timeout) {
      this.timeout = positive("timeout", timeout);
      return this;
    }

    /**
     * Gives slots in flight back so long after their host was last heard of; one minute unless
     * given. A host renews the leases of its calls three times in that time.
     *
     * @throws IllegalArgumentException if it isn't longer than zero
     */
    public Builder lease(Duration lease) {
      this.lease = positive("lease", lease);
      return this;
    }

    /**
     * Leaves at most so many requests without an answer before more are refused at once; 4,096
     * unless given.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder maxPending(int maxPending) {
      if (maxPending < 1) {
        throw new IllegalArgumentException(RedisMessages.tooFew("maxPending", maxPending));
      }
      this.maxPending = maxPending;
      return this;
    }

    /**
     * Counts in this process while Redis gives no answer, each limit at a share of its maximum, and
     * adds what was spent to the counters in Redis when it is back. Unless this is called, calls
     * are denied meanwhile.
     *
     * <p>What Redis counted before isn't known locally: with <i>n</i> hosts, up to 1 + <i>n</i> ×
     * share times a limit can be spent in one of its windows.
     *
     * @param share above 0, at most 1; one divided by the number of hosts is a good one
     * @throws IllegalArgumentException if it isn't
     */
    public Builder localShare(BigDecimal share) {
      if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(RedisMessages.notAShare(share));
      }
      this.localShare = share;
      return this;
    }

    /**
     * Uses a server even if it may evict keys when its memory is full. An evicted counter is a
     * refilled budget.
     */
    public Builder toleratingEviction() {
      this.toleratesEviction = true;
      return this;
    }

    /**
     * Hands answers over on an executor, and so runs what depends on them there: listeners,
     * approvers, whatever waits for {@code checkAsync}. The store has a few threads of its own
     * unless one is given. What blocks them delays other calls.
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Takes a host's clock for another one than the machine's. */
    Builder host(InstantSource host) {
      this.host = host;
      return this;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(RedisMessages.notPositive(name, value));
      }
      return value;
    }

    /**
     * Connects, and returns a store.
     *
     * @throws io.lettuce.core.RedisException if the server can't be reached
     * @throws IllegalStateException if the server may evict keys
     */
    public RedisCounterStore build() {
      Connected connected = opening.open();
      try {
        if (!toleratesEviction) {
          connected.requireNoEviction();
        }
      } catch (RuntimeException failure) {
        connected.connection().close();
        throw failure;
      }
      ExecutorService threads = executor == null ? Background.answers() : null;
      Executor handing = executor == null ? Objects.requireNonNull(threads) : executor;
      return new RedisCounterStore(
          new Link(connected.connection(), maxPending),
          new Settings(new KeyNames(prefix, byOwner), timeout, lease, handing),
          new ServerTime(host),
          localShare,
          connected.connection(),
          threads);
    }
  }
}
