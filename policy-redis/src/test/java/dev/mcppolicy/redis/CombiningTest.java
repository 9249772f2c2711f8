package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spend;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked at the same time goes in one call of the script, and each is as if it were alone.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CombiningTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private RedisProcess server;
  private RedisClient client;
  private StatefulRedisConnection<String, byte[]> connection;
  private RedisCommands<String, String> commands;
  private RedisCounterStore store;

  @BeforeEach
  void start() {
    server = RedisProcess.start();
    client = RedisClient.create(server.uri());
    connection = client.connect(Batch.CODEC);
    commands = client.connect().sync();
    store = store(Duration.ofSeconds(20));
    takes(store, call("other", "bob", lifetime(9)));
  }

  @AfterEach
  void stop() {
    store.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  private RedisCounterStore store(Duration timeout) {
    return new RedisCounterStore(
        new Link(connection, 1_000),
        new Settings(new KeyNames("mcp-policy", false), timeout, MINUTE, Runnable::run),
        new ServerTime(InstantSource.system()),
        null,
        null,
        null);
  }

  /** Asks for all before any is sent. */
  private List<CompletableFuture<Taking>> together(RedisCounterStore store, List<Charge> charges) {
    List<CompletableFuture<Taking>> given = new ArrayList<>();
    connection.setAutoFlushCommands(false);
    for (Charge charge : charges) {
      given.add(store.take(List.of(charge), now()).toCompletableFuture());
    }
    connection.flushCommands();
    connection.setAutoFlushCommands(true);
    connection.flushCommands();
    return given;
  }

  private static long taken(List<CompletableFuture<Taking>> given) {
    return given.stream().filter(taking -> taking.join() instanceof Taking.Taken).count();
  }

  private static List<Charge> times(int count, Charge charge) {
    return java.util.Collections.nCopies(count, charge);
  }

  private long calls() {
    return commands
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .map(line -> line.replaceAll(".*:calls=(\\d+),.*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }

  @Test
  void oneCallOfTheScriptTakesNoMoreThanTheLimit() {
    long before = calls();
    assertThat(taken(together(store, times(40, call("calls", "alice", sliding(MINUTE, 7))))))
        .isEqualTo(7);
    assertThat(calls() - before).isEqualTo(2);
    assertThat(spent(store, call("calls", "alice", sliding(MINUTE, 7)))).isEqualTo(Amount.of(7));
  }

  @Test
  void windowsAndTiersOfAllKindsGoTogether() {
    List<Charge> charges = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      charges.add(call("slots", "alice", inFlight(3)));
      charges.add(spend("0.0000001", "sums", "alice", lifetime(9)));
      charges.add(call("life", "owner" + i, lifetime(1), sliding(MINUTE, 5)));
    }
    long before = calls();
    assertThat(taken(together(store, charges))).isEqualTo(3 + 10 + 10);
    assertThat(calls() - before).isEqualTo(1);
    assertThat(spent(store, charges.get(1)))
        .isEqualTo(Amount.of(new java.math.BigDecimal("0.000001")));
  }

  @Test
  void whatACallThatFailedHadDoneIsMadeOnce() {
    KeyNames names = new KeyNames("mcp-policy", false);
    Charge good = call("calls", "alice", sliding(MINUTE, 100));
    Charge bad = call("bad", "alice", sliding(MINUTE, 100));
    // Both are known, so that they take the shortest way, on which each is written at once.
    assertThat(taken(together(store, List.of(good, bad)))).isEqualTo(2);
    commands.setrange(names.counter("all", bad), 1, "\u007f");
    List<CompletableFuture<Taking>> given =
        together(store, List.of(good, good, bad, good, bad, good));
    assertThat(taken(List.of(given.get(0), given.get(1), given.get(3), given.get(5)))).isEqualTo(4);
    eventually(given.get(2)::isDone);
    assertThat(given.get(2)).isCompletedExceptionally();
    assertThat(spent(store, good)).isEqualTo(Amount.of(5));
    // What may have been done is cancelled, and nothing can be given back for it twice.
    settle(store, ((Taking.Taken) given.get(0).join()).ticket(), 0);
    settle(store, ((Taking.Taken) given.get(0).join()).ticket(), 0);
    assertThat(spent(store, good)).isEqualTo(Amount.of(4));
  }

  @Test
  void counterThatSomebodyElseWroteDeniesNobodyElse() {
    KeyNames names = new KeyNames("mcp-policy", false);
    Charge good = call("calls", "alice", sliding(MINUTE, 100));
    int number = 0;
    for (String nonsense : List.of("nonsense", "\u0000", "\u0001", "\u0002", "\u0000\u0000zz")) {
      Charge bad = call("bad", "owner" + number, lifetime(100));
      commands.set(names.counter("all", bad), nonsense);
      assertDeniesOnly(bad, good, number += 3);
    }
    Charge list = call("bad", "list", lifetime(100));
    commands.lpush(names.counter("all", list), "x");
    assertDeniesOnly(list, good, number + 3);
  }

  private void assertDeniesOnly(Charge bad, Charge good, int spent) {
    List<CompletableFuture<Taking>> given = together(store, List.of(good, bad, good, bad, good));
    assertThat(taken(List.of(given.get(0), given.get(2), given.get(4)))).isEqualTo(3);
    for (int i = 1; i < 4; i += 2) {
      CompletableFuture<Taking> denied = given.get(i);
      eventually(denied::isDone);
      assertThat(denied).isCompletedExceptionally();
    }
    assertThat(spent(store, good)).isEqualTo(Amount.of(spent));
  }

  @Test
  void allThatAreGivenUpTogetherAreGivenBack() {
    Charge call = call("calls", "alice", sliding(MINUTE, 100));
    RedisCounterStore impatient = store(Duration.ofMillis(150));
    server.pause();
    List<CompletableFuture<Taking>> given = together(impatient, times(50, call));
    given.forEach(taking -> eventually(taking::isDone));
    assertThat(given).allMatch(CompletableFuture::isCompletedExceptionally);
    server.resume();
    eventuallyAnswers(
        () -> spent(store, call).isZero() && commands.keys("mcp-policy:3:{all}:r:*").size() > 50);
    impatient.close();
  }

  @Test
  void scriptIsTaughtOnceForAll() {
    commands.scriptFlush();
    assertThat(taken(together(store, times(20, call("calls", "alice", lifetime(12))))))
        .isEqualTo(12);
  }

  @Test
  void serverWithoutMemoryDeniesAll() {
    commands.configSet("maxmemory", "1");
    List<CompletableFuture<Taking>> given =
        together(store, times(10, call("calls", "alice", lifetime(12))));
    given.forEach(taking -> eventually(taking::isDone));
    assertThat(given).allMatch(CompletableFuture::isCompletedExceptionally);
    commands.configSet("maxmemory", "0");
    assertThat(spent(store, call("calls", "alice", lifetime(12)))).isEqualTo(Amount.ZERO);
  }
}
