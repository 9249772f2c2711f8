package dev.mcppolicy.benchmarks;

import dev.mcppolicy.redis.RedisCounterStore;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Window;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one reservation costs in a Redis on this machine, beside a bare {@code PING}, a short script
 * written by hand, and Bucket4j: a limit of a billion in a minute, so that all are let through.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class Reservations {

  private static final int MAX = 1_000_000_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Moment NOW = Moment.elapsed(0);

  /** A sliding log: what one would write first. */
  private static final String LOG =
      "local t = redis.call('TIME') local now = t[1] * 1000000 + t[2]"
          + " redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1])"
          + " if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end"
          + " redis.call('ZADD', KEYS[1], now, ARGV[3])"
          + " redis.call('PEXPIRE', KEYS[1], ARGV[1] / 1000) return 1";

  /** Whose counters are spent from. */
  public enum Keys {
    /** Everybody's are the same one. */
    HOT,
    /** One of ten thousand, at random. */
    OWN
  }

  /** Whose counters are spent from. */
  @Param public Keys keys = Keys.HOT;

  private final AtomicLong members = new AtomicLong();
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private RedisServer server;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private String log;
  private ProxyManager<String> proxies;
  private RedisCounterStore store;

  /** Starts the server. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    server = new RedisServer();
    client = RedisClient.create(server.uri());
    connection = client.connect();
    log = connection.sync().scriptLoad(LOG);
    proxies =
        Bucket4jLettuce.casBasedBuilder(
                client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(MINUTE))
            .build();
    store = RedisCounterStore.builder(client).timeout(Duration.ofSeconds(10)).build();
  }

  /** Stops the server. */
  @TearDown(Level.Trial)
  public void close() {
    store.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  private String owner() {
    return keys == Keys.HOT ? "alice" : "a" + ThreadLocalRandom.current().nextInt(10_000);
  }

  /** One round trip, by one thread. */
  @Benchmark
  public String ping() {
    return connection.sync().ping();
  }

  /** One round trip, by eight threads. */
  @Benchmark
  @Threads(8)
  public String pingBy8() {
    return ping();
  }

  /** The script written by hand, by one thread. */
  @Benchmark
  public Object script() {
    return connection
        .sync()
        .evalsha(
            log,
            ScriptOutputType.INTEGER,
            new String[] {"log:" + owner()},
            "60000000",
            Integer.toString(MAX),
            Long.toString(members.getAndIncrement()));
  }

  /** The script written by hand, by eight threads. */
  @Benchmark
  @Threads(8)
  public Object scriptBy8() {
    return script();
  }

  /** Bucket4j, by one thread. */
  @Benchmark
  public boolean bucket4j() {
    return buckets
        .computeIfAbsent(
            owner(),
            owner ->
                proxies
                    .builder()
                    .build(
                        "bucket:" + owner,
                        () ->
                            BucketConfiguration.builder()
                                .addLimit(
                                    Bandwidth.builder()
                                        .capacity(MAX)
                                        .refillGreedy(MAX, MINUTE)
                                        .build())
                                .build()))
        .tryConsume(1);
  }

  /** Bucket4j, by eight threads. */
  @Benchmark
  @Threads(8)
  public boolean bucket4jBy8() {
    return bucket4j();
  }

  /** A reservation, by one thread. */
  @Benchmark
  public Taking reservation() {
    Charge charge =
        new Charge(
            new CounterId("calls", "grant", List.of()),
            owner(),
            Amount.ONE,
            List.of(new Quota(new Window.Sliding(MINUTE), Amount.of(MAX))));
    Taking taking = store.take(List.of(charge), NOW).toCompletableFuture().join();
    if (!(taking instanceof Taking.Taken)) {
      throw new IllegalStateException("refused: " + taking);
    }
    return taking;
  }

  /** A reservation, by eight threads. */
  @Benchmark
  @Threads(8)
  public Taking reservationBy8() {
    return reservation();
  }
}
