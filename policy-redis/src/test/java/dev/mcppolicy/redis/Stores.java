package dev.mcppolicy.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** The server that tests share, and stores on it that don't share their counters. */
final class Stores {

  private static final AtomicLong NUMBER = new AtomicLong();

  private static final ExecutorService THREADS = Background.answers();

  private Stores() {}

  /** Whatever REDIS_URL says, or a server that is started for the tests. */
  private static final class Shared {
    static final String URI =
        System.getenv("REDIS_URL") == null
            ? RedisProcess.start().uri()
            : System.getenv("REDIS_URL");
    static final RedisClient CLIENT = RedisClient.create(URI);
    static final StatefulRedisConnection<String, String> CONNECTION =
        CLIENT.connect(StringCodec.UTF8);
    static final StatefulRedisConnection<String, byte[]> BYTES = CLIENT.connect(Batch.CODEC);
  }

  static String uri() {
    return Shared.URI;
  }

  static RedisClient client() {
    return Shared.CLIENT;
  }

  static StatefulRedisConnection<String, String> connection() {
    return Shared.CONNECTION;
  }

  static StatefulRedisConnection<String, byte[]> bytes() {
    return Shared.BYTES;
  }

  /** A prefix that no other test has. */
  static String prefix() {
    return "test-"
        + ProcessHandle.current().pid()
        + "-"
        + System.nanoTime()
        + "-"
        + NUMBER.incrementAndGet();
  }

  /** A store that judges by the moments that it is given, on the shared connection. */
  static RedisCounterStore virtual() {
    return virtual(new Link(Shared.BYTES, 100_000));
  }

  static RedisCounterStore virtual(Link link) {
    return new RedisCounterStore(
        link,
        new Settings(
            new KeyNames(prefix(), false),
            Duration.ofSeconds(20),
            Duration.ofSeconds(Long.MAX_VALUE),
            THREADS),
        new VirtualTime(),
        null,
        null,
        null);
  }
}
