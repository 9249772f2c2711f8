package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A process of its own: takes as often as it is told, and prints how often it got something. */
final class Worker {

  private Worker() {}

  public static void main(String[] arguments) {
    String uri = arguments[0];
    String prefix = arguments[1];
    int attempts = Integer.parseInt(arguments[2]);
    Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[3]));
    Charge charge =
        Spending.call(
            "calls",
            "all",
            Spending.sliding(Duration.ofHours(1), 100),
            Spending.calendar(Duration.ofDays(7), "Europe/Berlin", 1_000),
            Spending.inFlight(1_000));
    RedisClient client = RedisClient.create(uri);
    int taken = 0;
    int returned = 0;
    try (RedisCounterStore store =
        RedisCounterStore.builder(client)
            .prefix(prefix)
            .timeout(Duration.ofSeconds(20))
            .host(() -> Instant.now().plus(ahead))
            .build()) {
      for (int i = 0; i < attempts; i++) {
        if (Spending.take(store, charge) instanceof Taking.Taken one) {
          // Every fourth is given back.
          if (taken++ % 4 == 3) {
            Spending.settle(store, one.ticket(), 0);
            returned++;
          } else {
            Spending.settle(store, one.ticket());
          }
        }
      }
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
    System.out.println("kept " + (taken - returned));
  }
}
