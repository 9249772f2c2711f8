package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.calendar;
import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spend;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.take;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store does by the clock of a real server. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerClockTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final String prefix = Stores.prefix();
  private RedisCounterStore store;

  private RedisCounterStore host(Duration ahead) {
    return RedisCounterStore.builder(Stores.client())
        .prefix(prefix)
        .timeout(PATIENT)
        .host(() -> Instant.now().plus(ahead))
        .build();
  }

  @BeforeEach
  void open() {
    store = host(Duration.ZERO);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void hostsWhoseClocksAreFarApartShareAWindowOnTheClock() {
    Charge call = call("calls", "alice", calendar(Duration.ofDays(7), "Asia/Kathmandu", 4));
    for (long minutes : new long[] {0, -7, 7, 60L * 24 * 400}) {
      try (RedisCounterStore host = host(Duration.ofMinutes(minutes))) {
        assertThat(takes(host, call)).as("%s minutes ahead", minutes).isTrue();
      }
    }
    for (long minutes : new long[] {0, 9, -9, -60L * 24 * 400}) {
      try (RedisCounterStore host = host(Duration.ofMinutes(minutes))) {
        assertThat(takes(host, call)).as("%s minutes ahead", minutes).isFalse();
      }
    }
  }

  @Test
  void momentsOfTheHostDoNotMatter() {
    Charge call = call("calls", "alice", sliding(Duration.ofHours(1), 1));
    List<Charge> charges = List.of(call);
    store.take(charges, Moment.elapsed(0)).toCompletableFuture().join();
    for (long nanos : new long[] {Long.MIN_VALUE, Duration.ofHours(9).toNanos(), Long.MAX_VALUE}) {
      Taking taking = store.take(charges, Moment.elapsed(nanos)).toCompletableFuture().join();
      Refusal refusal = ((Taking.Refused) taking).refusals().get(0);
      assertThat(refusal.retryAfter()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }
  }

  @Test
  void slidingWindowLetsGoAfterItsLength() {
    Charge call = call("calls", "alice", sliding(Duration.ofMillis(400), 1));
    assertThat(takes(store, call)).isTrue();
    assertThat(take(store, call)).isInstanceOf(Taking.Refused.class);
    eventually(() -> takes(store, call));
  }

  @Test
  void windowOnTheClockThatAnotherPolicyCountsIsKeptGoing() {
    // The second host's policy doesn't speak of seconds on the clock; the counter does.
    takes(store, call("calls", "alice", calendar(Duration.ofSeconds(1), "UTC", 9)));
    Charge other = call("calls", "alice", sliding(Duration.ofHours(1), 1_000));
    long end = System.nanoTime() + Duration.ofMillis(2_100).toNanos();
    while (System.nanoTime() < end) {
      assertThat(takes(store, other)).isTrue();
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void keysGoAwayByThemselvesOnceTheyCanDenyNothing() {
    RedisCommands<String, String> commands = Stores.connection().sync();
    takes(store, call("sliding", "alice", sliding(Duration.ofSeconds(30), 5)));
    takes(store, call("calendar", "alice", calendar(Duration.ofDays(1), "UTC", 5)));
    takes(store, call("life", "alice", lifetime(5)));
    Ticket back = ticket(store, call("back", "alice", lifetime(5)));
    settle(store, back, 0);
    Ticket flight = ticket(store, call("flight", "alice", inFlight(5)));
    String start = prefix + ":3:{all}:c:";
    assertThat(commands.pttl(start + "sliding:grant:0:alice")).isBetween(30_000L, 40_000L);
    assertThat(commands.pttl(start + "calendar:grant:0:alice")).isBetween(1L, 86_410_000L);
    assertThat(commands.pttl(start + "life:grant:0:alice")).isEqualTo(-1);
    assertThat(commands.pttl(start + "back:grant:0:alice")).isBetween(1L, 10_000L);
    assertThat(commands.pttl(start + "flight:grant:0:alice")).isBetween(50_000L, 70_000L);
    settle(store, flight);
    assertThat(commands.pttl(start + "flight:grant:0:alice")).isBetween(1L, 10_000L);
    // Reservations are remembered for a while, settled ones briefly.
    assertThat(commands.keys(prefix + ":3:{all}:r:*")).hasSize(5);
    assertThat(commands.keys(prefix + ":3:{all}:r:*").stream().mapToLong(commands::pttl))
        .allMatch(left -> left > 0 && left <= 86_400_000);
  }

  @Test
  void keyWithoutADenialLeftIsGone() {
    Charge call = call("calls", "alice", sliding(Duration.ofMillis(1), 5));
    takes(store, call);
    RedisCommands<String, String> commands = Stores.connection().sync();
    String key = prefix + ":3:{all}:c:calls:grant:0:alice";
    assertThat(commands.pttl(key)).isBetween(1L, 10_001L);
    commands.pexpire(key, 1);
    eventually(() -> commands.exists(key) == 0);
    assertThat(takes(store, call)).isTrue();
  }

  @Test
  void slotsOfAHostThatDiedComeBackAndThoseOfOneThatLivesDoNot() {
    Charge call = call("flights", "alice", inFlight(2));
    RedisCounterStore.Builder builder =
        RedisCounterStore.builder(Stores.client())
            .prefix(prefix)
            .timeout(PATIENT)
            .lease(Duration.ofMillis(1_500));
    try (RedisCounterStore living = builder.build()) {
      RedisCounterStore dying = builder.build();
      Ticket kept = ticket(living, call);
      ticket(dying, call);
      assertThat(takes(store, call)).isFalse();
      // It says goodbye to nobody: its ticket is never settled.
      dying.close();
      eventuallyAnswers(() -> takes(store, call));
      for (int i = 0; i < 18; i++) {
        assertThat(takes(store, call)).isFalse();
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      }
      settle(living, kept);
      assertThat(takes(store, call)).isTrue();
    }
  }

  @Test
  void callThatWasNeverSettledStaysSpent() {
    Charge call = spend("2.5", "spend", "alice", lifetime(4), inFlight(9));
    RedisCounterStore dying =
        RedisCounterStore.builder(Stores.client())
            .prefix(prefix)
            .timeout(PATIENT)
            .lease(Duration.ofMillis(200))
            .build();
    ticket(dying, call);
    dying.close();
    Charge slots = call("spend", "alice", inFlight(9));
    eventuallyAnswers(() -> spent(store, slots).isZero());
    assertThat(spent(store, call)).isEqualTo(Amount.of(new java.math.BigDecimal("2.5")));
    assertThat(takes(store, call)).isFalse();
  }

  @Test
  void storesWithOtherPrefixesShareNothing() {
    Charge call = call("calls", "alice", lifetime(1));
    assertThat(takes(store, call)).isTrue();
    try (RedisCounterStore other =
        RedisCounterStore.builder(Stores.client()).prefix(Stores.prefix()).build()) {
      assertThat(takes(other, call)).isTrue();
    }
    try (RedisCounterStore same = host(Duration.ZERO)) {
      assertThat(takes(same, call)).isFalse();
    }
  }

  /** How far memory may be off from what the page says, for other releases of the server. */
  private static final Percentage SLIGHTLY = withinPercentage(20);

  @Test
  void memoryOfAKeyIsWhatThePageSays() {
    Quota hour = sliding(Duration.ofHours(1), 1_000);
    assertThat(memory("1", hour, 1)).isCloseTo(235, SLIGHTLY);
    assertThat(memory("1", hour, 10)).isCloseTo(296, SLIGHTLY);
    assertThat(memory("12.34", hour, 60)).isCloseTo(744, SLIGHTLY);
    assertThat(memory("1", hour, 256)).isCloseTo(2_300, SLIGHTLY);
    assertThat(memory("12.34", calendar(Duration.ofDays(1), "UTC", 9_999), 10))
        .isCloseTo(264, SLIGHTLY);
    assertThat(memory("12.34", lifetime(9_999), 10)).isCloseTo(232, SLIGHTLY);
    assertThat(memory("1", inFlight(10), 10)).isCloseTo(552, SLIGHTLY);
    RedisCommands<String, String> commands = Stores.connection().sync();
    String fresh = Stores.prefix();
    try (RedisCounterStore other =
        RedisCounterStore.builder(Stores.client()).prefix(fresh).timeout(PATIENT).build()) {
      Ticket ticket = ticket(other, call("calls", "alice", hour));
      String reservation = commands.keys(fresh + ":3:{all}:r:*").get(0);
      assertThat(commands.memoryUsage(reservation)).isCloseTo(150, SLIGHTLY);
      settle(other, ticket);
      eventually(() -> commands.exists(reservation) == 0);
    }
  }

  /** The memory of a counter that several spends were made in. */
  private long memory(String amount, Quota quota, int spends) {
    Charge charge = spend(amount, "memory" + quota.window(), "bob" + spends, quota);
    // One after the other: what goes together has the same instant, and is one entry.
    for (int i = 0; i < spends; i++) {
      assertThat(takes(store, charge)).isTrue();
    }
    KeyNames names = new KeyNames(prefix, false);
    String key = names.counter(names.tag(charge), charge);
    // As if the name had 60 characters, as those of most counters have.
    return Stores.connection().sync().memoryUsage(key) - key.length() + 60;
  }
}
