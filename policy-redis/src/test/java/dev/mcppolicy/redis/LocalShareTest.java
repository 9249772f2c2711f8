package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counting in the process while Redis is away, and in Redis when it is back. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalShareTest {

  private static final Charge CALL = call("calls", "alice", lifetime(10));

  private RedisProcess server;
  private RedisClient client;
  private RedisCounterStore store;

  @BeforeEach
  void start() {
    server = RedisProcess.start();
    client = RedisClient.create(server.uri());
    store =
        RedisCounterStore.builder(client)
            .timeout(Duration.ofMillis(700))
            .localShare(new BigDecimal("0.25"))
            .build();
  }

  @AfterEach
  void stop() {
    store.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  private void back() {
    server.resume();
    eventually(() -> !store.isCountingLocally());
  }

  @Test
  void limitsHoldAtTheirShareAndWhatWasSpentIsAddedLater() {
    assertThat(takes(store, CALL)).isTrue();
    assertThat(store.isCountingLocally()).isFalse();
    server.pause();
    assertThat(takes(store, CALL)).isTrue();
    assertThat(store.isCountingLocally()).isTrue();
    assertThat(takes(store, CALL)).isTrue();
    assertThat(takes(store, CALL)).as("a quarter of ten is two and a half").isFalse();
    back();
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(3));
  }

  @Test
  void whatIsAddedMayExceedTheLimitAndThenDeniesEverything() {
    for (int i = 0; i < 10; i++) {
      takes(store, CALL);
    }
    assertThat(takes(store, CALL)).isFalse();
    server.pause();
    assertThat(takes(store, CALL)).isTrue();
    back();
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(11));
    assertThat(takes(store, CALL)).isFalse();
  }

  @Test
  void refundsAndSlotsAreSettledWhereTheyAreCountedByThen() {
    Charge flights = call("flights", "alice", inFlight(8));
    server.pause();
    Ticket before = ticket(store, CALL, flights);
    Ticket after = ticket(store, CALL, flights);
    settle(store, before, 0);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    assertThat(spent(store, flights)).isEqualTo(Amount.ONE);
    back();
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    eventually(() -> spent(store, flights).equals(Amount.ONE));
    settle(store, after, 0);
    settle(store, after, 0);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ZERO);
    assertThat(spent(store, flights)).isEqualTo(Amount.ZERO);
  }

  @Test
  void aValueThatNobodyCanCountDeniesTheCallsThatNeedItAndNoOther() {
    Charge other = call("other", "alice", lifetime(4));
    takes(store, CALL);
    try (StatefulRedisConnection<String, String> direct = client.connect()) {
      damage(direct.sync());
      assertThat(failure(CALL)).hasMessageContaining("WRONGTYPE");
      assertThat(store.isCountingLocally()).isFalse();
      server.pause();
      assertThat(takes(store, CALL)).as("nothing is known of the value meanwhile").isTrue();
      assertThat(takes(store, other)).isTrue();
      back();
      assertThat(failure(CALL)).hasMessageContaining("WRONGTYPE");
      assertThat(spent(store, other))
          .as("the one before it holds nothing up")
          .isEqualTo(Amount.ONE);
    }
  }

  private static void damage(RedisCommands<String, String> commands) {
    for (String key : commands.keys("*:c:calls*")) {
      commands.del(key);
      commands.lpush(key, "junk");
    }
  }

  private Throwable failure(Charge charge) {
    CompletableFuture<Taking> taking = store.take(List.of(charge), now()).toCompletableFuture();
    eventually(taking::isDone);
    return Assertions.catchThrowable(taking::join).getCause();
  }

  @Test
  void manyCallsAtOnceAreDeniedAndNotCountedElsewhere() {
    try (RedisCounterStore narrow =
        RedisCounterStore.builder(client)
            .timeout(Duration.ofSeconds(20))
            .maxPending(1)
            .localShare(BigDecimal.ONE)
            .build()) {
      takes(narrow, CALL);
      server.pause();
      CompletableFuture<Taking> waiting = narrow.take(List.of(CALL), now()).toCompletableFuture();
      CompletableFuture<Taking> pushed = narrow.take(List.of(CALL), now()).toCompletableFuture();
      eventually(pushed::isDone);
      assertThat(pushed).isCompletedExceptionally();
      assertThat(narrow.isCountingLocally()).isFalse();
      server.resume();
      eventually(waiting::isDone);
      assertThat(waiting).isNotCompletedExceptionally();
    }
  }

  @Test
  void aStoreThatIsClosedCountsNothingAndDenies() {
    takes(store, CALL);
    store.close();
    assertThat(failure(CALL)).isNotNull();
    assertThat(store.isCountingLocally()).isFalse();
  }

  @Test
  void aStoreThatIsClosedWhileItCountsLocallyDeniesToo() {
    server.pause();
    assertThat(takes(store, CALL)).isTrue();
    store.close();
    assertThatThrownBy(() -> store.take(List.of(CALL), now()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("The store is closed");
    server.resume();
  }

  @Test
  void ticketsOfLocalCountersAreChecked() {
    server.pause();
    Ticket ticket = ticket(store, CALL);
    assertThatThrownBy(() -> store.settle(ticket, BitSet.valueOf(new long[] {2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("returned must name charges below 1: {1}");
    try (RedisCounterStore other = Stores.virtual()) {
      assertThatThrownBy(() -> other.settle(ticket, new BitSet()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("ticket is not of this store");
    }
    back();
  }
}
