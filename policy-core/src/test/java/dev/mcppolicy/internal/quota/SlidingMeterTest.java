package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.id;
import static dev.mcppolicy.store.Charges.sliding;
import static dev.mcppolicy.store.Charges.spend;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One counter of calls, beside a list of what was spent that forgets nothing. */
class SlidingMeterTest {

  private static final long LENGTH = 1_000;
  private static final BitSet ALL = BitSet.valueOf(new long[] {1});

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9, 10, 100, 255, 256})
  void answersAreThoseOfAList(int max) {
    for (int seed = 0; seed < 9; seed++) {
      long start =
          switch (seed % 3) {
            case 0 -> 0;
            case 1 -> Long.MIN_VALUE;
            default -> Long.MAX_VALUE - 40 * LENGTH;
          };
      Story story = new Story(max, new Random(97L * max + seed), start);
      for (int step = 0; step < 700; step++) {
        story.step();
      }
      assertThat(story.paid).as("limit %s, seed %s", max, seed).isGreaterThan(10);
    }
  }

  @Test
  void onlySpendThatIsGivenBackLeavesNoMomentBehind() {
    Shelves shelves = new Shelves(10);
    Charge call = call("calls", "alice", sliding(Duration.ofNanos(LENGTH), 1));
    Taking first = shelves.take(List.of(call), Moment.elapsed(-9_000));
    shelves.settle(((Taking.Taken) first).ticket(), ALL);
    for (long at = -8_000; at < 0; at += LENGTH) {
      assertThat(shelves.take(List.of(call), Moment.elapsed(at))).isInstanceOf(Taking.Taken.class);
      assertThat(shelves.take(List.of(call), Moment.elapsed(at + LENGTH - 1)))
          .isInstanceOf(Taking.Refused.class);
    }
  }

  @Test
  void whereNothingMayBeSpentNoWaitingHelps() {
    Shelves shelves = new Shelves(10);
    Charge call = call("calls", "alice", sliding(Duration.ofNanos(LENGTH), 1));
    Quota nothing = sliding(Duration.ofNanos(LENGTH), 0);
    Tariff tariff = requireNonNull(shelves.tariff(id("calls"), Amount.ONE, List.of(nothing)));
    shelves.take(List.of(call), Moment.elapsed(0));
    for (long at = 0; at < 3 * LENGTH; at += LENGTH / 2) {
      Object counter = requireNonNull(tariff.counter("alice"));
      assertThat(tariff.take(counter, at, new Wait())).isEqualTo(Cashier.NEVER);
    }
  }

  @Test
  void whatOneInstantSpentMayBeMoreThanANumberOfTheMachineHolds() {
    Amount most = Amount.of(Long.MAX_VALUE);
    Shelves shelves = new Shelves(10);
    Charge charge =
        spend(most, "units", "alice", sliding(Duration.ofNanos(LENGTH), most.plus(most)));
    Taking first = shelves.take(List.of(charge), Moment.elapsed(0));
    Taking second = shelves.take(List.of(charge), Moment.elapsed(0));
    assertThat(second).isInstanceOf(Taking.Taken.class);
    assertThat(spent(shelves, charge, 0)).isEqualTo(most.plus(most));
    assertThat(shelves.take(List.of(charge), Moment.elapsed(1))).isInstanceOf(Taking.Refused.class);

    shelves.settle(((Taking.Taken) first).ticket(), ALL);
    assertThat(spent(shelves, charge, 1)).isEqualTo(most);
    assertThat(shelves.take(List.of(charge), Moment.elapsed(1))).isInstanceOf(Taking.Taken.class);
    assertThat(spent(shelves, charge, LENGTH)).isEqualTo(most);
    assertThat(spent(shelves, charge, LENGTH + 1)).isEqualTo(Amount.ZERO);
  }

  private static Amount spent(Shelves shelves, Charge charge, long at) {
    return shelves.inspect(List.of(charge), Moment.elapsed(at)).usages().get(0).spent();
  }

  @Test
  void whatHasLeftTheWindowTakesNoRoom() {
    Amount two = Amount.of(2);
    Shelves shelves = new Shelves(10);
    Quota quota = sliding(Duration.ofNanos(LENGTH), 4);
    Tariff tariff = requireNonNull(shelves.tariff(id("calls"), two, List.of(quota)));
    shelves.take(List.of(spend(two, "calls", "alice", quota)), Moment.elapsed(0));
    SlidingMeter meter = (SlidingMeter) requireNonNull(tariff.counter("alice"));
    for (long at = LENGTH; at < 1_000 * LENGTH; at += LENGTH / 2) {
      long now = at;
      assertThat(tariff.take(meter, at, new Paid())).isEqualTo(now);
      assertThat(meter.entries()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void whatATariffGivesBackCountsNoMoreInWindowsThatCameSince() {
    Shelves shelves = new Shelves(10);
    Quota some = sliding(Duration.ofNanos(LENGTH), 2);
    Tariff tariff = requireNonNull(shelves.tariff(id("calls"), Amount.ONE, List.of(some)));
    shelves.take(List.of(call("calls", "alice", some)), Moment.elapsed(0));
    Object counter = requireNonNull(tariff.counter("alice"));
    long paid = requireNonNull(tariff.take(counter, LENGTH, new Paid()));
    Charge wider = call("calls", "alice", some, sliding(Duration.ofNanos(10 * LENGTH), 1));
    assertThat(shelves.take(List.of(wider), Moment.elapsed(LENGTH + 1)))
        .isInstanceOf(Taking.Refused.class);

    tariff.giveBack(counter, paid);
    long when = 10 * LENGTH; // the first spend has left the wider window then, the second hasn't
    assertThat(shelves.take(List.of(wider), Moment.elapsed(when))).isInstanceOf(Taking.Taken.class);
    assertThat(shelves.take(List.of(wider), Moment.elapsed(when)))
        .isInstanceOf(Taking.Refused.class);
  }

  /** Hands on when it was paid. */
  private static final class Paid implements Cashier<Long> {
    @Override
    public Long paid(Object counter, long at) {
      return at;
    }

    @Override
    public Long refused(long wait) {
      throw new AssertionError("refused, for " + wait);
    }
  }

  /** Hands on how long to wait. */
  private static final class Wait implements Cashier<Long> {
    @Override
    public Long paid(Object counter, long at) {
      throw new AssertionError("paid at " + at);
    }

    @Override
    public Long refused(long wait) {
      return wait;
    }
  }

  /** What was spent at an instant; without a ticket if a tariff was paid. */
  private record Spend(long at, Taking.@Nullable Taken ticket) {}

  /**
   * Calls and refunds of one owner, at moments that go on by steps and leaps, and sometimes back.
   */
  private static final class Story {
    private final Shelves shelves = new Shelves(10);
    private final int max;
    private final Random random;
    private final Charge[] charges = new Charge[2];
    private final Tariff[] tariffs = new Tariff[2];
    private final List<Spend> kept = new ArrayList<>();

    /** No moment is judged as if it were before a spend, even if that was given back. */
    private long floor = Long.MIN_VALUE;

    private long clock;
    private int paid;

    Story(int max, Random random, long start) {
      this.max = max;
      this.random = random;
      this.clock = start;
      for (int i = 0; i < 2; i++) {
        Quota quota = sliding(Duration.ofNanos(LENGTH), most(i));
        charges[i] = call("calls", "alice", quota);
        tariffs[i] = requireNonNull(shelves.tariff(id("calls"), Amount.ONE, List.of(quota)));
      }
    }

    /** Two limits share the counter. */
    private int most(int limit) {
      return limit == 0 ? max : (max + 1) / 2;
    }

    void step() {
      int kind = random.nextInt(100);
      clock = later(kind == 0 ? 3 * LENGTH : random.nextInt((int) (3 * LENGTH / max) + 2));
      if (kind < 90) {
        spend(kind > 85 ? earlier(random.nextInt(3 * (int) LENGTH)) : clock);
      } else if (!kept.isEmpty()) {
        giveBack(kept.get(kept.size() - 1 - random.nextInt(Math.min(kept.size(), max + 2))));
      }
    }

    private void spend(long given) {
      long now = Math.max(given, floor);
      List<Long> held =
          kept.stream()
              .map(Spend::at)
              .filter(at -> Long.compareUnsigned(now - at, LENGTH) < 0)
              .sorted()
              .toList();
      int limit = random.nextInt(6) == 0 ? 1 : 0;
      boolean room = held.size() < most(limit);
      Object counter = random.nextBoolean() ? tariffs[limit].counter("alice") : null;
      Boolean answer =
          counter == null
              ? null
              : tariffs[limit].take(counter, given, new Till(room, most(limit), now, given, held));
      if (answer == null) {
        Taking taking = shelves.take(List.of(charges[limit]), Moment.elapsed(given));
        assertThat(taking instanceof Taking.Taken).isEqualTo(room);
        if (taking instanceof Taking.Taken taken) {
          assertThat(((Receipt) taken.ticket()).at()).isEqualTo(now);
          kept.add(new Spend(now, taken));
        }
      } else if (answer) {
        kept.add(new Spend(now, null));
      }
      if (room) {
        paid++;
        floor = now;
      }
    }

    private void giveBack(Spend spend) {
      kept.remove(spend);
      if (spend.ticket() == null) {
        tariffs[0].giveBack(requireNonNull(tariffs[0].counter("alice")), spend.at());
      } else {
        shelves.settle(spend.ticket().ticket(), ALL);
        shelves.settle(spend.ticket().ticket(), ALL);
      }
    }

    private long later(long by) {
      return clock > Long.MAX_VALUE - by ? Long.MAX_VALUE : clock + by;
    }

    private long earlier(long by) {
      return clock < Long.MIN_VALUE + by ? Long.MIN_VALUE : clock - by;
    }

    /** Holds a tariff's answer against that of the list. */
    private static final class Till implements Cashier<Boolean> {
      private final boolean room;
      private final int most;
      private final long now;
      private final long given;
      private final List<Long> held;

      Till(boolean room, int most, long now, long given, List<Long> held) {
        this.room = room;
        this.most = most;
        this.now = now;
        this.given = given;
        this.held = held;
      }

      @Override
      public Boolean paid(Object counter, long at) {
        assertThat(room).isTrue();
        assertThat(at).isEqualTo(now);
        return true;
      }

      @Override
      public Boolean refused(long wait) {
        assertThat(room).isFalse();
        assertThat(wait).isEqualTo(held.get(held.size() - most) + LENGTH - given);
        return false;
      }
    }
  }
}
