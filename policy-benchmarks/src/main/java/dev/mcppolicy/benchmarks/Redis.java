package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.redis.RedisCounterStore;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a decision costs when the count is kept in Redis, on loopback: one key, which is hot. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Redis {

  private static final long PLENTY = 1_000_000_000_000L;

  private RedisServer server;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private RedisCounterStore store;
  private RedisCounterStore usedUp;
  private PolicyEngine engine;
  private PolicyEngine used;
  private Bucket bucket;
  private final ToolCall call = Cases.call();

  /** Starts a server and connects to it. */
  @Setup
  public void open() throws IOException {
    server = new RedisServer();
    client = RedisClient.create(server.uri());
    connection = client.connect();
    store = RedisCounterStore.builder(client).timeout(Duration.ofSeconds(5)).build();
    usedUp =
        RedisCounterStore.builder(client).prefix("used-up").timeout(Duration.ofSeconds(5)).build();
    engine = engine(store, "'limits':[{'window':'PT0.001S','max':1000}]");
    used = engine(usedUp, Cases.TIGHT_LIMIT);
    for (int i = 0; i < 10; i++) {
      Cases.allowed(used.check(call));
    }
    bucket =
        Bucket4jLettuce.casBasedBuilder(client)
            .build()
            .builder()
            .build(
                "bucket".getBytes(StandardCharsets.UTF_8),
                () ->
                    BucketConfiguration.builder()
                        .addLimit(
                            limit ->
                                limit.capacity(PLENTY).refillGreedy(PLENTY, Duration.ofDays(1)))
                        .build());
  }

  private static PolicyEngine engine(RedisCounterStore store, String limits) {
    return PolicyEngine.builder(Cases.policy(limits))
        .counters(store)
        .storeTimeout(Duration.ofSeconds(5))
        .build();
  }

  /** Disconnects and ends the server. */
  @TearDown
  public void close() {
    store.close();
    usedUp.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }

  /** Asks the server nothing: one round trip. */
  @Benchmark
  public String ping() {
    return connection.sync().ping();
  }

  /** Allows by a limit. */
  @Benchmark
  public Decision check() {
    return Cases.allowed(engine.check(call));
  }

  /** Denies by a limit that is used up. */
  @Benchmark
  public Decision deny() {
    return Cases.denied(used.check(call), Code.LIMIT_EXCEEDED);
  }

  /** Takes a token from Bucket4j's bucket in Redis. */
  @Benchmark
  public boolean bucket4j() {
    return Cases.yes(bucket.tryConsume(1));
  }
}
