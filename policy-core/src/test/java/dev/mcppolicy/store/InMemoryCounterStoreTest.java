package dev.mcppolicy.store;

import static dev.mcppolicy.store.Charges.after;
import static dev.mcppolicy.store.Charges.calendar;
import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.inFlight;
import static dev.mcppolicy.store.Charges.lifetime;
import static dev.mcppolicy.store.Charges.nanos;
import static dev.mcppolicy.store.Charges.seconds;
import static dev.mcppolicy.store.Charges.sliding;
import static dev.mcppolicy.store.Charges.spend;
import static dev.mcppolicy.store.Charges.wall;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Refusal.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What only a store does that holds a limited number of keys; its contract is tested elsewhere. */
class InMemoryCounterStoreTest {

  @Nested
  class Keys {

    @Test
    void newKeyIsRefusedWhenNoKeyIsIdle() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(2);
      takes(store, call("calls", "alice", lifetime(9)), seconds(0));
      takes(store, call("other", "alice", lifetime(9)), seconds(0));
      assertThat(refusals(store, List.of(call("calls", "bob", lifetime(9))), seconds(0)))
          .containsExactly(new Refusal(Kind.FULL, 0, 0, null));
      takes(store, call("calls", "alice", lifetime(9)), seconds(1_000_000_000));
      assertThat(store.stats()).isEqualTo(new StoreStats(2, 2, 1));
    }

    @Test
    void everyKeyWithoutRoomIsNamedAndTheTakingCountedOnce() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(2);
      takes(store, call("calls", "alice", lifetime(1)), seconds(0));
      List<Charge> charges =
          List.of(
              call("calls", "z", lifetime(9)),
              call("calls", "alice", lifetime(1)),
              call("calls", "b", lifetime(9)),
              call("calls", "a", lifetime(0)));
      Refusal[] refusals = {
        new Refusal(Kind.EXCEEDED, 1, 0, null),
        new Refusal(Kind.FULL, 2, 0, null),
        new Refusal(Kind.FULL, 3, 0, null),
        new Refusal(Kind.EXCEEDED, 3, 0, null)
      };
      assertThat(store.inspect(charges, seconds(0)).toCompletableFuture().join().refusals())
          .containsExactly(refusals);
      assertThat(store.stats()).isEqualTo(new StoreStats(1, 2, 0));
      assertThat(refusals(store, charges, seconds(0))).containsExactly(refusals);
      assertThat(store.stats()).isEqualTo(new StoreStats(1, 2, 1));
    }

    @Test
    void refusedCallsLeaveNoKeysBehind() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(10);
      Charge exhausted = call("calls", "alice", sliding(ofDays(1), 1));
      takes(store, exhausted, seconds(0));
      for (int i = 0; i < 1_000; i++) {
        Charge greedy = spend(9, "spend " + i, "alice " + i, sliding(ofDays(1), 8));
        refusals(store, List.of(greedy), seconds(1));
        Charge modest = call("calls " + i, "bob " + i, sliding(ofDays(1), 8));
        refusals(store, List.of(modest, exhausted), seconds(1));
        refusals(store, List.of(exhausted, modest), seconds(1));
        store.inspect(List.of(modest), seconds(1)).toCompletableFuture().join();
      }
      assertThat(store.stats()).isEqualTo(new StoreStats(1, 10, 0));
    }

    @Test
    void callThatSpendsNothingNeedsNoKey() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      Ticket ticket = takes(store, spend(0, "calls", "alice", lifetime(1)), seconds(0));
      giveBack(store, ticket);
      assertThat(store.stats().keys()).isZero();
      takes(store, call("calls", "bob", lifetime(1)), seconds(0));
      takes(store, spend(0, "calls", "alice", lifetime(1)), seconds(0));
    }

    @Test
    void keyGoesAwayWhenItsWindowsAreEmptyAndNotBefore() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      takes(
          store, call("a", "alice", sliding(ofSeconds(9), 1), sliding(ofSeconds(10), 1)), nanos(7));
      Charge other = call("b", "bob", sliding(ofSeconds(10), 1));
      refusals(store, List.of(other), after(nanos(6), ofSeconds(10)));
      takes(store, other, after(nanos(7), ofSeconds(10)));
      assertThat(store.stats()).isEqualTo(new StoreStats(1, 1, 1));
    }

    @Test
    void calendarKeyGoesAwayWhenItsWindowIsOver() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      takes(store, call("a", "alice", calendar(ofDays(1), "UTC", 1)), wall("2025-06-01T12:00:00Z"));
      Charge other = call("b", "bob", calendar(ofHours(1), "UTC", 1));
      refusals(store, List.of(other), wall("2025-06-01T23:59:59Z"));
      takes(store, other, wall("2025-06-02T00:00:00Z"));
      Charge withoutCalendar = call("c", "carol", sliding(ofDays(1), 1));
      Moment midnight = wall("2025-06-02T00:00:00Z");
      refusals(store, List.of(withoutCalendar), nanos(after(midnight, ofMinutes(59)).nanos()));
      takes(store, withoutCalendar, nanos(after(midnight, ofMinutes(60)).nanos()));
    }

    @Test
    void keyInFlightStaysUntilItIsSettled() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      Ticket ticket = takes(store, call("a", "alice", inFlight(1)), seconds(0));
      Charge other = call("b", "bob", inFlight(1));
      refusals(store, List.of(other), seconds(1_000_000));
      store.settle(ticket, new BitSet()).toCompletableFuture().join();
      takes(store, other, seconds(1_000_000));
    }

    @Test
    void keyWhoseSpendsWereAllGivenBackMakesRoom() {
      for (Quota quota :
          List.of(lifetime(9), sliding(ofDays(1), 9), calendar(ofDays(1), "UTC", 9))) {
        for (Amount amount : List.of(Amount.ONE, Amount.of(2), Charges.decimal("0.5"))) {
          InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
          Moment noon = wall("2025-06-01T12:00:00Z");
          Ticket one = takes(store, spend(amount, "a", "alice", quota), noon);
          Ticket two = takes(store, spend(amount, "a", "alice", quota), noon);
          giveBack(store, two);
          refusals(store, List.of(call("b", "bob", quota)), noon);
          giveBack(store, one);
          takes(store, call("b", "bob", quota), noon);
        }
      }
    }

    @Test
    void settlingAfterTheKeyWentAwayChangesNothing() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      Charge call = call("a", "alice", sliding(ofSeconds(10), 1));
      Ticket early = takes(store, call, seconds(0));
      takes(store, call("b", "bob", sliding(ofSeconds(1), 1)), seconds(10));
      takes(store, call, seconds(11));
      giveBack(store, early);
      refusals(store, List.of(call), seconds(12));
    }

    @Test
    void lateMomentFindsNoBudgetThatWentAwayWithItsKey() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1);
      Charge call = call("a", "alice", sliding(ofSeconds(10), 1));
      takes(store, call, seconds(0));
      takes(store, call("b", "bob", sliding(ofSeconds(1), 1)), seconds(12));
      takes(store, call, seconds(13));
      assertThat(refusals(store, List.of(call), seconds(5)))
          .containsExactly(new Refusal(Kind.EXCEEDED, 0, 0, ofSeconds(18)));
      InMemoryCounterStore other = InMemoryCounterStore.withMaxKeys(1);
      takes(other, call, seconds(0));
      takes(other, call("b", "bob", sliding(ofSeconds(1), 1)), seconds(12));
      refusals(other, List.of(call), seconds(5));
    }

    @Test
    void wallClockSetBackFindsNoBudgetThatWentAwayWithItsKey() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(2);
      Quota hour = calendar(ofHours(1), "UTC", 1);
      takes(store, call("a", "alice", hour), Moment.of(0, Instant.parse("2025-06-01T10:59:59Z")));
      long second = ofSeconds(1).toNanos();
      Instant eleven = Instant.parse("2025-06-01T11:00:00Z");
      takes(store, call("b", "bob", hour), Moment.of(second, eleven));
      takes(store, call("c", "carol", hour), Moment.of(second + 1, eleven));
      // Alice's key is gone; her hour is not open again, the next one is.
      assertThat(store.stats().keys()).isEqualTo(2);
      store = InMemoryCounterStore.withMaxKeys(3);
      takes(store, call("a", "alice", hour), Moment.of(0, Instant.parse("2025-06-01T10:59:59Z")));
      for (int i = 1; i <= 3; i++) {
        takes(store, call("c", "" + i, hour), Moment.of(second + i, eleven));
      }
      Moment before = Moment.of(second + 4, Instant.parse("2025-06-01T10:59:59Z"));
      assertThat(refusals(store, List.of(call("a", "alice", hour)), before))
          .containsExactly(new Refusal(Kind.FULL, 0, 0, null));
      assertThat(refusals(store, List.of(call("c", "1", hour)), before))
          .containsExactly(new Refusal(Kind.EXCEEDED, 0, 0, ofHours(1).plusSeconds(1)));
    }

    @Test
    void wallClockThatWasFarAheadForAWhileDoesNotStopTheCalendarForYears() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(5);
      Quota quota = calendar(ofSeconds(1), "UTC", 1);
      Instant wrong = Instant.parse("2099-06-01T10:00:00Z");
      Instant right = Instant.parse("2025-06-01T10:00:00Z");
      for (int second = 0; second < 100; second++) {
        takes(
            store,
            call("calls", "visitor " + second, quota),
            Moment.of(ofSeconds(second).toNanos(), wrong.plusSeconds(second)));
      }
      for (int second = 102; second < 200; second++) {
        Moment moment = Moment.of(ofSeconds(second).toNanos(), right.plusSeconds(second));
        takes(store, call("calls", "visitor 99", quota), moment);
        takes(store, call("calls", "bob", quota), moment);
        refusals(store, List.of(call("calls", "bob", quota)), moment);
      }
    }

    @Test
    void idleKeysGoAwayAsNewOnesCome() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(1_000_000);
      long most = 0;
      for (int i = 0; i < 100_000; i++) {
        Charge call = call("calls " + i % 10, "visitor " + i, sliding(ofNanos(1_000), 5));
        takes(store, call, nanos(i));
        most = Math.max(most, store.stats().keys());
      }
      assertThat(most).isBetween(1_000L, 1_500L);
    }

    @Test
    void roomIsFoundInALargeStoreToo() {
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(5_000);
      for (int i = 0; i < 5_000; i++) {
        takes(store, call("calls", "visitor " + i, sliding(ofSeconds(10), 5)), seconds(0));
      }
      assertThat(refusals(store, List.of(call("a", "alice", lifetime(1))), seconds(9)))
          .containsExactly(new Refusal(Kind.FULL, 0, 0, null));
      List<Charge> many = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        many.add(call("b", "bob " + i, lifetime(1)));
      }
      store.takeNow(many, seconds(10));
      assertThat(store.stats()).isEqualTo(new StoreStats(5_000, 5_000, 1));
    }

    @Test
    void everyIdleKeyIsFoundWhileTheirNumberHoversWhereTheTableGrows() {
      int keys = 3 << 9;
      InMemoryCounterStore store = InMemoryCounterStore.withMaxKeys(keys);
      for (int generation = 0; generation < 3; generation++) {
        for (int i = 0; i < keys; i++) {
          Charge call = call("calls", generation + " " + i, sliding(ofSeconds(10), 5));
          takes(store, call, seconds(10 * generation));
        }
      }
      assertThat(store.stats()).isEqualTo(new StoreStats(keys, keys, 0));
    }

    @Test
    void storeHasRoomForAtLeastOneKey() {
      assertThatThrownBy(() -> InMemoryCounterStore.withMaxKeys(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxKeys must be >= 1: 0");
      assertThat(CounterStore.inMemory().stats()).isEqualTo(new StoreStats(0, 1_000_000, 0));
    }

    private Ticket takes(InMemoryCounterStore store, Charge charge, Moment moment) {
      Taking taking = store.takeNow(List.of(charge), moment);
      assertThat(taking).as("%s at %s", charge, moment).isInstanceOf(Taking.Taken.class);
      return ((Taking.Taken) taking).ticket();
    }

    private List<Refusal> refusals(
        InMemoryCounterStore store, List<Charge> charges, Moment moment) {
      Taking taking = store.takeNow(charges, moment);
      assertThat(taking).as("%s at %s", charges, moment).isInstanceOf(Taking.Refused.class);
      return ((Taking.Refused) taking).refusals();
    }

    private void giveBack(InMemoryCounterStore store, Ticket ticket) {
      BitSet first = new BitSet();
      first.set(0);
      store.settle(ticket, first).toCompletableFuture().join();
    }
  }
}
