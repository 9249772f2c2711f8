package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ends of reservations that give nothing back: forgotten soon, and without a script. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingsTest {

  private static final Charge CALL = call("calls", "alice", sliding(Duration.ofHours(1), 1_000));

  private static RedisProcess server;
  private static RedisClient client;
  private static RedisCommands<String, String> commands;

  private RedisCounterStore store;

  @BeforeAll
  static void start() {
    server = RedisProcess.start();
    client = RedisClient.create(server.uri());
    commands = client.connect().sync();
  }

  @AfterAll
  static void stop() {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  @BeforeEach
  void open() {
    commands.flushall();
    store = another();
  }

  private static RedisCounterStore another() {
    return RedisCounterStore.builder(client).timeout(Duration.ofSeconds(20)).build();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> reservations() {
    return commands.keys("mcp-policy:3:{all}:r:*");
  }

  private long unended() {
    return reservations().stream().filter(key -> commands.pttl(key) > 10_000).count();
  }

  private long calls(String command) {
    return commands
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .map(line -> line.replaceAll("^[^=]*=([0-9]+),.*", "$1"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  @Test
  void endIsSentEvenIfNothingElseIsAsked() {
    settle(store, ticket(store, CALL));
    eventually(() -> unended() == 0);
    String reservation = reservations().get(0);
    assertThat(commands.pttl(reservation)).isBetween(1L, 10_000L);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
  }

  @Test
  void endsGoAlongWithCallsAndAreNoScripts() {
    takes(store, CALL);
    long before = calls("evalsha") + calls("eval");
    for (int i = 0; i < 200; i++) {
      settle(store, ticket(store, CALL));
    }
    eventually(() -> unended() == 1);
    assertThat(calls("evalsha") + calls("eval") - before).isEqualTo(200);
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(201));
  }

  @Test
  void callThatIsOverIsNotGivenBackAnyMore() {
    Ticket ticket = ticket(store, CALL);
    settle(store, ticket);
    settle(store, ticket, 0);
    eventually(() -> unended() == 0);
    settle(store, ticket, 0);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
  }

  @Test
  void slotThatAnotherPolicyAsksForIsFreedAtOnce() {
    Charge counted = call("calls", "alice", inFlight(2));
    // A policy that knows nothing of slots spends from a counter that has some.
    Charge other = call("calls", "alice", lifetime(9));
    settle(store, ticket(store, counted));
    Ticket ticket = ticket(store, other);
    assertThat(spent(store, counted)).isEqualTo(Amount.ONE);
    settle(store, ticket);
    assertThat(spent(store, counted)).isEqualTo(Amount.ZERO);
    assertThat(spent(store, other)).isEqualTo(Amount.ONE);
  }

  @Test
  void manyEndsAtOnceAreSentAndNobodyWaitsForThem() {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      tickets.add(ticket(store, CALL));
    }
    server.pause();
    for (Ticket ticket : tickets) {
      assertThat(store.settle(ticket, new BitSet()).toCompletableFuture()).isDone();
    }
    server.resume();
    eventually(() -> unended() == 0);
    assertThat(reservations()).hasSize(300);
  }

  @Test
  void endsThatWaitAreSentWhenTheStoreIsClosed() {
    RedisCounterStore closed = another();
    for (int i = 0; i < 20; i++) {
      settle(closed, ticket(closed, CALL));
    }
    Ticket last = ticket(closed, CALL);
    settle(closed, ticket(closed, CALL));
    closed.close();
    // What is settled after that is left to the server, as of a host that died.
    assertThat(closed.settle(last, new BitSet()).toCompletableFuture()).isDone();
    eventually(() -> unended() == 1);
  }

  @Test
  void endThatCannotBeSentFailsNobodyAndLeavesWhatWasSpent() {
    Ticket ticket = ticket(store, CALL);
    commands.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.PEXPIRE));
    try {
      assertThat(store.settle(ticket, new BitSet()).toCompletableFuture())
          .isCompletedWithValue(null);
      eventually(() -> errors() > 0);
    } finally {
      commands.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.PEXPIRE));
    }
    assertThat(unended()).isEqualTo(1);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    assertThat(takes(store, CALL)).isTrue();
  }

  @Test
  void endIsSentToAServerWithoutRoom() {
    Ticket ticket = ticket(store, CALL);
    commands.configSet("maxmemory", "1");
    try {
      settle(store, ticket);
      eventually(() -> unended() == 0);
    } finally {
      commands.configSet("maxmemory", "0");
    }
  }

  private long errors() {
    return commands
        .info("errorstats")
        .lines()
        .filter(line -> line.startsWith("errorstat_NOPERM:count="))
        .count();
  }

  @Test
  void endsThatWaitWhileTheConnectionIsAwayAreBoundedAndHoldNobodyUp() {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tickets.add(ticket(store, CALL));
    }
    server.kill();
    tickets.forEach(
        ticket ->
            assertThat(store.settle(ticket, new BitSet()).toCompletableFuture())
                .isCompletedWithValue(null));
    server.run();
    // Nothing was on its disk: what ends there makes no record of what it never heard of.
    eventually(() -> takesNow());
    assertThat(reservations()).isNotEmpty();
    assertThat(unended()).isEqualTo(reservations().size());
  }

  private boolean takesNow() {
    CompletableFuture<Taking> taking = store.take(List.of(CALL), now()).toCompletableFuture();
    try {
      return taking.join() instanceof Taking.Taken;
    } catch (java.util.concurrent.CompletionException notYet) {
      return false;
    }
  }

  @Test
  void noMoreAreOnTheirWayThanAllowedAndTheOthersAreDropped() {
    Endings endings = new Endings(10_000, 3);
    for (int i = 0; i < 5; i++) {
      assertThat(endings.add("key" + i)).isFalse();
    }
    List<io.lettuce.core.protocol.RedisCommand<String, byte[], ?>> sent = endings.take();
    assertThat(sent).hasSize(3);
    assertThat(endings.take()).isEmpty();
    sent.get(0).cancel();
    sent.get(1).completeExceptionally(new IllegalStateException("cut"));
    endings.add("key5");
    endings.add("key6");
    endings.add("key7");
    assertThat(endings.take()).hasSize(2);
    for (int i = 1; i < Endings.MOST; i++) {
      assertThat(endings.add("more" + i)).isFalse();
    }
    assertThat(endings.add("last")).isTrue();
  }
}
