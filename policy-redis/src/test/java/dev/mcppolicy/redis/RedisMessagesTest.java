package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The words of this module; those of failures are told where the failures are. */
class RedisMessagesTest {

  private static void misuse(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    RedisCounterStore.Builder builder = RedisCounterStore.builder(Stores.client());
    misuse(
        () -> builder.prefix("a:b"),
        "prefix must be letters, digits, or any of - . _ /, and not empty: a:b");
    misuse(
        () -> builder.prefix(""),
        "prefix must be letters, digits, or any of - . _ /, and not empty: ");
    misuse(() -> builder.timeout(Duration.ZERO), "timeout must be longer than zero: PT0S");
    misuse(() -> builder.lease(Duration.ofSeconds(-1)), "lease must be longer than zero: PT-1S");
    misuse(() -> builder.maxPending(0), "maxPending must be >= 1: 0");
    misuse(() -> builder.localShare(BigDecimal.ZERO), "share must be above 0 and at most 1: 0");
    misuse(
        () -> builder.localShare(new BigDecimal("1.1")),
        "share must be above 0 and at most 1: 1.1");
  }

  @Test
  void windowThatDoesNotStartAtWholeMicrosecondsIsRefused() {
    try (RedisCounterStore store = RedisCounterStore.builder(Stores.client()).build()) {
      CounterId id = new CounterId("a", "grant", List.of());
      Window fine = new Window.Calendar(Duration.ofNanos(500), ZoneId.of("UTC"));
      misuse(
          () -> store.requireKeepable(Map.of(id, Set.of(fine))),
          "Redis counts time in microseconds, and a window on the clock of PT0.0000005S does not"
              + " start at whole ones; use a length of whole microseconds");
      store.requireKeepable(
          Map.of(
              id,
              Set.of(
                  new Window.Calendar(Duration.ofNanos(5_000), ZoneId.of("UTC")),
                  new Window.Sliding(Duration.ofNanos(1)))));
      assertThat(store.stats().keys()).isEqualTo(-1);
    }
  }

  @Test
  void maximumThatCannotBeWrittenIsRefused() {
    try (RedisCounterStore store = RedisCounterStore.builder(Stores.client()).build()) {
      Quota huge = new Quota(new Window.Lifetime(), Amount.of(new BigDecimal("1e1000000")));
      Charge charge = Spending.call("calls", "alice", huge);
      misuse(
          () -> Spending.take(store, charge),
          "max must have at most 2000 digits before and after its point");
      Charge twice = Spending.call("calls", "alice", Spending.lifetime(1));
      misuse(
          () -> Spending.take(store, twice, twice),
          "charges must not name a counter of an owner twice: " + twice.counter());
    }
  }

  @Test
  void answersThatTheScriptNeverGivesAreKnown() {
    assertThat(Reply.isWhole(List.of("taken", "1", "end"))).isTrue();
    assertThat(Reply.isWhole(List.of("refused", "1", List.of("0", "0", ""), "end"))).isTrue();
    for (List<Object> broken :
        Arrays.<List<Object>>asList(
            List.of(),
            List.of("taken"),
            List.of("taken", "1"),
            List.of("taken", "1", "taken", "1", "end"),
            List.of("taken", "1", List.of(), "end"),
            List.of("refused", "1", "end"),
            List.of("refused", "1", "taken", "end"),
            List.of("seen", "1", List.of(), "end"),
            List.of("allowed", "1", "end"),
            List.of("taken", List.of(), "end"))) {
      assertThat(Reply.isWhole(broken)).as("%s", broken).isFalse();
    }
  }

  @Test
  void lengthsAreRoundedUpToMicroseconds() {
    ServerTime time = new ServerTime(InstantSource.system());
    assertThat(time.ticks(Duration.ofNanos(1))).isEqualTo("1");
    assertThat(time.ticks(Duration.ofNanos(1_000))).isEqualTo("1");
    assertThat(time.ticks(Duration.ofNanos(1_001))).isEqualTo("2");
    assertThat(time.ticks(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo("-");
    assertThat(time.ticks(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("-");
    assertThat(time.length("1500000")).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  void wordsOfFailuresThatHardlyHappen() {
    assertThat(RedisMessages.brokenReply())
        .isEqualTo("Redis answered something that is cut or no answer of the script");
    assertThat(RedisMessages.unknownReply("renewed"))
        .isEqualTo("Redis answered `renewed`, which the script does not say here");
    assertThat(RedisMessages.cannotFindWindow(4))
        .isEqualTo("The clock of the server moved out of the windows it was sent 4 times");
    assertThat(RedisMessages.closedReservation())
        .isEqualTo("The reservation was given up before it was made");
    assertThat(RedisMessages.tooManyLocal(100_000))
        .isEqualTo(
            "Redis is away, and 100000 calls wait to be counted there; no more are let through");
  }
}
