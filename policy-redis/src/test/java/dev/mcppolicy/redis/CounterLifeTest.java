package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long a counter stays on the server: at least as long as it can deny. Of the spends within
 * some seconds only the first sees to that.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CounterLifeTest {

  private static final long SECOND = 1_000_000;
  private static final long SHORT = 100_000;

  /** How long it lives at least if a spend has seen to it, in the time of a test. */
  private static final long RENEWED = 3_000_000;

  private final RedisCommands<String, byte[]> commands = Stores.bytes().sync();
  private final String sha = commands.scriptLoad(Script.TEXT);
  private final String key = Stores.prefix();
  private int number;

  /** Takes at an instant of the test, from a window of an hour. */
  private void take(long elapsed) {
    String id = "id" + number++;
    Packed packed =
        new Packed()
            .text("take")
            .text(id)
            .number(Long.toString(elapsed))
            .number(Long.toString(elapsed))
            .number(1)
            .text("3600000")
            .number("60000000")
            .number(0)
            .number("1000000")
            .number(1)
            .text("s" + 3_600 * SECOND)
            .number("900000000");
    byte[] reply =
        commands.evalsha(
            sha, ScriptOutputType.VALUE, new String[] {key + "r" + id, key}, packed.bytes());
    assertThat(String.valueOf(Reply.read(reply, 1, false))).contains("taken");
  }

  /** How long it lives after a taking, if it had little time left before. */
  private long lifeAfter(long elapsed) {
    assertThat(commands.pexpire(key, SHORT)).isTrue();
    take(elapsed);
    return commands.pttl(key);
  }

  @Test
  void firstSpendOfSomeSecondsSeesToIt() {
    take(10 * SECOND);
    assertThat(commands.pttl(key)).isGreaterThan(RENEWED);
    assertThat(lifeAfter(10 * SECOND)).isLessThanOrEqualTo(SHORT);
    assertThat(lifeAfter(15 * SECOND - 1)).isLessThanOrEqualTo(SHORT);
    assertThat(lifeAfter(15 * SECOND)).isGreaterThan(RENEWED);
    assertThat(lifeAfter(15 * SECOND + 1)).isLessThanOrEqualTo(SHORT);
    assertThat(lifeAfter(3_000 * SECOND)).isGreaterThan(RENEWED);
  }

  @Test
  void soItIsWhereOnlyTheBeginningIsWritten() {
    for (int i = 0; i < 300; i++) {
      take(10 * SECOND + i);
    }
    long before = commands.strlen(key);
    assertThat(lifeAfter(14 * SECOND)).isLessThanOrEqualTo(SHORT);
    assertThat(lifeAfter(15 * SECOND)).isGreaterThan(RENEWED);
    assertThat(lifeAfter(15 * SECOND)).isLessThanOrEqualTo(SHORT);
    assertThat(commands.strlen(key)).isEqualTo(before);
  }

  @Test
  void eachSpendSeesToItOnceTheClockHasGoneBack() {
    take(12 * SECOND);
    assertThat(lifeAfter(11 * SECOND)).isGreaterThan(RENEWED);
    assertThat(lifeAfter(3 * SECOND)).isGreaterThan(RENEWED);
    // How long it has since then is said by a clock that was behind.
    assertThat(lifeAfter(12 * SECOND)).isGreaterThan(RENEWED);
    assertThat(lifeAfter(13 * SECOND)).isGreaterThan(RENEWED);
  }

  @Test
  void counterOfWhichAllWasGivenBackStaysForItsNewestSpend() {
    String prefix = Stores.prefix();
    try (RedisCounterStore store =
        RedisCounterStore.builder(Stores.client())
            .prefix(prefix)
            .timeout(Duration.ofSeconds(20))
            .build()) {
      Charge charge = call("calls", "alice", sliding(Duration.ofHours(1), 9));
      String counter = new KeyNames(prefix, false).counter("all", charge);
      long hour = Duration.ofHours(1).toMillis();
      for (int i = 0; i < 3; i++) {
        Ticket ticket = ticket(store, charge);
        settle(store, ticket, 0);
        assertThat(commands.pttl(counter)).isBetween(hour, hour + 10_000);
        assertThat(takes(store, charge)).isTrue();
        assertThat(commands.pttl(counter)).isBetween(hour, hour + 10_000);
      }
      assertThat(spent(store, charge)).isEqualTo(Amount.of(3));
    }
  }
}
