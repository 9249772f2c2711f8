package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.spent;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.store.CounterStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** No edge of a window, and no clock, admits more than the limit or forgets what was spent. */
class WindowsTest {

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T09:59:00Z"));

  private PolicyEngine engine(Policy policy) {
    return PolicyEngine.builder(policy).clock(clock).build();
  }

  private static int admitted(PolicyEngine engine, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      admitted += engine.check(call()).isAllowed() ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void twiceTheLimitIsNotAdmittedAroundAnEdge() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(60, "minute"))));
    clock.advance(Duration.ofMillis(59_900));
    assertThat(admitted(engine, 100)).isEqualTo(60);
    clock.advance(Duration.ofMillis(200));
    assertThat(admitted(engine, 100)).isZero();
    clock.advance(Duration.ofMillis(59_799));
    assertThat(admitted(engine, 100)).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(admitted(engine, 100)).isEqualTo(60);
  }

  @Test
  void noSpacingOfCallsAdmitsMoreThanTheLimitInAnyWindow() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(3, "minute"))));
    long[] last = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
    int number = 0;
    for (int i = 0; i < 2_000; i++) {
      clock.advance(Duration.ofMillis(i * 7_919L % 9_001));
      if (engine.check(call()).isAllowed()) {
        long now = clock.nanos();
        long third = last[number % 3];
        assertThat(third == Long.MIN_VALUE || now - third >= 60_000_000_000L).isTrue();
        last[number++ % 3] = now;
      }
    }
    assertThat(number).isGreaterThan(100);
  }

  /** A clock of two hands that a test sets. */
  private static final class HandSetClock implements PolicyClock {
    private long nanos = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return wall;
    }
  }

  @Test
  void aWallClockThatStepsBackFreesNothing() {
    HandSetClock hands = new HandSetClock();
    Policy policy =
        tool(
            t ->
                t.limit(Limit.of(2, "day").calendar())
                    .limit(Limit.of(2, "hour").calendar("Europe/Berlin"))
                    .limit(Limit.of(2, "hour")));
    PolicyEngine engine = PolicyEngine.builder(policy).clock(hands).build();
    assertThat(admitted(engine, 5)).isEqualTo(2);
    for (int back : new int[] {1, 2, 3_600, 86_400, 90_000, 700_000}) {
      hands.wall = Instant.parse("2026-01-01T12:00:00Z").minusSeconds(back);
      hands.nanos += 1_000_000;
      assertThat(admitted(engine, 3)).as("back by " + back + " s").isZero();
    }
    hands.wall = Instant.parse("2026-01-01T12:00:01Z");
    assertThat(admitted(engine, 3)).isZero();
  }

  @Test
  void anElapsedTimeThatRunsBackFreesNothing() {
    HandSetClock hands = new HandSetClock();
    PolicyEngine engine =
        PolicyEngine.builder(tool(t -> t.limit(Limit.of(2, "minute")))).clock(hands).build();
    assertThat(admitted(engine, 5)).isEqualTo(2);
    for (long back : new long[] {1, 60_000_000_000L, 61_000_000_000L, 999_000_000_000L}) {
      hands.nanos = 1_000_000_000_000L - back;
      assertThat(admitted(engine, 3)).as("back by " + back + " ns").isZero();
    }
    hands.nanos = 1_060_000_000_000L;
    assertThat(admitted(engine, 5)).isEqualTo(2);
  }

  @Test
  void twoHostsWhoseClocksDifferZeroNoSharedCounter() {
    CounterStore store = CounterStore.inMemory();
    Policy policy =
        tool(t -> t.limit(Limit.of(10, "minute")).limit(Limit.of(10, "minute").calendar()));
    HandSetClock early = new HandSetClock();
    HandSetClock late = new HandSetClock();
    late.nanos = early.nanos + 2_000_000_000L;
    late.wall = early.wall.plusSeconds(2);
    PolicyEngine one = PolicyEngine.builder(policy).clock(early).counters(store).build();
    PolicyEngine two = PolicyEngine.builder(policy).clock(late).counters(store).build();
    int admitted = 0;
    for (int i = 0; i < 50; i++) {
      admitted += admitted(i % 2 == 0 ? one : two, 1);
      early.nanos += 1_000_000_000L;
      late.nanos += 1_000_000_000L;
      early.wall = early.wall.plusSeconds(1);
      late.wall = late.wall.plusSeconds(1);
    }
    assertThat(admitted).isEqualTo(10);
  }

  @Test
  void aLateRefundErasesNobodysCallOfTheNextWindow() {
    for (boolean calendar : new boolean[] {false, true}) {
      Limit hour = Limit.of(2, "hour");
      PolicyEngine engine = engine(tool(t -> t.limit(calendar ? hour.calendar() : hour)));
      Decision early = assertAllowed(engine.check(call()));
      clock.advance(Duration.ofHours(2));
      assertAllowed(engine.check(call()));
      assertAllowed(engine.check(call()));
      early.reservation().settle(Outcome.ERROR);
      assertThat(spent(engine, call())).isEqualByComparingTo("2");
      assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  void aRefundInTimeGivesBackItsOwnCallAndNoOther() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(2, "minute"))));
    Decision first = assertAllowed(engine.check(call()));
    clock.advance(Duration.ofSeconds(30));
    assertAllowed(engine.check(call()));
    first.reservation().settle(Outcome.ERROR);
    assertAllowed(engine.check(call()));
    Decision denied = assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
    assertThat(denied.retryAfter()).contains(Duration.ofMinutes(1));
  }

  @Test
  void anHourThatBecomesADayInAReloadKeepsItsCount() {
    for (boolean named : new boolean[] {false, true}) {
      PolicyEngine engine = engine(window(named, "hour"));
      assertThat(admitted(engine, 5)).isEqualTo(3);
      engine.replace(window(named, "day"));
      assertThat(admitted(engine, 5)).isZero();
      clock.advance(Duration.ofHours(2));
      assertThat(admitted(engine, 5)).isZero();
      engine.replace(window(named, "hour"));
      assertThat(admitted(engine, 5)).isEqualTo(3);
      clock.advance(Duration.ofDays(2));
    }
  }

  private static Policy window(boolean named, String window) {
    Limit limit = Limit.of(3, window);
    return tool(t -> t.limit(named ? limit.counter("c") : limit));
  }

  @Test
  void aWindowThatBecomesAlignedInAReloadKeepsItsCount() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(3, "day").counter("c"))));
    clock.advance(Duration.ofHours(1));
    assertThat(admitted(engine, 5)).isEqualTo(3);
    engine.replace(tool(t -> t.limit(Limit.of(3, "day").counter("c").calendar())));
    assertThat(admitted(engine, 5)).isZero();
    engine.replace(tool(t -> t.limit(Limit.of(3, "lifetime").counter("c"))));
    assertThat(admitted(engine, 5)).isZero();
  }

  @Test
  void aRetryAfterIsNeitherTooShortNorTooLong() {
    PolicyEngine engine = engine(tool(t -> t.limit(Limit.of(2, "minute")).rateLimit("3/hour")));
    for (int i = 0; i < 40; i++) {
      clock.advance(Duration.ofMillis(i * 3_571L % 20_011));
      Decision decision = engine.check(ToolCall.of("t"));
      if (!decision.isAllowed()) {
        Duration wait = decision.retryAfter().orElseThrow();
        clock.advance(wait.minusMillis(1));
        assertDenied(engine.check(call()), Code.LIMIT_EXCEEDED);
        clock.advance(Duration.ofMillis(1));
        assertAllowed(engine.check(call()));
      }
    }
  }
}
