package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lease that ran out while its host was alive, and is renewed after all. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaseTest {

  private final String prefix = Stores.prefix();
  private final RedisCounterStore store =
      RedisCounterStore.builder(Stores.client())
          .prefix(prefix)
          .timeout(Duration.ofSeconds(20))
          .build();
  private final ScheduledExecutorService scheduler = Background.scheduler();

  @AfterEach
  void close() {
    store.close();
    scheduler.shutdownNow();
  }

  private RedisCounters counters(Duration lease) {
    return new RedisCounters(
        new Link(Stores.bytes(), 9),
        new Settings(new KeyNames(prefix, false), Duration.ofSeconds(20), lease, Runnable::run),
        new ServerTime(InstantSource.system()),
        scheduler);
  }

  /** A host that takes and then stands still until its lease has run out. */
  private RedisTicket stalled(Charge call) {
    RedisCounterStore host =
        RedisCounterStore.builder(Stores.client())
            .prefix(prefix)
            .timeout(Duration.ofSeconds(20))
            .lease(Duration.ofMillis(100))
            .build();
    RedisTicket ticket = (RedisTicket) ticket(host, call);
    host.close();
    Charge slots = call("calls", "alice", inFlight(1));
    eventuallyAnswers(() -> spent(store, slots).isZero());
    return ticket;
  }

  private static BitSet all() {
    return BitSet.valueOf(new long[] {1});
  }

  @Test
  void slotIsTakenAgainBeyondTheLimitAndFreedOnce() {
    Charge call = call("calls", "alice", inFlight(1));
    RedisTicket ticket = stalled(call);
    Ticket other = ticket(store, call);
    RedisCounters awake = counters(Duration.ofMinutes(1));
    awake.renew(ticket);
    eventuallyAnswers(() -> spent(store, call).equals(Amount.of(2)));
    awake.renew(ticket);
    assertThat(spent(store, call)).isEqualTo(Amount.of(2));
    settle(store, other);
    assertThat(takes(store, call)).isFalse();
    awake.settle(ticket, new BitSet()).join();
    assertThat(spent(store, call)).isEqualTo(Amount.ZERO);
    awake.renew(ticket);
    assertThat(spent(store, call)).isEqualTo(Amount.ZERO);
    assertThat(takes(store, call)).isTrue();
  }

  @Test
  void slotGoesIntoTheCounterThatIsThereAndNothingIsGivenBackToThat() {
    Charge call = call("calls", "alice", lifetime(9), inFlight(9));
    Charge slots = call("calls", "alice", inFlight(9));
    RedisTicket ticket = stalled(call);
    Stores.connection().sync().del(ticket.keys().get(1));
    assertThat(takes(store, call)).isTrue();
    RedisCounters awake = counters(Duration.ofMinutes(1));
    awake.renew(ticket);
    eventuallyAnswers(() -> spent(store, slots).equals(Amount.of(2)));
    assertThat(spent(store, call)).isEqualTo(Amount.ONE);
    awake.settle(ticket, all()).join();
    assertThat(spent(store, slots)).isEqualTo(Amount.ONE);
    assertThat(spent(store, call)).isEqualTo(Amount.ONE);
  }

  @Test
  void slotComesBackEvenIfItsCounterWentAway() {
    Charge call = call("calls", "alice", inFlight(9));
    RedisTicket ticket = stalled(call);
    Stores.connection().sync().del(ticket.keys().get(1));
    RedisCounters awake = counters(Duration.ofMinutes(1));
    awake.renew(ticket);
    eventuallyAnswers(() -> spent(store, call).equals(Amount.ONE));
    awake.settle(ticket, all()).join();
    assertThat(spent(store, call)).isEqualTo(Amount.ZERO);
  }
}
