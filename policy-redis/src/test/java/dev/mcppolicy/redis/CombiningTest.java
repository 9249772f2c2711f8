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
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Takings that are alike and asked at the same time go in one call of the script, and each is as if
 * it were alone; what differs goes by itself.
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

  /** A store on the other side of what cuts connections, as which all are asked from now on. */
  private RedisCounterStore through(Cutter cutter) {
    connection = cutter.client().connect(Batch.CODEC);
    return store(Duration.ofSeconds(20));
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

  /** How many reservations there are that were made, and not only cancelled. */
  private long reservations() {
    return commands.keys("mcp-policy:3:{all}:r:*").stream()
        .filter(key -> !"-".equals(commands.get(key)))
        .count();
  }

  private static long taken(List<CompletableFuture<Taking>> given) {
    return given.stream().filter(taking -> taking.join() instanceof Taking.Taken).count();
  }

  private static List<Charge> times(int count, Charge charge) {
    return java.util.Collections.nCopies(count, charge);
  }

  private long calls() {
    return calls("evalsha");
  }

  private long calls(String command) {
    return commands
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
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
  void takingsThatAreAlikeShareAReservationAndEachIsGivenBackOnce() {
    Charge charge = call("calls", "alice", sliding(MINUTE, 12));
    List<CompletableFuture<Taking>> given = together(store, times(20, charge));
    assertThat(taken(given)).isEqualTo(12);
    assertThat(taken(given.subList(0, 12))).as("the first ones").isEqualTo(12);
    // That of another owner, and that which these share.
    assertThat(reservations()).isEqualTo(2);
    List<Ticket> tickets = tickets(given.subList(0, 12));
    assertThat(commands.memoryUsage(((RedisTicket) tickets.get(3)).keys().get(0)))
        .as("what the page says")
        .isCloseTo(150L + 11 * 50, withinPercentage(20));
    for (int i = 0; i < 5; i++) {
      settle(store, tickets.get(2 * i), 0);
      settle(store, tickets.get(2 * i), 0);
      assertThat(spent(store, charge)).isEqualTo(Amount.of(11 - i));
    }
    assertThat(reservations()).as("seven may still be given back").isEqualTo(2);
    assertThat(taken(together(store, times(20, charge)))).isEqualTo(5);
    assertThat(reservations()).isEqualTo(3);
    // The others have nothing to give back, but the last one.
    for (int i = 0; i < 5; i++) {
      settle(store, tickets.get(2 * i + 1));
    }
    settle(store, tickets.get(10));
    assertThat(reservations()).isEqualTo(3);
    settle(store, tickets.get(11), 0);
    assertThat(spent(store, charge)).isEqualTo(Amount.of(11));
    eventually(() -> reservations() == 2);
  }

  @Test
  void reservationThatIsSharedIsForgottenWhenAllItsCallsAreOver() {
    Charge charge = call("calls", "alice", sliding(MINUTE, 12));
    List<CompletableFuture<Taking>> given = together(store, times(20, charge));
    assertThat(taken(given)).isEqualTo(12);
    Ticket after = ticket(store, call("other", "bob", lifetime(9)));
    List<Ticket> tickets = tickets(given.subList(0, 12));
    tickets.subList(0, 11).forEach(ticket -> settle(store, ticket));
    settle(store, after);
    eventually(() -> commands.exists(((RedisTicket) after).keys().get(0)) == 0);
    assertThat(reservations()).isEqualTo(2);
    settle(store, tickets.get(11));
    eventually(() -> reservations() == 1);
    assertThat(spent(store, charge)).isEqualTo(Amount.of(12));
  }

  @Test
  void takingsThatDifferGoApart() {
    Quota quota = sliding(MINUTE, 100);
    Charge one = call("calls", "alice", quota);
    List<Charge> charges =
        List.of(
            one,
            call("calls", "bob", quota),
            one,
            spend("2", "calls", "alice", quota),
            one,
            call("calls", "alice", sliding(MINUTE, 99)),
            one,
            call("calls", "alice", quota, lifetime(9)),
            one);
    long before = calls();
    assertThat(taken(together(store, charges))).isEqualTo(9);
    // The first two are one, and the last two: between them others were asked of the same counter.
    assertThat(calls() - before).isEqualTo(7);
    assertThat(reservations()).isEqualTo(1 + 7);
    assertThat(spent(store, one)).isEqualTo(Amount.of(9));
  }

  @Test
  void someAreAskedAsOneBesideOthers() {
    Charge alice = call("calls", "alice", sliding(MINUTE, 3));
    Charge bob = call("calls", "bob", sliding(MINUTE, 3));
    Charge slots = call("slots", "bob", inFlight(2));
    List<Charge> charges = new ArrayList<>();
    charges.addAll(times(5, alice));
    charges.addAll(times(4, slots));
    charges.addAll(times(5, bob));
    charges.addAll(times(2, alice));
    long before = calls();
    List<CompletableFuture<Taking>> given = together(store, charges);
    assertThat(taken(given)).isEqualTo(3 + 2 + 3);
    assertThat(calls() - before).isEqualTo(1 + 4 + 1);
    assertThat(taken(given.subList(0, 3))).isEqualTo(3);
    assertThat(taken(given.subList(5, 7))).isEqualTo(2);
    assertThat(taken(given.subList(9, 12))).isEqualTo(3);
    Taking.Refused refused = (Taking.Refused) given.get(13).join();
    assertThat(refused.refusals().get(0).retryAfter()).isBetween(MINUTE.minusSeconds(20), MINUTE);
  }

  @Test
  void whatCannotBeAskedAsOneIsAskedOneByOneFromThenOn() {
    Quota quota = sliding(MINUTE, 100);
    Charge charge = call("calls", "alice", quota);
    // A counter that has another window too.
    assertThat(takes(store, call("calls", "alice", quota, lifetime(1_000)))).isTrue();
    long before = calls();
    assertThat(taken(together(store, times(10, charge)))).isEqualTo(10);
    assertThat(calls() - before).isEqualTo(1 + 10);
    assertThat(taken(together(store, times(10, charge)))).isEqualTo(10);
    assertThat(calls() - before).isEqualTo(1 + 10 + 10);
    assertThat(spent(store, charge)).isEqualTo(Amount.of(21));
    assertThat(reservations()).isEqualTo(1 + 21);
  }

  @Test
  void onlyThoseAreAskedOneByOneWhoseCounterAsksForIt() {
    Quota quota = sliding(MINUTE, 100);
    Charge two = call("calls", "alice", quota);
    Charge one = call("calls", "bob", quota);
    assertThat(takes(store, call("calls", "alice", quota, lifetime(1_000)))).isTrue();
    List<Charge> charges = new ArrayList<>(times(3, two));
    charges.addAll(times(3, one));
    assertThat(taken(together(store, charges))).isEqualTo(6);
    long reservations = reservations();
    assertThat(taken(together(store, charges))).isEqualTo(6);
    assertThat(reservations() - reservations).isEqualTo(3 + 1);
    // What is told apart for another reason is asked as before.
    Charge nothing = spend("0", "calls", "bob", quota);
    Charge free =
        new Charge(one.counter(), "bob", Amount.ONE, List.of(new Quota(quota.window(), null)));
    assertThat(taken(together(store, times(3, nothing)))).isEqualTo(3);
    assertThat(taken(together(store, times(3, free)))).isEqualTo(3);
    reservations = reservations();
    assertThat(taken(together(store, times(3, one)))).isEqualTo(3);
    assertThat(reservations() - reservations).isEqualTo(1);
  }

  @Test
  void whatMayHaveBeenMadeAsOneIsNotMadeOneByOne() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut = through(cutter)) {
      Quota quota = sliding(MINUTE, 100);
      Charge charge = call("calls", "alice", quota);
      assertThat(takes(store, call("calls", "alice", quota, lifetime(1_000)))).isTrue();
      cutter.cutBeforeRequest();
      List<CompletableFuture<Taking>> given = together(cut, times(5, charge));
      given.forEach(
          taking -> assertThat(failure(taking)).isInstanceOf(StoreUnavailableException.class));
      assertThat(spent(store, charge)).isEqualTo(Amount.ONE);
      assertThat(taken(together(cut, times(5, charge)))).isEqualTo(5);
    }
  }

  @Test
  void takingsOfWhichOneFailsGoNowhere() {
    String key = counterWithABrokenEntry(call("calls", "alice", sliding(MINUTE, 12)));
    long before = reservations();
    // Two have room, and the third fails where it looks for how long to wait.
    Charge four = spend("4", "calls", "alice", sliding(MINUTE, 12));
    List<CompletableFuture<Taking>> given = together(store, times(3, four));
    given.forEach(
        taking -> assertThat(failure(taking)).isInstanceOf(StoreUnavailableException.class));
    assertThat(countOf(key)).isEqualTo(3);
    assertThat(reservations()).isEqualTo(before);
  }

  @Test
  void placeInAReservationIsGivenBackOnce() {
    Link link = new Link(connection, 1_000);
    ServerTime time = new ServerTime(InstantSource.system());
    KeyNames names = new KeyNames("mcp-policy", false);
    Charge charge = call("calls", "alice", sliding(MINUTE, 12));
    List<Request> requests = new ArrayList<>();
    connection.setAutoFlushCommands(false);
    for (int i = 0; i < 3; i++) {
      Order order = new Order(time, new WindowNames(time), names, "id" + i, List.of(charge), now());
      requests.add(order.request("take", "60000", "60000000"));
      link.send(requests.get(i));
    }
    connection.setAutoFlushCommands(true);
    connection.flushCommands();
    requests.forEach(request -> assertThat(request.join().word()).isEqualTo("taken"));
    assertThat(reservations()).isEqualTo(2);
    // As two settlements of the same, of which the connection has repeated one.
    for (String said : List.of("settled", "nothing", "nothing")) {
      Packed packed =
          Order.begun(time, "settle", "id1", Settings.NO_MOMENT, 1)
              .text("10000")
              .text("1")
              .number(2)
              .text("60000");
      Request settlement = new Request(requests.get(0).keys(), packed);
      link.send(settlement);
      assertThat(settlement.join().word()).isEqualTo(said);
      assertThat(spent(store, charge)).isEqualTo(Amount.of(2));
    }
    assertThat(reservations()).isEqualTo(2);
  }

  @Test
  void takingsThatAreAlikeAndWhoseAnswerIsLostAreMadeOnce() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut = through(cutter)) {
      Charge charge = call("calls", "alice", sliding(MINUTE, 25));
      cutter.cutAfter(0);
      List<CompletableFuture<Taking>> made = together(cut, times(10, charge));
      assertThat(taken(made)).isEqualTo(10);
      cutter.cutBeforeRequest();
      List<CompletableFuture<Taking>> unmade = together(cut, times(10, charge));
      assertThat(taken(unmade)).isEqualTo(10);
      assertThat(spent(store, charge)).isEqualTo(Amount.of(20));
      // Of these only the first have room, made for the first or for the second time.
      cutter.cutAfter(0);
      List<CompletableFuture<Taking>> last = together(cut, times(10, charge));
      assertThat(last.subList(0, 5)).allMatch(one -> one.join() instanceof Taking.Taken);
      eventually(() -> last.stream().allMatch(CompletableFuture::isDone));
      assertThat(last.subList(5, 10))
          .noneMatch(one -> !one.isCompletedExceptionally() && one.join() instanceof Taking.Taken);
      assertThat(spent(store, charge)).isEqualTo(Amount.of(25));
      for (Ticket ticket : tickets(made)) {
        settle(cut, ticket);
      }
      for (Ticket ticket : tickets(unmade)) {
        settle(cut, ticket, 0);
        settle(cut, ticket, 0);
      }
      assertThat(spent(store, charge)).isEqualTo(Amount.of(15));
      // They may come once more, and are remembered.
      assertThat(reservations()).isEqualTo(4);
    }
  }

  private static List<Ticket> tickets(List<CompletableFuture<Taking>> given) {
    return given.stream().map(taking -> ((Taking.Taken) taking.join()).ticket()).toList();
  }

  @Test
  void refusalLooksForNoReservation() {
    Charge charge = call("calls", "alice", sliding(MINUTE, 7));
    assertThat(taken(together(store, times(7, charge)))).isEqualTo(7);
    long before = calls("get");
    assertThat(taken(together(store, times(20, charge)))).isZero();
    assertThat(takes(store, charge)).isFalse();
    assertThat(calls("get")).isEqualTo(before);
  }

  @Test
  void whatFailsAfterItWasRepeatedMayHaveBeenMadeBefore() {
    try (Cutter cutter = new Cutter(server.port());
        RedisCounterStore cut = through(cutter)) {
      KeyNames names = new KeyNames("mcp-policy", false);
      Charge good = call("calls", "alice", sliding(MINUTE, 100));
      Charge bad = call("bad", "alice", sliding(MINUTE, 100));
      commands.set(names.counter("all", bad), "no counter");
      List<CompletableFuture<Taking>> given = together(cut, List.of(good, bad));
      assertThat(taken(given.subList(0, 1))).isEqualTo(1);
      assertThat(failure(given.get(1))).isInstanceOf(RedisCommandExecutionException.class);
      cutter.cutAfter(0);
      given = together(cut, List.of(good, bad));
      assertThat(taken(given.subList(0, 1))).isEqualTo(1);
      // Nobody knows what the first of them did, so it is cancelled.
      assertThat(failure(given.get(1))).isInstanceOf(StoreUnavailableException.class);
      assertThat(spent(store, good)).isEqualTo(Amount.of(2));
    }
  }

  private static Throwable failure(CompletableFuture<Taking> taking) {
    return RedisCounters.cause(
        Objects.requireNonNull(
            taking.handle((value, failure) -> failure).join(), "there is no failure"));
  }

  @Test
  void takingWhoseCounterCannotBeKeptGoesNowhere() {
    KeyNames names = new KeyNames("mcp-policy", false);
    Charge good = call("calls", "alice", sliding(MINUTE, 100));
    int number = 0;
    for (double length : new double[] {1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
      Charge bad = call("bad", "owner" + number++, sliding(MINUTE, 40));
      assertThat(takes(store, bad)).isTrue();
      String key = names.counter("all", bad);
      byte[] broken = connection.sync().get(key);
      ByteBuffer.wrap(broken)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putDouble(positionOfCount(broken) - 8, length);
      connection.sync().set(key, broken);
      List<CompletableFuture<Taking>> given = together(store, List.of(bad, good, bad, bad));
      eventually(() -> given.stream().allMatch(CompletableFuture::isDone));
      assertThat(List.of(given.get(0), given.get(2), given.get(3)))
          .as("length %s", length)
          .allMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(given.get(1)).isNotCompletedExceptionally();
    }
    assertThat(spent(store, good)).isEqualTo(Amount.of(number));
  }

  /** Spends three times, and returns the key of the counter, which somebody has damaged then. */
  private String counterWithABrokenEntry(Charge charge) {
    // Spends at three instants at the least, so that there are some between the first and the last.
    for (int i = 0; i < 3; i++) {
      assertThat(takes(store, charge)).isTrue();
    }
    String key = new KeyNames("mcp-policy", false).counter("all", charge);
    byte[] broken = connection.sync().get(key);
    // The amount of the one in between is no number any more.
    broken[broken.length - 5] = (byte) 0xc1;
    connection.sync().set(key, broken);
    return key;
  }

  /** How many entries the beginning of a counter of one sliding window speaks of. */
  private long countOf(String key) {
    byte[] text = connection.sync().get(key);
    return ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).getInt(positionOfCount(text));
  }

  /** Where the sum of a counter's first window begins, which slides: behind the window's name. */
  private static int positionOfSum(byte[] text) {
    int name = 1 + 1 + text[1] + 8 + 8 + 1;
    return name + 1 + text[name];
  }

  private static int positionOfCount(byte[] text) {
    return positionOfSum(text) + 8 + 8;
  }

  private static double millionths(BigDecimal amount) {
    return amount.movePointRight(6).doubleValue();
  }

  private static double sumOf(byte[] text) {
    return ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).getDouble(positionOfSum(text));
  }

  @Test
  void whateverIsBrokenBehindTheSumWhatGoesOutIsInIt() {
    KeyNames names = new KeyNames("mcp-policy", false);
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      Quota quota = sliding(MINUTE, 12);
      Charge counter = call("calls", "owner" + i, quota);
      for (int spent = 3 + random.nextInt(5); spent > 0; spent--) {
        assertThat(takes(store, counter)).isTrue();
      }
      String key = names.counter("all", counter);
      byte[] broken = connection.sync().get(key);
      int behind = positionOfCount(broken) + 4 + 7 * 8;
      // No packed value begins so; within one it makes an amount larger, or an instant later.
      broken[behind + random.nextInt(broken.length - behind)] = (byte) 0xc1;
      connection.sync().set(key, broken);
      List<Charge> asked = new ArrayList<>();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        asked.add(
            switch (random.nextInt(4)) {
              case 0 -> spend("9", "calls", "owner" + i, quota);
              case 1 -> call("calls", "owner" + i, quota, sliding(MINUTE.multipliedBy(2), 12));
              default -> counter;
            });
      }
      List<CompletableFuture<Taking>> given = together(store, asked);
      eventually(() -> given.stream().allMatch(CompletableFuture::isDone));
      double out = 0;
      for (int n = 0; n < asked.size(); n++) {
        boolean isOut =
            !given.get(n).isCompletedExceptionally() && given.get(n).join() instanceof Taking.Taken;
        out += isOut ? millionths(asked.get(n).amount().value()) : 0;
      }
      byte[] kept = connection.sync().get(key);
      // What isn't in order any more is kept otherwise, and can be read.
      double sum = kept[0] == 1 ? millionths(spent(store, counter).value()) : sumOf(kept);
      assertThat(sum - sumOf(broken)).as("seed %d, try %d", seed, i).isGreaterThanOrEqualTo(out);
    }
  }

  @Test
  void takingWhoseCounterMayNotBeWrittenGoesNowhere() {
    AclSetuserArgs user = AclSetuserArgs.Builder.on().nopass().allCommands();
    try {
      commands.aclSetuser("reader", user);
      commands.dispatch(
          CommandType.ACL,
          new StatusOutput<>(StringCodec.UTF8),
          new CommandArgs<>(StringCodec.UTF8)
              .add("SETUSER")
              .add("reader")
              .add("%R~mcp-policy:*")
              .add("~mcp-policy:*:r:*"));
    } catch (RedisCommandExecutionException old) {
      assumeThat(old.getMessage()).doesNotContain("%R");
      throw old;
    }
    Charge known = call("calls", "alice", sliding(MINUTE, 40));
    Charge other = call("others", "alice", sliding(MINUTE, 40), lifetime(9));
    assertThat(takes(store, known)).isTrue();
    assertThat(takes(store, other)).isTrue();
    long reservations = reservations();
    connection.sync().auth("reader", "");
    for (List<Charge> asked :
        List.of(times(3, known), times(1, known), times(3, other), List.of(known, other, known))) {
      List<CompletableFuture<Taking>> given = together(store, asked);
      eventually(() -> given.stream().allMatch(CompletableFuture::isDone));
      assertThat(given)
          .allSatisfy(
              taking ->
                  assertThat(taking.handle((taken, failure) -> failure).join())
                      .hasMessageContaining("NOPERM"));
    }
    assertThat(reservations()).isEqualTo(reservations);
    connection.sync().auth("default", "");
    assertThat(taken(together(store, List.of(known, other)))).isEqualTo(2);
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
    // They are asked as one, as many as go together, and each gives its own back.
    eventuallyAnswers(() -> reservations() == 3 && spent(store, call).isZero());
    impatient.close();
  }

  @Test
  void scriptIsTaughtOnceForAll() {
    commands.scriptFlush();
    long before = calls("eval");
    assertThat(taken(together(store, times(20, call("calls", "alice", lifetime(12))))))
        .isEqualTo(12);
    assertThat(calls("eval") - before).isEqualTo(1);
    commands.scriptFlush();
    assertThat(takes(store, call("calls", "bob", lifetime(12)))).isTrue();
    assertThat(calls("eval") - before).isEqualTo(2);
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
