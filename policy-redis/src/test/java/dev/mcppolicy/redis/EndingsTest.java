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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ends of reservations that give nothing back: forgotten at once, and without a script. */
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
    eventually(() -> reservations().isEmpty());
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
  }

  @Test
  void endsGoTogetherAndAreNoScripts() {
    takes(store, CALL);
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 10 * Endings.MOST; i++) {
      tickets.add(ticket(store, CALL));
    }
    long scripts = calls("evalsha") + calls("eval");
    long ends = calls("unlink");
    tickets.forEach(ticket -> settle(store, ticket));
    eventually(() -> reservations().size() == 1);
    assertThat(calls("evalsha") + calls("eval")).isEqualTo(scripts);
    // Some more, if a moment passes meanwhile.
    assertThat(calls("unlink") - ends).isBetween(10L, (long) Endings.MOST);
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(1 + 10 * Endings.MOST));
  }

  @Test
  void reservationWhoseRequestWasRepeatedIsRememberedForAWhile() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut =
            RedisCounterStore.builder(cutter.client()).timeout(Duration.ofSeconds(20)).build()) {
      takes(cut, CALL);
      commands.flushall();
      // Of what is written to a connection that ends, it isn't known when it arrives.
      cutter.cutBeforeRequest();
      Ticket repeated = ticket(cut, CALL);
      settle(cut, repeated);
      String left = reservations().get(0);
      assertThat(commands.get(left)).isEqualTo("-");
      assertThat(commands.pttl(left)).isBetween(1L, 10_000L);
      settle(cut, ticket(cut, CALL));
      eventually(() -> reservations().equals(List.of(left)));
      assertThat(spent(cut, CALL)).isEqualTo(Amount.of(2));
    }
  }

  @Test
  void callThatIsOverIsNotGivenBackAnyMore() {
    Ticket ticket = ticket(store, CALL);
    settle(store, ticket);
    settle(store, ticket, 0);
    eventually(() -> reservations().isEmpty());
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
    eventually(() -> reservations().isEmpty());
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(300));
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
    eventually(() -> reservations().size() == 1);
  }

  @Test
  void endThatCannotBeSentFailsNobodyAndLeavesWhatWasSpent() {
    Ticket ticket = ticket(store, CALL);
    commands.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.UNLINK));
    try {
      assertThat(store.settle(ticket, new BitSet()).toCompletableFuture())
          .isCompletedWithValue(null);
      eventually(() -> errors() > 0);
    } finally {
      commands.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.UNLINK));
    }
    assertThat(reservations()).hasSize(1);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    assertThat(takes(store, CALL)).isTrue();
  }

  @Test
  void endIsSentToAServerWithoutRoom() {
    Ticket ticket = ticket(store, CALL);
    commands.configSet("maxmemory", "1");
    try {
      settle(store, ticket);
      eventually(() -> reservations().isEmpty());
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
    // Nothing was on its disk, and what ends there is forgotten already.
    eventually(() -> takesNow());
    assertThat(reservations()).isNotEmpty();
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
    Link link = new Link(client.connect(Batch.CODEC), 9);
    ScheduledExecutorService scheduler = Background.scheduler();
    RedisCounters redis =
        new RedisCounters(
            link,
            new Settings(
                new KeyNames("mcp-policy", false),
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                Runnable::run),
            new ServerTime(InstantSource.system()),
            scheduler);
    Endings endings = new Endings(link, scheduler, 2 * Endings.MOST);
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 4 * Endings.MOST; i++) {
      tickets.add(((Taking.Taken) redis.take(List.of(CALL), now()).join()).ticket());
    }
    server.pause();
    tickets.forEach(ticket -> endings.add((RedisTicket) ticket));
    server.resume();
    eventually(() -> reservations().size() == 2 * Endings.MOST);
    // What was on its way has arrived, and others may go.
    Ticket next = ((Taking.Taken) redis.take(List.of(CALL), now()).join()).ticket();
    endings.add((RedisTicket) next);
    eventually(() -> !reservations().contains(((RedisTicket) next).keys().get(0)));
    assertThat(reservations()).hasSize(2 * Endings.MOST);
    redis.close();
    scheduler.shutdownNow();
  }
}
