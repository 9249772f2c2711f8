package dev.mcppolicy.benchmarks;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.redis.RedisCounterStore;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints what a decision costs when the count is kept in Redis, on loopback, beside a bare round
 * trip, a sliding log that one would write by hand, and Bucket4j: by one thread, by eight on one
 * key, and by eight on keys of their own. {@link Laps} says how.
 */
final class Redis {

  private static final int THREADS = 8;
  private static final long PLENTY = 1_000_000_000_000L;
  private static final String LOG =
      "local t = redis.call('TIME') local now = t[1] * 1000000 + t[2]"
          + " redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 1000)"
          + " if redis.call('ZCARD', KEYS[1]) >= 1000 then return 0 end"
          + " redis.call('ZADD', KEYS[1], now, ARGV[1])"
          + " redis.call('PEXPIRE', KEYS[1], 1000) return 1";

  private final RedisClient client;
  private final RedisCommands<String, String> commands;
  private final String log;
  private final AtomicLong members = new AtomicLong();
  private final PolicyEngine engine;
  private final PolicyEngine used;

  private Redis(RedisServer server) {
    client = RedisClient.create(server.uri());
    commands = client.connect().sync();
    log = commands.scriptLoad(LOG);
    // Each has its keys under a prefix of its own, and so counters with one window.
    engine = engine("often", "'limits':[{'window':'PT0.001S','max':1000,'scope':'grant'}]");
    used = engine("used-up", Cases.TIGHT_LIMIT);
    for (int i = 0; i < 10; i++) {
      Cases.allowed(used.check(call("shared")));
    }
  }

  /** Measures, after so many calls of each, for so many seconds by one thread and by eight. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Failures.endTheProcess();
    int warmUp = Integer.parseInt(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    try (RedisServer server = new RedisServer()) {
      Redis redis = new Redis(server);
      new Laps(1, 50, redis.alone()).measure(warmUp, seconds);
      new Laps(THREADS, 40, redis.hot()).measure(warmUp / 10, seconds);
      new Laps(THREADS, 40, redis.own()).measure(warmUp / 10, seconds);
    }
    System.exit(0); // whatever the clients still wait for
  }

  private List<Laps.Racer> alone() {
    ToolCall call = call("shared");
    Bucket bucket = bucket("shared");
    return List.of(
        new Laps.Racer("Redis.ping", thread -> commands.ping()),
        new Laps.Racer("Redis.script", thread -> log("shared")),
        new Laps.Racer("Redis.check", thread -> check(call)),
        new Laps.Racer(
            "Redis.checkAndSettle", thread -> check(call).reservation().settle(Outcome.OK)),
        new Laps.Racer("Redis.deny", thread -> Cases.denied(used.check(call), Code.LIMIT_EXCEEDED)),
        new Laps.Racer("Redis.bucket4j", thread -> Cases.yes(bucket.tryConsume(1))));
  }

  private List<Laps.Racer> hot() {
    ToolCall call = call("shared");
    Bucket bucket = bucket("shared");
    return List.of(
        new Laps.Racer("Redis.ping@8", thread -> commands.ping()),
        new Laps.Racer("Redis.script@8", thread -> log("shared")),
        new Laps.Racer("Redis.check@8", thread -> check(call)),
        new Laps.Racer(
            "Redis.deny@8", thread -> Cases.denied(used.check(call), Code.LIMIT_EXCEEDED)),
        new Laps.Racer("Redis.bucket4j@8", thread -> Cases.yes(bucket.tryConsume(1))));
  }

  private List<Laps.Racer> own() {
    ToolCall[] calls = new ToolCall[THREADS];
    Bucket[] buckets = new Bucket[THREADS];
    for (int i = 0; i < THREADS; i++) {
      calls[i] = call("own-" + i);
      buckets[i] = bucket("own-" + i);
    }
    return List.of(
        new Laps.Racer("Redis.ping[keys=own]@8", thread -> commands.ping()),
        new Laps.Racer("Redis.script[keys=own]@8", thread -> log("own-" + thread)),
        new Laps.Racer("Redis.check[keys=own]@8", thread -> check(calls[thread])),
        new Laps.Racer(
            "Redis.bucket4j[keys=own]@8", thread -> Cases.yes(buckets[thread].tryConsume(1))));
  }

  private Decision check(ToolCall call) {
    return Cases.allowed(engine.check(call));
  }

  private void log(String key) {
    Cases.yes(
        commands
            .<Long>evalsha(
                log,
                ScriptOutputType.INTEGER,
                new String[] {"log:" + key},
                Long.toString(members.getAndIncrement()))
            .equals(1L));
  }

  private static ToolCall call(String grant) {
    return Cases.call().withCaller(Caller.of(grant));
  }

  private PolicyEngine engine(String prefix, String limits) {
    return PolicyEngine.builder(Cases.policy(limits))
        .counters(
            RedisCounterStore.builder(client).prefix(prefix).timeout(Duration.ofSeconds(5)).build())
        .storeTimeout(Duration.ofSeconds(5))
        .build();
  }

  private Bucket bucket(String key) {
    return Bucket4jLettuce.casBasedBuilder(client)
        .build()
        .builder()
        .build(
            ("bucket:" + key).getBytes(StandardCharsets.UTF_8),
            () ->
                BucketConfiguration.builder()
                    .addLimit(
                        limit -> limit.capacity(PLENTY).refillGreedy(PLENTY, Duration.ofDays(1)))
                    .build());
  }
}
