package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Short words for what tests do with stores on a real server, whose clock runs. */
final class Spending {

  private Spending() {}

  static Charge call(String counter, String owner, Quota... quotas) {
    return spend("1", counter, owner, quotas);
  }

  static Charge spend(String amount, String counter, String owner, Quota... quotas) {
    return new Charge(
        new CounterId(counter, "grant", List.of()),
        owner,
        Amount.of(new java.math.BigDecimal(amount)),
        List.of(quotas));
  }

  static Quota sliding(Duration length, long max) {
    return new Quota(new Window.Sliding(length), Amount.of(max));
  }

  static Quota calendar(Duration length, String zone, long max) {
    return new Quota(new Window.Calendar(length, ZoneId.of(zone)), Amount.of(max));
  }

  static Quota lifetime(long max) {
    return new Quota(new Window.Lifetime(), Amount.of(max));
  }

  static Quota inFlight(long max) {
    return new Quota(new Window.InFlight(), Amount.of(max));
  }

  static Moment now() {
    return Moment.of(System.nanoTime(), Instant.now());
  }

  static Taking take(CounterStore store, Charge... charges) {
    return store.take(List.of(charges), now()).toCompletableFuture().join();
  }

  static boolean takes(CounterStore store, Charge... charges) {
    return take(store, charges) instanceof Taking.Taken;
  }

  static Ticket ticket(CounterStore store, Charge... charges) {
    return ((Taking.Taken) take(store, charges)).ticket();
  }

  static Amount spent(CounterStore store, Charge charge) {
    return store
        .inspect(List.of(charge), now())
        .toCompletableFuture()
        .join()
        .usages()
        .get(0)
        .spent();
  }

  static void settle(CounterStore store, Ticket ticket, int... returned) {
    BitSet bits = new BitSet();
    for (int position : returned) {
      bits.set(position);
    }
    store.settle(ticket, bits).toCompletableFuture().join();
  }

  /** What a taking fails with, or null if it is answered. */
  static Throwable failure(CounterStore store, Charge... charges) {
    try {
      take(store, charges);
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  /** Waits until something holds, and fails if it doesn't for long. */
  static void eventually(BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 seconds");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** As {@link #eventually}; a store that can't answer yet doesn't hold yet. */
  static void eventuallyAnswers(BooleanSupplier holds) {
    eventually(
        () -> {
          try {
            return holds.getAsBoolean();
          } catch (CompletionException notYet) {
            return false;
          }
        });
  }
}
