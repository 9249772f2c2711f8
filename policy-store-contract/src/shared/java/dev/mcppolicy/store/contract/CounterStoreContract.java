package dev.mcppolicy.store.contract;

import static dev.mcppolicy.store.contract.Charges.after;
import static dev.mcppolicy.store.contract.Charges.calendar;
import static dev.mcppolicy.store.contract.Charges.call;
import static dev.mcppolicy.store.contract.Charges.counted;
import static dev.mcppolicy.store.contract.Charges.decimal;
import static dev.mcppolicy.store.contract.Charges.inFlight;
import static dev.mcppolicy.store.contract.Charges.lifetime;
import static dev.mcppolicy.store.contract.Charges.nanos;
import static dev.mcppolicy.store.contract.Charges.seconds;
import static dev.mcppolicy.store.contract.Charges.sliding;
import static dev.mcppolicy.store.contract.Charges.spend;
import static dev.mcppolicy.store.contract.Charges.wall;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Refusal.Kind;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link CounterStore} does. To hold a store to it, extend this class and say how to
 * make an empty one that judges by the moments it is given.
 */
public abstract class CounterStoreContract {

  private CounterStore store;

  /** Creates the tests of a store. */
  protected CounterStoreContract() {}

  /** Returns a store without counters. */
  protected abstract CounterStore newStore();

  @BeforeEach
  final void openStore() {
    store = newStore();
  }

  // Sliding windows

  @Test
  void slidingWindowAdmitsItsMaximumAndNoMore() {
    Charge call = call("calls", "alice", sliding(ofMinutes(1), 3));
    takes(call, seconds(0));
    takes(call, seconds(1));
    takes(call, seconds(2));
    refuses(call, seconds(3));
  }

  @Test
  void entryLeavesExactlyOneWindowAfterItCame() {
    Charge call = call("calls", "alice", sliding(ofNanos(100), 1));
    takes(call, nanos(7));
    refuses(call, nanos(106));
    takes(call, nanos(107));
  }

  @Test
  void noBurstOfTwiceTheLimitAroundAnyEdge() {
    Charge call = call("calls", "alice", sliding(ofMinutes(1), 60));
    Moment beforeTheEdge = wall("2025-06-01T10:00:59.900Z");
    Moment edge = wall("2025-06-01T10:01:00Z");
    for (int i = 0; i < 60; i++) {
      takes(call, beforeTheEdge);
    }
    for (int i = 0; i < 60; i++) {
      refuses(call, edge);
    }
    refuses(call, wall("2025-06-01T10:01:59.899999999Z"));
    takes(call, wall("2025-06-01T10:01:59.900Z"));
  }

  @Test
  void entriesLeaveOneByOne() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 2));
    takes(call, seconds(0));
    takes(call, seconds(4));
    refuses(call, seconds(9));
    takes(call, seconds(10));
    refuses(call, seconds(13));
    takes(call, seconds(14));
  }

  @Test
  void limitOf256IsExact() {
    Charge call = call("calls", "alice", sliding(ofNanos(256), 256));
    for (int i = 0; i < 256; i++) {
      takes(call, nanos(i));
    }
    for (int i = 256; i < 1_024; i++) {
      assertThat(retryAfter(call, nanos(i - 1))).isEqualTo(ofNanos(1));
      takes(call, nanos(i));
    }
  }

  @Test
  void refusalsDoNotPutOffTheWindow() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 1));
    takes(call, seconds(0));
    for (int second = 1; second < 10; second++) {
      refuses(call, seconds(second));
    }
    takes(call, seconds(10));
  }

  // How long to wait

  @Test
  void waitingAsLongAsSaidIsEnoughAndNoLess() {
    Charge call = call("calls", "alice", sliding(ofMinutes(1), 2));
    takes(call, seconds(0));
    takes(call, seconds(10));
    assertThat(retryAfter(call, seconds(25))).isEqualTo(ofSeconds(35));
    refuses(call, after(seconds(25), ofSeconds(35).minusNanos(1)));
    takes(call, after(seconds(25), ofSeconds(35)));
  }

  @Test
  void largeAmountWaitsForAllThatHasToLeave() {
    Quota quota = sliding(ofMinutes(1), 10);
    takes(spend(4, "spend", "alice", quota), seconds(0));
    takes(spend(4, "spend", "alice", quota), seconds(5));
    takes(spend(2, "spend", "alice", quota), seconds(7));
    assertThat(retryAfter(spend(4, "spend", "alice", quota), seconds(20))).isEqualTo(ofSeconds(40));
    assertThat(retryAfter(spend(5, "spend", "alice", quota), seconds(20))).isEqualTo(ofSeconds(45));
    assertThat(retryAfter(spend(9, "spend", "alice", quota), seconds(20))).isEqualTo(ofSeconds(47));
  }

  @Test
  void noWaitingHelpsAnAmountAboveTheMaximum() {
    assertThat(retryAfter(spend(11, "spend", "alice", sliding(ofMinutes(1), 10)), seconds(0)))
        .isNull();
    assertThat(
            retryAfter(
                spend(11, "spend", "bob", calendar(ofDays(1), "UTC", 10)),
                wall("2025-06-01T00:00:00Z")))
        .isNull();
  }

  @Test
  void noWaitingHelpsALifetimeOrACallInFlight() {
    takes(call("calls", "alice", lifetime(1)), seconds(0));
    assertThat(retryAfter(call("calls", "alice", lifetime(1)), seconds(1))).isNull();
    takes(call("flights", "alice", inFlight(1)), seconds(0));
    assertThat(retryAfter(call("flights", "alice", inFlight(1)), seconds(1))).isNull();
  }

  @Test
  void calendarWindowWaitsForItsEnd() {
    Charge call = call("calls", "alice", calendar(ofHours(1), "UTC", 1));
    takes(call, wall("2025-06-01T10:20:00Z"));
    Moment moment = wall("2025-06-01T10:35:00Z");
    assertThat(retryAfter(call, moment)).isEqualTo(ofMinutes(25));
    refuses(call, after(moment, ofMinutes(25).minusNanos(1)));
    takes(call, after(moment, ofMinutes(25)));
  }

  @Test
  void everyQuotaWithoutRoomIsNamed() {
    Quota minute = sliding(ofMinutes(1), 1);
    Quota hour = sliding(ofHours(1), 1);
    Quota day = sliding(ofDays(1), 9);
    takes(List.of(call("a", "alice", minute, hour, day)), seconds(0));
    List<Charge> charges = List.of(call("b", "alice", day), call("a", "alice", day, hour, minute));
    assertThat(refuses(charges, seconds(1)))
        .containsExactly(
            new Refusal(Kind.EXCEEDED, 1, 1, ofSeconds(3_599)),
            new Refusal(Kind.EXCEEDED, 1, 2, ofSeconds(59)));
  }

  // Amounts

  @Test
  void decimalsAddUpExactly() {
    Charge tenth = spend("0.1", "spend", "alice", sliding(ofDays(1), decimal("0.3")));
    takes(tenth, seconds(0));
    takes(tenth, seconds(0));
    takes(tenth, seconds(0));
    refuses(spend("1e-300", "spend", "alice", sliding(ofDays(1), decimal("0.3"))), seconds(0));
  }

  @Test
  void fractionsAreNotRoundedToNothing() {
    Charge cheap = spend("0.99", "spend", "alice", sliding(ofDays(1), 10));
    for (int i = 0; i < 10; i++) {
      takes(cheap, seconds(i));
    }
    refuses(cheap, seconds(10));
  }

  @Test
  void amountsFromDustToHugeAddUpExactly() {
    Amount max = Amount.of(new BigDecimal("1e300").add(new BigDecimal("1e-300")));
    takes(spend("1e300", "spend", "alice", sliding(ofDays(1), max)), seconds(0));
    refuses(spend("2e-300", "spend", "alice", sliding(ofDays(1), max)), seconds(0));
    takes(spend("1e-300", "spend", "alice", sliding(ofDays(1), max)), seconds(0));
    refuses(spend("1e-300", "spend", "alice", sliding(ofDays(1), max)), seconds(0));
  }

  @Test
  void sumsDoNotOverflow() {
    List<Quota> quotas =
        List.of(
            sliding(ofDays(1), decimal("1e30")),
            new Quota(calendar(ofDays(1), "UTC", 1).window(), decimal("1e30")),
            new Quota(new Window.Lifetime(), decimal("1e30")));
    Moment now = wall("2025-06-01T00:00:00Z");
    for (Quota quota : quotas) {
      String owner = quota.toString();
      for (int i = 0; i < 4; i++) {
        takes(spend(Long.MAX_VALUE, "spend", owner, quota), now);
      }
      Charge more = spend(1, "spend", owner, new Quota(quota.window(), Amount.of(Long.MAX_VALUE)));
      refuses(more, now);
      assertThat(spent(more, now))
          .isEqualTo(Amount.of(BigDecimal.valueOf(Long.MAX_VALUE).multiply(BigDecimal.valueOf(4))));
    }
  }

  @Test
  void amountOverflowingTheMaximumIsRefused() {
    Quota quota = sliding(ofDays(1), Long.MAX_VALUE);
    takes(spend(1, "spend", "alice", quota), seconds(0));
    refuses(spend(Long.MAX_VALUE, "spend", "alice", quota), seconds(0));
    takes(spend(Long.MAX_VALUE - 1, "spend", "alice", quota), seconds(0));
    refuses(spend(1, "spend", "alice", quota), seconds(0));
    refuses(spend("9223372036854774784", "spend", "alice", quota), seconds(0));
  }

  @Test
  void nothingIsFreeUnlessTheLimitIsOverrunAlready() {
    takes(spend(5, "spend", "alice", sliding(ofMinutes(1), 5)), seconds(0));
    takes(spend(0, "spend", "alice", sliding(ofMinutes(1), 5)), seconds(1));
    assertThat(retryAfter(spend(0, "spend", "alice", sliding(ofMinutes(1), 4)), seconds(1)))
        .isEqualTo(ofSeconds(59));
  }

  @Test
  void maximumOfZeroAdmitsOnlyNothing() {
    Quota none = sliding(ofMinutes(1), 0);
    refuses(call("calls", "alice", none), seconds(0));
    takes(spend(0, "calls", "alice", none), seconds(0));
  }

  @Test
  void callsOfDifferentAmountsShareACounter() {
    Quota quota = sliding(ofMinutes(1), 10);
    takes(call("spend", "alice", quota), seconds(0));
    takes(call("spend", "alice", quota), seconds(1));
    takes(spend("2.5", "spend", "alice", quota), seconds(2));
    takes(spend(5, "spend", "alice", quota), seconds(3));
    takes(spend("0.5", "spend", "alice", quota), seconds(4));
    refuses(spend("0.1", "spend", "alice", quota), seconds(5));
    assertThat(retryAfter(spend("2.1", "spend", "alice", quota), seconds(5)))
        .isEqualTo(ofSeconds(57));
    takes(spend("1", "spend", "alice", quota), seconds(60));
    refuses(call("spend", "alice", quota), seconds(60));
  }

  // Clocks

  @Test
  void clockSetBackFreesNoBudget() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 1));
    takes(call, seconds(100));
    refuses(call, seconds(99));
    refuses(call, seconds(50));
    refuses(call, seconds(-1_000_000));
    assertThat(retryAfter(call, seconds(50))).isEqualTo(ofSeconds(60));
    refuses(call, seconds(109));
    takes(call, seconds(110));
  }

  @Test
  void lateMomentIsCountedNoEarlierThanWhatCameBefore() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 2));
    takes(call, seconds(100));
    takes(call, seconds(95));
    refuses(call, seconds(105));
    refuses(call, seconds(109));
    takes(call, seconds(110));
  }

  @Test
  void budgetThatLeftIsNotFreeAgainForALateMoment() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 1));
    takes(call, seconds(0));
    takes(call, seconds(10));
    refuses(call, seconds(5));
    refuses(call, seconds(15));
  }

  @Test
  void refundOfTheNewestSpendFreesNothingForALateMoment() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 1));
    takes(call, seconds(0));
    giveBack(takes(call, seconds(12)));
    Ticket late = takes(call, seconds(5));
    refuses(call, seconds(12));
    giveBack(late);
    takes(call, seconds(12));
  }

  @Test
  void elapsedTimeIsAnyLong() {
    for (long start : new long[] {Long.MIN_VALUE, -5, 0, Long.MAX_VALUE - 100}) {
      Charge call = call("calls", "from " + start, sliding(ofNanos(100), 1));
      takes(call, nanos(start));
      refuses(call, nanos(start + 99));
      assertThat(retryAfter(call, nanos(start + 1))).isEqualTo(ofNanos(99));
      takes(call, nanos(start + 100));
    }
  }

  @Test
  void whatIsTakenAtTheEndOfTimeDoesNotLeave() {
    Charge call = call("calls", "alice", sliding(ofNanos(100), 1));
    takes(call, nanos(Long.MAX_VALUE - 1));
    refuses(call, nanos(Long.MAX_VALUE));
    refuses(call, nanos(Long.MIN_VALUE));
    Charge other = call("calls", "bob", sliding(ofNanos(100), 1));
    takes(other, nanos(Long.MIN_VALUE));
    takes(other, nanos(Long.MAX_VALUE));
  }

  @Test
  void windowsLongerThanALongOfNanosecondsNeverEnd() {
    Charge call = call("calls", "alice", sliding(Duration.ofSeconds(Long.MAX_VALUE), 1));
    takes(call, nanos(Long.MIN_VALUE));
    refuses(call, nanos(0));
    refuses(call, nanos(Long.MAX_VALUE));
    assertThat(retryAfter(call, nanos(Long.MAX_VALUE))).isNull();
  }

  @Test
  void wallClockDoesNotMatterToElapsedTime() {
    Charge call = call("calls", "alice", sliding(ofMinutes(1), 1));
    takes(call, Moment.of(0, Instant.parse("2025-06-01T10:00:00Z")));
    refuses(call, Moment.of(1, Instant.parse("2035-06-01T10:00:00Z")));
    refuses(call, Moment.of(2, Instant.parse("1999-06-01T10:00:00Z")));
    takes(call, Moment.of(ofMinutes(1).toNanos(), Instant.parse("2025-06-01T10:00:00Z")));
  }

  // Calendar windows

  @Test
  void calendarWindowStartsAnewAtItsStart() {
    Charge call = call("calls", "alice", calendar(ofMinutes(1), "UTC", 1));
    takes(call, wall("2025-06-01T10:00:59.999999999Z"));
    refuses(call, wall("2025-06-01T10:00:59.999999999Z"));
    takes(call, wall("2025-06-01T10:01:00Z"));
    refuses(call, wall("2025-06-01T10:01:59Z"));
    takes(call, wall("2025-06-01T10:07:00Z"));
  }

  @Test
  void dayStartsAtMidnightOfItsZone() {
    Charge call = call("calls", "alice", calendar(ofDays(1), "America/New_York", 1));
    takes(call, wall("2025-06-01T03:59:59Z"));
    takes(call, wall("2025-06-01T04:00:00Z"));
    refuses(call, wall("2025-06-02T03:59:59Z"));
    takes(call, wall("2025-06-02T04:00:00Z"));
  }

  @Test
  void weekStartsOnMonday() {
    Charge call = call("calls", "alice", calendar(ofDays(7), "UTC", 1));
    takes(call, wall("2025-06-01T23:59:59Z"));
    takes(call, wall("2025-06-02T00:00:00Z"));
    refuses(call, wall("2025-06-08T23:59:59Z"));
    takes(call, wall("2025-06-09T00:00:00Z"));
  }

  @Test
  void hourThatComesTwiceIsTwoWindows() {
    Charge call = call("calls", "alice", calendar(ofHours(1), "Europe/Berlin", 1));
    takes(call, wall("2025-10-26T00:00:00Z"));
    refuses(call, wall("2025-10-26T00:59:59Z"));
    takes(call, wall("2025-10-26T01:00:00Z"));
    refuses(call, wall("2025-10-26T01:59:59Z"));
    takes(call, wall("2025-10-26T02:00:00Z"));
  }

  @Test
  void midnightThatIsSkippedStartsTheDayWhereTheClockSkips() {
    Charge call = call("calls", "alice", calendar(ofDays(1), "America/Sao_Paulo", 1));
    takes(call, wall("2017-10-15T02:59:59Z"));
    takes(call, wall("2017-10-15T03:00:00Z"));
    refuses(call, wall("2017-10-16T01:59:59Z"));
    takes(call, wall("2017-10-16T02:00:00Z"));
  }

  @Test
  void wallClockSetBackFreesNoBudget() {
    Charge call = call("calls", "alice", calendar(ofHours(1), "UTC", 1));
    takes(call, Moment.of(0, Instant.parse("2025-06-01T11:00:01Z")));
    refuses(call, Moment.of(2, Instant.parse("2025-06-01T10:59:59Z")));
    refuses(call, Moment.of(3, Instant.parse("2025-06-01T09:00:00Z")));
    assertThat(retryAfter(call, Moment.of(4, Instant.parse("2025-06-01T10:59:00Z"))))
        .isEqualTo(ofMinutes(61));
    long hour = ofHours(1).toNanos();
    refuses(call, Moment.of(hour, Instant.parse("2025-06-01T11:59:59Z")));
    takes(call, Moment.of(hour, Instant.parse("2025-06-01T12:00:00Z")));
  }

  @Test
  void wallClockSetForwardFreesNoBudgetBeforeAsMuchHasElapsedAsWasLeft() {
    Charge call = call("calls", "alice", calendar(ofHours(1), "UTC", 2));
    takes(call, Moment.of(0, Instant.parse("2025-06-01T10:50:00Z")));
    long minute = ofMinutes(1).toNanos();
    takes(call, Moment.of(minute, Instant.parse("2025-06-01T17:00:00Z")));
    Moment ahead = Moment.of(2 * minute, Instant.parse("2025-06-01T17:01:00Z"));
    assertThat(retryAfter(call, ahead)).isEqualTo(ofMinutes(8));
    refuses(call, Moment.of(10 * minute - 1, Instant.parse("2025-06-02T17:00:00Z")));
    takes(call, Moment.of(10 * minute, Instant.parse("2025-06-01T17:09:00Z")));
  }

  @Test
  void wallClockSetForwardFreesABudgetOfWhichNothingIsSpent() {
    Charge call = call("calls", "alice", calendar(ofHours(1), "UTC", 1));
    giveBack(takes(call, Moment.of(0, Instant.parse("2025-06-01T10:50:00Z"))));
    takes(call, Moment.of(1, Instant.parse("2025-06-01T17:00:00Z")));
    assertThat(retryAfter(call, Moment.of(1, Instant.parse("2025-06-01T17:00:00Z"))))
        .isEqualTo(ofHours(1));
  }

  @Test
  void twoHostsSecondsApartShareAWindow() {
    Charge call = call("calls", "alice", calendar(ofMinutes(1), "UTC", 2));
    takes(call, Moment.of(0, Instant.parse("2025-06-01T10:01:01Z")));
    takes(call, Moment.of(1, Instant.parse("2025-06-01T10:00:59Z")));
    refuses(call, Moment.of(2, Instant.parse("2025-06-01T10:01:02Z")));
    refuses(call, Moment.of(3, Instant.parse("2025-06-01T10:00:59Z")));
  }

  @Test
  void calendarWindowNeedsAWallClock() {
    fails(
        () ->
            store
                .take(
                    List.of(
                        call("a", "alice", sliding(ofDays(1), 1)),
                        call("b", "alice", counted(calendar(ofDays(1), "UTC", 1)))),
                    seconds(0))
                .toCompletableFuture()
                .join(),
        IllegalStateException.class);
    takes(call("a", "alice", sliding(ofDays(1), 1)), seconds(0));
  }

  // Lifetimes and calls in flight

  @Test
  void lifetimeBudgetDoesNotComeBack() {
    Charge call = call("calls", "alice", lifetime(2));
    takes(call, seconds(0));
    takes(call, seconds(1));
    refuses(call, seconds(1_000_000_000));
    refuses(call, nanos(Long.MAX_VALUE));
  }

  @Test
  void slotInFlightIsFreedBySettlementOnly() {
    Charge call = call("flights", "alice", inFlight(2));
    Ticket one = takes(call, seconds(0));
    Ticket two = takes(call, seconds(0));
    refuses(call, seconds(1_000_000));
    keep(one);
    Ticket three = takes(call, seconds(1));
    refuses(call, seconds(1));
    giveBack(two);
    keep(three);
    takes(call, seconds(2));
    takes(call, seconds(2));
    refuses(call, seconds(2));
  }

  @Test
  void settlingTwiceFreesOneSlot() {
    Charge call = call("flights", "alice", inFlight(2));
    Ticket one = takes(call, seconds(0));
    takes(call, seconds(0));
    keep(one);
    giveBack(one);
    keep(one);
    takes(call, seconds(0));
    refuses(call, seconds(0));
  }

  // Refunds

  @Test
  void refundGivesBackExactlyWhatWasTaken() {
    for (Quota quota : allWindows(10)) {
      String owner = quota.toString();
      Moment now = wall("2025-06-01T12:00:00Z");
      takes(spend("2.75", "spend", owner, quota), now);
      Ticket ticket = takes(spend("3.5", "spend", owner, quota), now);
      takes(spend("3.75", "spend", owner, quota), now);
      giveBack(ticket);
      assertThat(spent(call("spend", owner, quota), now)).isEqualTo(decimal("6.5"));
      refuses(spend("3.51", "spend", owner, quota), now);
      takes(spend("3.5", "spend", owner, quota), now);
    }
  }

  @Test
  void settlingWithoutRefundKeepsTheBudgetSpent() {
    for (Quota quota : List.of(sliding(ofDays(1), 1), calendar(ofDays(1), "UTC", 1), lifetime(1))) {
      Charge call = call("calls", quota.toString(), quota);
      Moment now = wall("2025-06-01T12:00:00Z");
      Ticket ticket = takes(call, now);
      keep(ticket);
      refuses(call, now);
      giveBack(ticket);
      refuses(call, now);
    }
  }

  @Test
  void twoRefundsOfOneTakingAreOne() {
    Charge call = call("calls", "alice", sliding(ofDays(1), 3));
    Ticket first = takes(call, seconds(0));
    takes(call, seconds(0));
    takes(call, seconds(0));
    giveBack(first);
    giveBack(first);
    takes(call, seconds(0));
    refuses(call, seconds(0));
  }

  @Test
  void takingsOfTheSameMomentAreSettledEachForItself() {
    Charge call = spend(2, "calls", "alice", sliding(ofDays(1), 5));
    Ticket one = takes(call, seconds(0));
    Ticket two = takes(spend(3, "calls", "alice", sliding(ofDays(1), 5)), seconds(0));
    giveBack(one);
    assertThat(spent(call, seconds(0))).isEqualTo(Amount.of(3));
    giveBack(two);
    assertThat(spent(call, seconds(0))).isEqualTo(Amount.ZERO);
  }

  @Test
  void onlyTheChargesNamedAreGivenBack() {
    Charge calls = call("calls", "alice", sliding(ofDays(1), 1));
    Charge spend = spend(5, "spend", "alice", sliding(ofDays(1), 5));
    Charge flight = call("flights", "alice", inFlight(1));
    Ticket ticket = takes(List.of(calls, spend, flight), seconds(0));
    settle(ticket, 1);
    refuses(calls, seconds(0));
    takes(spend, seconds(0));
    takes(flight, seconds(0));
  }

  @Test
  void refundOfAnEntryThatLeftChangesNothing() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 2));
    Ticket early = takes(call, seconds(0));
    takes(call, seconds(10));
    takes(call, seconds(11));
    giveBack(early);
    refuses(call, seconds(12));
    assertThat(spent(call, seconds(12))).isEqualTo(Amount.of(2));
  }

  @Test
  void lateRefundOfOneOfManyDoesNotLandInTheNextCalendarWindow() {
    Charge call = call("calls", "alice", calendar(ofMinutes(1), "UTC", 2));
    Ticket early = takes(call, wall("2025-06-01T10:00:59Z"));
    takes(call, wall("2025-06-01T10:01:00Z"));
    takes(call, wall("2025-06-01T10:01:01Z"));
    giveBack(early);
    refuses(call, wall("2025-06-01T10:01:02Z"));
    assertThat(spent(call, wall("2025-06-01T10:01:02Z"))).isEqualTo(Amount.of(2));
  }

  @Test
  void lateRefundDoesNotLandInTheNextCalendarWindow() {
    Charge call = call("calls", "alice", calendar(ofMinutes(1), "UTC", 1));
    Ticket early = takes(call, wall("2025-06-01T10:00:59Z"));
    takes(call, wall("2025-06-01T10:01:00Z"));
    giveBack(early);
    refuses(call, wall("2025-06-01T10:01:00Z"));
  }

  @Test
  void refundOfTheFirstOfManyKeepsTheOthersInTheirPlaces() {
    Charge call = call("calls", "alice", sliding(ofSeconds(10), 4));
    Ticket first = takes(call, seconds(0));
    takes(call, seconds(1));
    Ticket third = takes(call, seconds(2));
    takes(call, seconds(3));
    giveBack(third);
    giveBack(first);
    takes(call, seconds(4));
    takes(call, seconds(4));
    assertThat(retryAfter(call, seconds(4))).isEqualTo(ofSeconds(7));
    takes(call, seconds(11));
    assertThat(retryAfter(call, seconds(12))).isEqualTo(ofSeconds(1));
  }

  @Test
  void lifetimeBudgetIsGivenBackHoweverLate() {
    Charge call = call("calls", "alice", lifetime(1));
    Ticket ticket = takes(call, seconds(0));
    refuses(call, seconds(1_000_000));
    giveBack(ticket);
    takes(call, seconds(1_000_000));
  }

  @Test
  void ticketOfAnotherStoreIsRefused() {
    Ticket foreign =
        ((Taking.Taken) join(newStore(), List.of(call("calls", "alice", lifetime(1))), seconds(0)))
            .ticket();
    fails(
        () -> store.settle(foreign, new BitSet()).toCompletableFuture().join(),
        IllegalArgumentException.class);
    fails(
        () -> store.settle(new Ticket() {}, new BitSet()).toCompletableFuture().join(),
        IllegalArgumentException.class);
  }

  @Test
  void refundOfAChargeThatWasNotMadeIsRefusedAndSettlesNothing() {
    Charge call = call("flights", "alice", inFlight(1));
    Ticket ticket = takes(call, seconds(0));
    BitSet second = new BitSet();
    second.set(1);
    fails(
        () -> store.settle(ticket, second).toCompletableFuture().join(),
        IllegalArgumentException.class);
    refuses(call, seconds(0));
    giveBack(ticket);
    takes(call, seconds(0));
  }

  // Several windows of a counter, and other ones later

  @Test
  void eachWindowOfACounterSeesEverySpend() {
    Quota minute = sliding(ofMinutes(1), 2);
    Quota hour = sliding(ofHours(1), 3);
    Charge call = call("calls", "alice", minute, hour);
    takes(call, seconds(0));
    takes(call, seconds(1));
    refuses(call, seconds(2));
    takes(call, seconds(61));
    assertThat(refuses(List.of(call), seconds(62)))
        .containsExactly(new Refusal(Kind.EXCEEDED, 0, 1, ofSeconds(3_538)));
    takes(call, seconds(3_600));
  }

  @Test
  void windowThatOnlyCountsRefusesNobody() {
    Quota minute = sliding(ofMinutes(1), 1);
    Charge counting = call("calls", "alice", counted(minute));
    takes(counting, seconds(0));
    takes(counting, seconds(1));
    assertThat(retryAfter(call("calls", "alice", minute), seconds(2))).isEqualTo(ofSeconds(59));
  }

  @Test
  void twoMaximaOfOneWindowShareItsCount() {
    Quota few = sliding(ofMinutes(1), 1);
    Quota many = sliding(ofMinutes(1), 3);
    takes(call("calls", "alice", few, many), seconds(0));
    assertThat(refuses(List.of(call("calls", "alice", many, few)), seconds(1)))
        .containsExactly(new Refusal(Kind.EXCEEDED, 0, 1, ofSeconds(59)));
    takes(call("calls", "alice", many), seconds(1));
    takes(call("calls", "alice", many), seconds(1));
    refuses(call("calls", "alice", many), seconds(1));
  }

  @Test
  void hourThatBecomesADayKeepsTheCount() {
    Quota hour = sliding(ofHours(1), 2);
    Quota day = sliding(ofDays(1), 2);
    takes(call("calls", "alice", hour), seconds(0));
    takes(call("calls", "alice", hour), seconds(1_800));
    assertThat(retryAfter(call("calls", "alice", day), seconds(1_801)))
        .isEqualTo(ofSeconds(86_400 - 1_801));
    refuses(call("calls", "alice", day), seconds(86_399));
    takes(call("calls", "alice", day), seconds(86_400));
    refuses(call("calls", "alice", day), seconds(86_400 + 1_799));
    takes(call("calls", "alice", day), seconds(86_400 + 1_800));
  }

  @Test
  void dayThatBecomesAnHourKeepsWhatTheHourHolds() {
    Quota day = sliding(ofDays(1), 9);
    takes(call("calls", "alice", day), seconds(0));
    takes(call("calls", "alice", day), seconds(3_000));
    Charge call = call("calls", "alice", sliding(ofHours(1), 1));
    assertThat(retryAfter(call, seconds(4_000))).isEqualTo(ofSeconds(2_600));
    takes(call, seconds(6_600));
  }

  @Test
  void slidingWindowThatBecomesACalendarWindowKeepsTheCount() {
    Quota sliding = sliding(ofHours(12), 9);
    takes(call("calls", "alice", sliding), wall("2025-06-01T23:00:00Z"));
    takes(call("calls", "alice", sliding), wall("2025-06-02T00:00:00Z"));
    takes(call("calls", "alice", sliding), wall("2025-06-02T01:00:00Z"));
    Charge call = call("calls", "alice", calendar(ofDays(1), "UTC", 2));
    assertThat(retryAfter(call, wall("2025-06-02T02:00:00Z"))).isEqualTo(ofHours(22));
    takes(call, wall("2025-06-03T00:00:00Z"));
  }

  @Test
  void calendarWindowThatBecomesASlidingWindowKeepsTheCount() {
    Quota calendar = calendar(ofDays(1), "UTC", 9);
    takes(call("calls", "alice", calendar), wall("2025-06-02T01:00:00Z"));
    takes(call("calls", "alice", calendar), wall("2025-06-02T02:00:00Z"));
    Charge call = call("calls", "alice", sliding(ofHours(4), 2));
    refuses(call, wall("2025-06-02T02:00:01Z"));
    takes(call, wall("2025-06-02T06:00:00Z"));
  }

  @Test
  void calendarDayThatBecomesAWeekKeepsTheCount() {
    Quota day = calendar(ofDays(1), "UTC", 9);
    takes(call("calls", "alice", day), wall("2025-06-03T01:00:00Z"));
    takes(call("calls", "alice", day), wall("2025-06-03T02:00:00Z"));
    Charge call = call("calls", "alice", calendar(ofDays(7), "UTC", 2));
    refuses(call, wall("2025-06-03T03:00:00Z"));
    refuses(call, wall("2025-06-08T03:00:00Z"));
    takes(call, wall("2025-06-09T00:00:00Z"));
  }

  @Test
  void windowThatBecomesALifetimeKeepsTheCount() {
    takes(call("calls", "alice", sliding(ofDays(1), 9)), seconds(0));
    refuses(call("calls", "alice", lifetime(1)), seconds(1));
    refuses(call("calls", "alice", lifetime(1)), seconds(1_000_000));
  }

  @Test
  void callRefusedAfterAReloadDoesNotLetTheCountExpire() {
    takes(call("calls", "alice", sliding(ofHours(1), 1)), seconds(0));
    Charge call = call("calls", "alice", sliding(ofDays(1), 1));
    refuses(call, seconds(3_599));
    refuses(call, seconds(3_600));
    refuses(call, seconds(86_399));
    takes(call, seconds(86_400));
  }

  @Test
  void callInFlightDuringAReloadIsGivenBackInTheNewWindowToo() {
    Quota hour = sliding(ofHours(1), 2);
    for (Quota later : List.of(sliding(ofDays(1), 2), calendar(ofDays(1), "UTC", 2), lifetime(2))) {
      String owner = later.toString();
      Ticket before = takes(call("calls", owner, hour), wall("2025-06-01T12:00:00Z"));
      takes(call("calls", owner, later), wall("2025-06-01T12:00:01Z"));
      refuses(call("calls", owner, later), wall("2025-06-01T12:00:02Z"));
      giveBack(before);
      takes(call("calls", owner, later), wall("2025-06-01T12:00:03Z"));
      refuses(call("calls", owner, later), wall("2025-06-01T12:00:04Z"));
    }
  }

  @Test
  void maximumThatIsRaisedOrLoweredKeepsTheCount() {
    takes(spend(3, "calls", "alice", sliding(ofMinutes(1), 3)), seconds(0));
    takes(spend(2, "calls", "alice", sliding(ofMinutes(1), 5)), seconds(1));
    refuses(call("calls", "alice", sliding(ofMinutes(1), 4)), seconds(2));
    assertThat(retryAfter(call("calls", "alice", sliding(ofMinutes(1), 2)), seconds(2)))
        .isEqualTo(ofSeconds(59));
  }

  @Test
  void concurrencyLimitOfAReloadCountsFromThen() {
    Quota minute = sliding(ofMinutes(1), 9);
    Ticket before = takes(call("calls", "alice", minute), seconds(0));
    Charge call = call("calls", "alice", minute, inFlight(1));
    takes(call, seconds(1));
    refuses(call, seconds(2));
    giveBack(before);
    refuses(call, seconds(3));
  }

  @Test
  void spendOfAPolicyWithoutACalendarCountsInTheCalendarWindowOfAnother() {
    Quota day = calendar(ofDays(1), "UTC", 2);
    Moment noon = wall("2025-06-01T12:00:00Z");
    takes(call("calls", "", day), noon);
    takes(call("calls", "", sliding(ofHours(1), 9)), nanos(noon.nanos() + 1));
    refuses(call("calls", "", day), after(noon, ofSeconds(1)));
    takes(call("calls", "", sliding(ofHours(1), 9)), nanos(after(noon, ofHours(13)).nanos()));
    takes(call("calls", "", day), after(noon, ofHours(14)));
    refuses(call("calls", "", day), after(noon, ofHours(15)));
  }

  // Names

  @Test
  void countersDoNotCollideWhateverTheirNames() {
    Quota quota = lifetime(1);
    List<Charge> charges = new ArrayList<>();
    for (String name : List.of("", "a", "a.b", "a.b.c", "_global", "global", "a\u0000b", "/a/b")) {
      for (String scope : List.of("grant", "session", "global")) {
        for (List<String> per :
            List.of(
                List.<String>of(),
                List.of(""),
                List.of("a"),
                List.of("a", "b"),
                List.of("b", "a"),
                List.of("a,b"))) {
          for (String owner : List.of("", "a", "b.c", "a\u0000b", "grant")) {
            charges.add(
                new Charge(new CounterId(name, scope, per), owner, Amount.ONE, List.of(quota)));
          }
        }
      }
    }
    for (Charge charge : charges) {
      takes(charge, seconds(0));
    }
    for (Charge charge : charges) {
      refuses(charge, seconds(0));
    }
  }

  @Test
  void dottedNamesAreNotSplit() {
    takes(call("b.c", "a", lifetime(1)), seconds(0));
    takes(call("c", "a.b", lifetime(1)), seconds(0));
    takes(call("a.b.c", "", lifetime(1)), seconds(0));
  }

  @Test
  void equalIdsAreTheSameCounter() {
    List<Quota> quotas = List.of(lifetime(1));
    takes(
        new Charge(new CounterId("calls", "grant", List.of("args.id")), "1", Amount.ONE, quotas),
        seconds(0));
    refuses(
        new Charge(
            new CounterId(
                new String("calls"), new String("grant"), new ArrayList<>(List.of("args.id"))),
            new String("1"),
            Amount.ONE,
            quotas),
        seconds(0));
  }

  @Test
  void everyOwnerHasACountOfTheirOwn() {
    Charge alice = call("calls", "alice", lifetime(1));
    takes(alice, seconds(0));
    takes(call("calls", "bob", lifetime(1)), seconds(0));
    takes(call("calls", "Alice", lifetime(1)), seconds(0));
    refuses(alice, seconds(0));
  }

  // All or nothing

  @Test
  void chargesAreTakenTogetherOrNotAtAll() {
    Charge plenty = call("plenty", "alice", sliding(ofDays(1), 100));
    Charge scarce = call("scarce", "alice", sliding(ofDays(1), 1));
    takes(List.of(plenty, scarce), seconds(0));
    for (int i = 0; i < 98; i++) {
      refuses(List.of(plenty, scarce), seconds(1));
      refuses(List.of(scarce, plenty), seconds(1));
    }
    assertThat(spent(plenty, seconds(1))).isEqualTo(Amount.ONE);
  }

  @Test
  void refusedCallHoldsNoSlotInFlight() {
    Charge flight = call("flights", "alice", inFlight(1));
    Charge scarce = call("scarce", "alice", sliding(ofDays(1), 0));
    refuses(List.of(flight, scarce), seconds(0));
    refuses(List.of(scarce, flight), seconds(0));
    takes(flight, seconds(0));
  }

  @Test
  void counterMayNotBeChargedTwiceAtOnce() {
    Quota quota = sliding(ofDays(1), 9);
    List<Charge> twice =
        List.of(
            call("calls", "alice", quota),
            call("calls", "bob", quota),
            spend(2, "calls", "alice", quota));
    fails(
        () -> store.take(twice, seconds(0)).toCompletableFuture().join(),
        IllegalArgumentException.class);
    fails(
        () -> store.inspect(twice, seconds(0)).toCompletableFuture().join(),
        IllegalArgumentException.class);
    assertThat(spent(call("calls", "alice", quota), seconds(0))).isEqualTo(Amount.ZERO);
  }

  @Test
  void nothingToTakeIsTaken() {
    Ticket ticket = takes(List.of(), seconds(0));
    keep(ticket);
    keep(ticket);
  }

  @Test
  void thousandsOfChargesAreTakenTogether() {
    List<Charge> many = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      many.add(call("calls " + i % 7, "owner " + i, sliding(ofDays(1), 2)));
    }
    Ticket ticket = takes(many, seconds(0));
    Collections.reverse(many);
    takes(many, seconds(1));
    assertThat(refuses(many, seconds(2))).hasSize(3_000);
    BitSet all = new BitSet();
    all.set(0, 3_000);
    store.settle(ticket, all).toCompletableFuture().join();
    Collections.shuffle(many, new Random(1));
    takes(many, seconds(3));
    refuses(many, seconds(4));
  }

  // Looking

  @Test
  void inspectionSaysWhatATakingWouldAndTakesNothing() {
    Quota minute = sliding(ofMinutes(1), 2);
    Quota day = calendar(ofDays(1), "UTC", 9);
    Quota life = lifetime(3);
    Moment now = wall("2025-06-01T12:00:00Z");
    Charge call = call("calls", "alice", minute, counted(minute), day, life);
    Charge other = spend(5, "other", "alice", life);
    takes(call, now);
    takes(call, now);
    for (int i = 0; i < 3; i++) {
      Inspection inspection = inspect(List.of(other, call), after(now, ofSeconds(1)));
      assertThat(inspection.usages())
          .containsExactly(
              new Inspection.Usage(0, 0, Amount.ZERO),
              new Inspection.Usage(1, 0, Amount.of(2)),
              new Inspection.Usage(1, 2, Amount.of(2)),
              new Inspection.Usage(1, 3, Amount.of(2)));
      assertThat(inspection.refusals())
          .isEqualTo(refuses(List.of(other, call), after(now, ofSeconds(1))))
          .containsExactly(
              new Refusal(Kind.EXCEEDED, 0, 0, null),
              new Refusal(Kind.EXCEEDED, 1, 0, ofSeconds(59)));
    }
    assertThat(inspect(List.of(call), after(now, ofMinutes(1))).refusals()).isEmpty();
    takes(call, after(now, ofMinutes(1)));
    assertThat(inspect(List.of(call), after(now, ofDays(1))).usages())
        .extracting(Inspection.Usage::spent)
        .containsExactly(Amount.ZERO, Amount.ZERO, Amount.of(3));
  }

  // Threads

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hotCounterAdmitsExactlyItsMaximumToAllThreadsTogether() {
    AtomicLong taken = new AtomicLong();
    AtomicLong clock = new AtomicLong();
    Charge call = call("calls", "", sliding(ofDays(1), 1_000), lifetime(1_000));
    inThreads(
        4,
        random -> {
          for (int i = 0; i < 500; i++) {
            if (attempt(List.of(call), nanos(clock.getAndIncrement())) != null) {
              taken.incrementAndGet();
            }
          }
        });
    assertThat(taken).hasValue(1_000);
    assertThat(spent(call, nanos(clock.get()))).isEqualTo(Amount.of(1_000));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void listsInAnyOrderFromManyThreadsNeitherLockUpNorLoseBudget() {
    List<Charge> charges = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      charges.add(call("calls " + i % 2, "owner " + i, lifetime(300), inFlight(1_000)));
    }
    AtomicLong[] taken = new AtomicLong[charges.size()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = new AtomicLong();
    }
    inThreads(
        4,
        random -> {
          for (int i = 0; i < 400; i++) {
            List<Integer> picks = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
            Collections.shuffle(picks, random);
            picks = picks.subList(0, 4);
            Ticket ticket = attempt(picks.stream().map(charges::get).toList(), seconds(0));
            if (ticket != null) {
              if (random.nextInt(3) == 0) {
                settle(ticket, 0, 1, 2, 3);
              } else {
                keep(ticket);
                picks.forEach(pick -> taken[pick].incrementAndGet());
              }
            }
          }
        });
    for (int i = 0; i < taken.length; i++) {
      List<Inspection.Usage> usages = inspect(List.of(charges.get(i)), seconds(0)).usages();
      assertThat(usages.get(0).spent()).isEqualTo(Amount.of(taken[i].get()));
      assertThat(usages.get(1).spent()).isEqualTo(Amount.ZERO);
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void settlementFromManyThreadsAtOnceHappensOnce() {
    Charge call = call("calls", "alice", lifetime(1_000_000), inFlight(1_000_000));
    for (int round = 0; round < 100; round++) {
      Ticket ticket = takes(call, seconds(0));
      takes(call, seconds(0));
      inThreads(3, random -> giveBack(ticket));
    }
    assertThat(inspect(List.of(call), seconds(0)).usages())
        .extracting(Inspection.Usage::spent)
        .containsExactly(Amount.of(100), Amount.of(100));
  }

  // Words

  private static List<Quota> allWindows(long max) {
    return List.of(
        sliding(ofDays(1), max),
        calendar(ofDays(1), "UTC", max),
        calendar(ofDays(7), "Asia/Kathmandu", max),
        lifetime(max),
        inFlight(max));
  }

  private Ticket takes(Charge charge, Moment moment) {
    return takes(List.of(charge), moment);
  }

  private Ticket takes(List<Charge> charges, Moment moment) {
    Taking taking = join(store, charges, moment);
    assertThat(taking).as("%s at %s", charges, moment).isInstanceOf(Taking.Taken.class);
    return ((Taking.Taken) taking).ticket();
  }

  private @Nullable Ticket attempt(List<Charge> charges, Moment moment) {
    return join(store, charges, moment) instanceof Taking.Taken taken ? taken.ticket() : null;
  }

  private void refuses(Charge charge, Moment moment) {
    refuses(List.of(charge), moment);
  }

  private List<Refusal> refuses(List<Charge> charges, Moment moment) {
    Taking taking = join(store, charges, moment);
    assertThat(taking).as("%s at %s", charges, moment).isInstanceOf(Taking.Refused.class);
    return ((Taking.Refused) taking).refusals();
  }

  private @Nullable Duration retryAfter(Charge charge, Moment moment) {
    List<Refusal> refusals = refuses(List.of(charge), moment);
    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0).kind()).isEqualTo(Kind.EXCEEDED);
    return refusals.get(0).retryAfter();
  }

  private Amount spent(Charge charge, Moment moment) {
    return inspect(List.of(charge), moment).usages().get(0).spent();
  }

  private Inspection inspect(List<Charge> charges, Moment moment) {
    return store.inspect(charges, moment).toCompletableFuture().join();
  }

  private void keep(Ticket ticket) {
    settle(ticket);
  }

  private void giveBack(Ticket ticket) {
    settle(ticket, 0);
  }

  private void settle(Ticket ticket, int... returned) {
    BitSet bits = new BitSet();
    for (int position : returned) {
      bits.set(position);
    }
    store.settle(ticket, bits).toCompletableFuture().join();
  }

  private static Taking join(CounterStore store, List<Charge> charges, Moment moment) {
    return store.take(charges, moment).toCompletableFuture().join();
  }

  private static void fails(ThrowingCallable call, Class<? extends Throwable> type) {
    assertThatThrownBy(call)
        .satisfies(
            thrown ->
                assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                    .isInstanceOf(type));
  }

  private interface Work {
    void run(Random random) throws Exception;
  }

  /** Runs the work in several threads, started at once, and throws what one of them throws. */
  private static void inThreads(int count, Work work) {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await(20, TimeUnit.SECONDS);
                  work.run(random);
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(failures).isEmpty();
  }
}
