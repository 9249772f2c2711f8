package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own: takes as often as it is told, and prints how often it got something. Told
 * to take nothing, it takes a slot, says so, and holds it until it is killed.
 */
final class Worker {

  private Worker() {}

  /** The lease of a slot. */
  static final Duration LEASE = Duration.ofMillis(1_500);

  /** The slot that is held. */
  static final Charge SLOT = Spending.call("slots", "all", Spending.inFlight(1));

  private static void hold(RedisCounterStore store) {
    Ticket ticket = Spending.ticket(store, SLOT);
    System.out.println("held");
    while (true) {
      LockSupport.park(ticket);
    }
  }

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
            .lease(LEASE)
            .host(() -> Instant.now().plus(ahead))
            .build()) {
      if (attempts == 0) {
        hold(store);
      }
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
