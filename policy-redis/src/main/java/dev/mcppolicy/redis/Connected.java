package dev.mcppolicy.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.util.function.Supplier;

/**
 * A connection of a store's own.
 *
 * @param connection the connection
 * @param memory what the server says of its memory
 */
record Connected(StatefulConnection<String, byte[]> connection, Supplier<String> memory) {

  /** Opens a connection when it is asked to. */
  interface Opening {
    Connected open();
  }

  static Connected to(RedisClient client) {
    StatefulRedisConnection<String, byte[]> connection = client.connect(Batch.CODEC);
    return new Connected(connection, () -> connection.sync().info("memory"));
  }

  static Connected to(RedisClusterClient client) {
    StatefulRedisClusterConnection<String, byte[]> connection = client.connect(Batch.CODEC);
    return new Connected(connection, () -> connection.sync().info("memory"));
  }

  /**
   * Checks that no counter is evicted for room. A server that doesn't say is believed.
   *
   * @throws IllegalStateException if one may be
   */
  void requireNoEviction() {
    String said;
    try {
      said = memory.get();
    } catch (RedisCommandExecutionException notAllowed) {
      return;
    }
    String policy = field(said, "maxmemory_policy");
    String max = field(said, "maxmemory");
    if (!policy.isEmpty() && !policy.equals("noeviction") && !max.equals("0")) {
      throw new IllegalStateException(RedisMessages.evicts(policy));
    }
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst()
        .orElse("");
  }
}
