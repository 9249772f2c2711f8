package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.failure;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.now;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is slow, gone, full, read-only or new: denied in time, and nothing spent twice. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailureTest {

  private static final Charge CALL = call("calls", "alice", lifetime(1_000));

  private RedisProcess server;
  private RedisClient client;
  private RedisCounterStore store;

  @BeforeEach
  void start() {
    server = RedisProcess.start();
    client = RedisClient.create(server.uri());
    store = RedisCounterStore.builder(client).timeout(Duration.ofMillis(500)).build();
  }

  @AfterEach
  void stop() {
    store.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void serverThatStandsStillIsWaitedForNoLongerThanTheTimeout() {
    takes(store, CALL);
    server.pause();
    long start = System.nanoTime();
    assertThat(failure(store, CALL))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("Redis did not answer within PT0.5S");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
    server.resume();
  }

  @Test
  void whatIsTakenAfterItWasGivenUpIsGivenBack() {
    takes(store, CALL);
    server.pause();
    List<CompletableFuture<Taking>> given = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      given.add(store.take(List.of(CALL), now()).toCompletableFuture());
    }
    given.forEach(taking -> eventually(taking::isDone));
    assertThat(given).allMatch(CompletableFuture::isCompletedExceptionally);
    server.resume();
    eventuallyAnswers(() -> spent(store, CALL).equals(Amount.ONE));
  }

  @Test
  void whatIsCancelledIsGivenBackWhenItsAnswerComes() {
    try (RedisCounterStore sharing =
        RedisCounterStore.builder(client)
            .timeout(Duration.ofSeconds(20))
            .localShare(BigDecimal.ONE)
            .build()) {
      for (RedisCounterStore one : List.of(sharing, store)) {
        takes(one, CALL);
        Amount before = spent(one, CALL);
        server.pause();
        CompletableFuture<Taking> taking = one.take(List.of(CALL), now()).toCompletableFuture();
        assertThat(taking.cancel(true)).isTrue();
        server.resume();
        assertThat(takes(sharing, CALL)).isTrue();
        eventuallyAnswers(() -> spent(sharing, CALL).equals(before.plus(Amount.ONE)));
      }
    }
  }

  @Test
  void whatWasTakenUnheardIsGivenBackThoughTheServerRefusesItTheSecondTime() {
    try (Cutter cutter = new Cutter(server.port());
        StatefulRedisConnection<String, String> direct = client.connect();
        RedisCounterStore cut =
            RedisCounterStore.builder(cutter.client()).timeout(Duration.ofSeconds(20)).build()) {
      RedisCommands<String, String> commands = direct.sync();
      takes(cut, CALL);
      for (int number : new int[] {1, 5}) {
        Amount before = spent(store, CALL);
        cutter.shut(true);
        cutter.cutAfter(0);
        List<CompletableFuture<Taking>> unheard = new ArrayList<>();
        for (int i = 0; i < number; i++) {
          unheard.add(cut.take(List.of(CALL), now()).toCompletableFuture());
        }
        eventually(() -> spent(store, CALL).compareTo(before) > 0);
        commands.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.EVALSHA));
        cutter.shut(false);
        eventually(() -> unheard.stream().allMatch(CompletableFuture::isDone));
        commands.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.EVALSHA));

        assertThat(unheard).allMatch(CompletableFuture::isCompletedExceptionally);
        eventuallyAnswers(() -> spent(store, CALL).equals(before));
      }
    }
  }

  @Test
  void agentIsToldThatTheLimiterIsOutOfOrderAndNotThatALimitWasReached() {
    Policy policy =
        Policy.parse(
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"rate_limit\":\"9/minute\"}}}");
    PolicyEngine engine = PolicyEngine.builder(policy).counters(store).build();
    server.pause();
    Decision decision = engine.check(ToolCall.of("run"));
    server.resume();
    assertThat(decision.isAllowed()).isFalse();
    assertThat(decision.code().orElseThrow().id()).isEqualTo("store_unavailable");
    assertThat(decision.retryAfter()).isEmpty();
  }

  @Test
  void requestsWithoutAnAnswerAreBounded() {
    RedisCounterStore narrow =
        RedisCounterStore.builder(client).timeout(Duration.ofSeconds(20)).maxPending(5).build();
    takes(narrow, CALL);
    server.pause();
    List<CompletableFuture<Taking>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(narrow.take(List.of(CALL), now()).toCompletableFuture());
    }
    assertThat(failure(narrow, CALL))
        .hasMessage("Redis has not answered 5 requests yet; no more are sent until it does");
    server.resume();
    waiting.forEach(taking -> assertThat(taking.join()).isInstanceOf(Taking.Taken.class));
    assertThat(takes(narrow, CALL)).isTrue();
    narrow.close();
  }

  @Test
  void serverThatWasRestartedLearnsTheScriptAnew() {
    takes(store, CALL);
    server.kill();
    assertThat(failure(store, CALL)).isInstanceOf(StoreUnavailableException.class);
    server.run();
    // Nothing was on disk: its counters are gone, as the page on shared counters says.
    eventuallyAnswers(() -> takes(store, CALL));
    client.connect().sync().scriptFlush();
    assertThat(takes(store, CALL)).isTrue();
  }

  @Test
  void replicaThatMayNotWriteDenies() {
    RedisCommands<String, String> commands = client.connect().sync();
    Ticket before = ticket(store, CALL);
    commands.replicaof("127.0.0.1", 1);
    assertThat(failure(store, CALL))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageContaining("READONLY");
    CompletableFuture<Void> settled =
        store.settle(before, java.util.BitSet.valueOf(new long[] {1})).toCompletableFuture();
    commands.replicaofNoOne();
    // The settlement that failed was repeated.
    settled.join();
    assertThat(spent(store, CALL)).isEqualTo(Amount.ZERO);
  }

  @Test
  void fullMemoryDeniesAndTakesNothing() {
    RedisCommands<String, String> commands = client.connect().sync();
    Charge other = call("other", "bob", lifetime(9));
    takes(store, CALL);
    commands.configSet("maxmemory", "1");
    assertThat(failure(store, CALL, other))
        .isInstanceOf(RedisCommandExecutionException.class)
        .hasMessageContaining("OOM");
    commands.configSet("maxmemory", "0");
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    assertThat(spent(store, other)).isEqualTo(Amount.ZERO);
  }

  @Test
  void answerThatIsCutAnywhereSpendsAtMostOnceAndNothingThatWasGivenUp() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut =
            RedisCounterStore.builder(cutter.client()).timeout(Duration.ofSeconds(2)).build()) {
      int kept = 0;
      takes(cut, CALL);
      kept++;
      for (int bytes = 0; bytes < 40; bytes += 3) {
        cutter.cutAfter(bytes);
        if (failure(cut, CALL) == null) {
          kept++;
        }
      }
      cutter.cutAfter(-1);
      Amount expected = Amount.of(kept);
      eventuallyAnswers(() -> spent(store, CALL).equals(expected));
    }
  }

  @Test
  void takingWhoseAnswerWasLostIsNotRefusedForWhatItTookItself() {
    Charge two = call("calls", "bob", sliding(Duration.ofHours(1), 2));
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut =
            RedisCounterStore.builder(cutter.client()).timeout(Duration.ofSeconds(20)).build()) {
      assertThat(takes(cut, two)).isTrue();
      cutter.cutAfter(0);
      assertThat(takes(cut, two)).as("the last one, though it is spent already").isTrue();
      assertThat(spent(store, two)).isEqualTo(Amount.of(2));
      cutter.cutAfter(0);
      assertThat(takes(cut, two)).isFalse();
    }
  }

  @Test
  void answersThatComeLateAreGivenBackAndOnTimeAgainLater() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore slow =
            RedisCounterStore.builder(cutter.client()).timeout(Duration.ofMillis(300)).build()) {
      takes(slow, CALL);
      cutter.delay(1_500);
      assertThat(failure(slow, CALL)).isInstanceOf(StoreUnavailableException.class);
      cutter.delay(0);
      eventuallyAnswers(() -> spent(store, CALL).equals(Amount.ONE));
      assertThat(takes(slow, CALL)).isTrue();
    }
  }

  @Test
  void scriptThatFailsHalfWayWritesNothing() {
    RedisCommands<String, String> commands = client.connect().sync();
    Charge other = call("other", "bob", sliding(Duration.ofMinutes(1), 9), inFlight(3));
    takes(store, CALL, other);
    String key = "mcp-policy:3:{all}:c:other:grant:0:bob";
    assertThat(commands.get(key)).isNotNull();
    commands.set(key, "nonsense");
    assertThat(failure(store, CALL, other)).isInstanceOf(RedisCommandExecutionException.class);
    assertThat(failure(store, other)).isInstanceOf(RedisCommandExecutionException.class);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
  }

  @Test
  void serverThatMayEvictCountersIsRefused() {
    RedisCommands<String, String> commands = client.connect().sync();
    commands.configSet("maxmemory", "100mb");
    commands.configSet("maxmemory-policy", "allkeys-lru");
    RedisCounterStore.Builder builder = RedisCounterStore.builder(client);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Redis may evict keys (maxmemory-policy is allkeys-lru), and an evicted counter is a"
                + " refilled budget; set it to noeviction, or build the store with"
                + " toleratingEviction()");
    builder.toleratingEviction().build().close();
    commands.configSet("maxmemory-policy", "noeviction");
    builder.build().close();
  }

  @Test
  void reservationThatIsMadeTwiceIsOne() {
    // As a connection does that sends again what it got no answer to.
    Link link = new Link(client.connect(Batch.CODEC), 9);
    RedisCounters redis = counters(link, Background.scheduler());
    Order order =
        new Order(
            new ServerTime(java.time.InstantSource.system()),
            new WindowNames(new ServerTime(java.time.InstantSource.system())),
            new KeyNames("mcp-policy", false),
            "twice",
            List.of(CALL),
            now());
    for (int i = 0; i < 3; i++) {
      assertThat(word(link, order)).isEqualTo(i == 0 ? "taken" : "held");
    }
    assertThat(spent(store, CALL)).isEqualTo(Amount.ONE);
    RedisTicket ticket = new RedisTicket(redis, "twice", "all", order.keys());
    redis.settle(ticket, java.util.BitSet.valueOf(new long[] {1})).join();
    assertThat(word(link, order)).isEqualTo("closed");
    redis
        .settle(
            new RedisTicket(redis, "twice", "all", order.keys()),
            java.util.BitSet.valueOf(new long[] {1}))
        .join();
    assertThat(spent(store, CALL)).isEqualTo(Amount.ZERO);
  }

  /** Asks for the same once more, and returns the answer. */
  private static String word(Link link, Order order) {
    Request request = order.request("take", "60000", "60000000");
    link.send(request);
    return request.join().word();
  }

  private static RedisCounters counters(Link link, ScheduledExecutorService scheduler) {
    return new RedisCounters(
        link,
        new Settings(
            new KeyNames("mcp-policy", false),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Runnable::run),
        new ServerTime(java.time.InstantSource.system()),
        scheduler);
  }

  @Test
  void whatFollowsFromAFailureIsNotWrittenWithinTheWriteThatFails() {
    ThreadLocal<Boolean> writing = ThreadLocal.withInitial(() -> false);
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger within = new AtomicInteger();
    // As a connection that was reset does: it fails what is written, and its lock is held
    // meanwhile.
    StatefulConnection<String, byte[]> reset =
        connection(
            command -> {
              (writing.get() ? within : writes).incrementAndGet();
              writing.set(true);
              command.completeExceptionally(new java.net.SocketException("Connection reset"));
              writing.set(false);
            });
    ScheduledExecutorService scheduler = Background.scheduler();
    RedisCounters redis = counters(new Link(reset, 100), scheduler);
    CompletableFuture<Taking> taking = redis.take(List.of(CALL), now()).toCompletableFuture();
    assertThat(taking.handle((taken, failure) -> RedisCounters.cause(failure)).join())
        .hasMessage("Connection reset");
    // It may have been made, and is cancelled, more than once.
    eventually(() -> writes.get() > 2);
    assertThat(within).hasValue(0);
    redis.close();
    scheduler.shutdownNow();
  }

  @SuppressWarnings("unchecked") // A proxy has no type parameters.
  private static StatefulConnection<String, byte[]> connection(
      java.util.function.Consumer<RedisCommand<?, ?, ?>> write) {
    return (StatefulConnection<String, byte[]>)
        java.lang.reflect.Proxy.newProxyInstance(
            FailureTest.class.getClassLoader(),
            new Class<?>[] {StatefulConnection.class},
            (proxy, method, arguments) -> {
              write.accept((RedisCommand<?, ?, ?>) arguments[0]);
              return arguments[0];
            });
  }

  @Test
  void settlementDuringAnOutageIsMadeUpFor() {
    Ticket ticket = ticket(store, CALL);
    server.pause();
    CompletableFuture<Void> settled =
        store.settle(ticket, java.util.BitSet.valueOf(new long[] {1})).toCompletableFuture();
    assertThat(settled).isNotDone();
    server.resume();
    settled.join();
    settle(store, ticket, 0);
    assertThat(spent(store, CALL)).isEqualTo(Amount.ZERO);
  }
}
