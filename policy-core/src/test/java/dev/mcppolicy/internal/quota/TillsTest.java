package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.id;
import static dev.mcppolicy.store.Charges.sliding;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that pay one after the other at tills of one counter, which is believed to be crowded.
 */
class TillsTest {

  private static final long LENGTH = 1_000;
  private static final BitSet ALL = BitSet.valueOf(new long[] {1});

  private final Shelves shelves = new Shelves(10);
  private final List<ExecutorService> threads = new ArrayList<>();

  TillsTest() {
    for (int i = 0; i < 4; i++) {
      threads.add(Executors.newSingleThreadExecutor());
    }
  }

  @AfterEach
  void stop() {
    threads.forEach(ExecutorService::shutdown);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 20, 40, 100, 255, 256})
  void answersAreThoseOfAList(int max) {
    for (int seed = 0; seed < 3; seed++) {
      Story story = new Story(max, new Random(53L * max + seed), false);
      story.run(1_500 + 15 * max);
      assertThat(story.kept.size()).as("limit %s, seed %s", max, seed).isGreaterThan(max);
      assertThat(story.refused).as("limit %s, seed %s", max, seed).isGreaterThan(10);
      assertThat(story.atTills).as("limit %s, seed %s", max, seed).isGreaterThan(25);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 40, 100, 255, 256, 400})
  void noWindowIsTooFullWhereClocksDiffer(int max) {
    for (int seed = 0; seed < 3; seed++) {
      Story story = new Story(max, new Random(71L * max + seed), true);
      story.run(1_500 + 15 * max);
      story.check();
      assertThat(story.atTills).as("limit %s, seed %s", max, seed).isGreaterThan(25);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 100, 255, 256, 257, 1_000, 5_000})
  void allThatFitsIsAdmittedAndNoMore(int max) {
    Tariff tariff = tariff(LENGTH, max);
    Counter counter = first(0);
    crowd(counter, max);
    int paid = 1;
    for (int i = 0; i < 2 * max + 100; i++) {
      paid += pay(i, tariff, i % LENGTH / 2) ? 1 : 0;
      if (i % 50 == 0) {
        crowd(counter, max);
      }
    }
    assertThat(paid).isEqualTo(max);
  }

  @Test
  void oneThreadSpendsAllOfALargeLimitAtOneTill() {
    Tariff tariff = tariff(LENGTH, 1_000);
    crowd(first(0), 1_000);
    for (int i = 1; i < 1_000; i++) {
      assertThat(pay(0, tariff, i / 2)).isTrue();
    }
    assertThat(pay(0, tariff, LENGTH / 2)).isFalse();
  }

  @Test
  void momentFromBeforeWhatTheStoreHasForgottenIsJudgedAsIfItWereThere() {
    Tariff tariff = tariff(LENGTH, 20);
    Counter counter = first(0);
    crowd(counter, 20);
    assertThat(pay(0, tariff, 1)).isTrue();
    shelves.horizon().raise(600);
    assertThat(pay(0, tariff, 2)).isTrue();
    assertThat(counter.isLent()).isTrue();
    for (int i = 3; i < 20; i++) {
      assertThat(pay(i, tariff, 2)).isTrue();
    }
    assertThat(on(0, () -> tariff.take(counter, 700, new Answers()))).isEqualTo(300L);
    assertThat(pay(0, tariff, LENGTH + 1)).isTrue();
    assertThat(pay(0, tariff, LENGTH + 1)).isTrue();
    assertThat(pay(0, tariff, LENGTH + 599)).isFalse();
    assertThat(pay(0, tariff, LENGTH + 600)).isTrue();
  }

  @Test
  void whoeverFindsNoRoomIsToldHowLongToWaitForTheOldestOfAllTills() {
    Tariff tariff = tariff(LENGTH, 20);
    crowd(first(7), 20);
    for (int i = 1; i < 20; i++) {
      assertThat(pay(i, tariff, 10L * i)).isTrue();
    }
    assertThat(on(0, () -> tariff.take(counter(tariff), 500, new Answers()))).isEqualTo(507L);
    assertThat(pay(1, tariff, LENGTH + 6)).isFalse();
    assertThat(pay(1, tariff, LENGTH + 7)).isTrue();
    assertThat(pay(1, tariff, LENGTH + 9)).isFalse();
    assertThat(pay(2, tariff, LENGTH + 10)).isTrue();
  }

  @Test
  void nothingIsLentWhereLittleRoomIsLeft() {
    first(0);
    Tariff tariff = tariff(LENGTH, 16);
    crowd(counter(tariff), 16);
    assertThat(counter(tariff).isLent()).isFalse();
    crowd(counter(tariff), 17);
    assertThat(counter(tariff).isLent()).isTrue();
  }

  @Test
  void nothingIsLentBeforeThreadsHaveMetSomeTimes() {
    CrowdedMeter counter = (CrowdedMeter) first(0);
    counter.lock();
    for (int i = 1; i < CrowdedMeter.CROWD; i++) {
      counter.met(Amount.of(100), shelves.horizon());
      assertThat(counter.isLent()).isFalse();
    }
    counter.met(Amount.of(100), shelves.horizon());
    assertThat(counter.isLent()).isTrue();
    counter.unlock();
  }

  @Test
  void threadsHaveToMeetMoreOftenWhereTillsGainedLittle() {
    Tariff tariff = tariff(LENGTH, 1_000);
    CrowdedMeter counter = (CrowdedMeter) first(0);
    int at = 0;
    for (int crowd : new int[] {32, 64, 128, 256, 512, 1_024, 1_024}) {
      assertThat(meetings(counter, 1_000)).isEqualTo(crowd);
      for (int i = 1; i < CrowdedMeter.WORTH; i++) {
        at += i == 1 ? 2 * (int) LENGTH : 0;
        assertThat(pay(0, tariff, at)).isTrue();
      }
      assertThat(counter.isLent()).isTrue();
    }
    assertThat(meetings(counter, 1_000)).isEqualTo(CrowdedMeter.LARGEST_CROWD);
    for (int i = 0; i < CrowdedMeter.WORTH; i++) {
      assertThat(pay(i, tariff, at + 2 * LENGTH)).isTrue();
    }
    assertThat(counter.isLent()).isTrue();
    assertThat(meetings(counter, 1_000)).isEqualTo(CrowdedMeter.CROWD);
  }

  /** How often threads have to meet until a counter is lent that is taken back before. */
  private int meetings(CrowdedMeter counter, int max) {
    assertThat(counter.lock()).isTrue();
    int meetings = 0;
    while (!counter.isLent()) {
      counter.met(Amount.of(max), shelves.horizon());
      meetings++;
    }
    counter.unlock();
    return meetings;
  }

  @Test
  void limitThatIsLowerPaysAtNoTillOfTheHigherOne() {
    Tariff high = tariff(LENGTH, 100);
    Tariff low = tariff(LENGTH, 30);
    crowd(first(0), 100);
    for (int i = 1; i < 29; i++) {
      assertThat(pay(i, high, 1)).isTrue();
    }
    assertThat(counter(high).isLent()).isTrue();
    assertThat(pay(0, low, 2)).isTrue();
    assertThat(pay(0, low, 2)).isFalse();
    assertThat(pay(0, high, 2)).isTrue();
  }

  @Test
  void limitOfAnotherWindowPaysAtNoTill() {
    Tariff tariff = tariff(LENGTH, 40);
    Tariff wide = tariff(10 * LENGTH, 40);
    crowd(first(0), 40);
    for (int i = 1; i < 21; i++) {
      assertThat(pay(i % 2, tariff, 1)).isTrue();
    }
    assertThat(counter(tariff).isLent()).isTrue();
    assertThat(on(0, () -> wide.take(counter(wide), 2, new Answers()))).isNull();
    Charge both = call("calls", "alice", sliding(nanos(10 * LENGTH), 22));
    assertThat(shelves.take(List.of(both), Moment.elapsed(2))).isInstanceOf(Taking.Taken.class);
    // What was paid at tills counts in the window that came after.
    assertThat(shelves.take(List.of(both), Moment.elapsed(5 * LENGTH)))
        .isInstanceOf(Taking.Refused.class);
  }

  @Test
  void largerAmountPaysAtNoTill() {
    Tariff tariff = tariff(LENGTH, 100);
    Tariff fifty =
        requireNonNull(
            shelves.tariff(id("calls"), Amount.of(50), List.of(sliding(nanos(LENGTH), 100))));
    crowd(first(0), 100);
    assertThat(pay(0, tariff, 1)).isTrue();
    assertThat(counter(tariff).isLent()).isTrue();
    assertThat(pay(0, fifty, 1)).isTrue();
    assertThat(pay(0, fifty, 1)).isFalse();
    for (int i = 0; i < 60; i++) {
      assertThat(pay(i, tariff, 1)).isEqualTo(i < 48);
    }
  }

  @Test
  void idleCounterIsDroppedWithItsTills() {
    Tariff tariff = tariff(LENGTH, 100);
    crowd(first(0), 100);
    Counter dropped = counter(tariff);
    assertThat(pay(0, tariff, 5)).isTrue();
    assertThat(dropped.isLent()).isTrue();
    for (int i = 0; i < 20; i++) {
      shelves.take(
          List.of(call("others", "other " + i, sliding(nanos(1), 1))),
          Moment.elapsed(LENGTH + 5 + 2 * i));
    }
    assertThat(dropped.lock()).isFalse();
    assertThat(on(0, () -> tariff.take(dropped, 2 * LENGTH, new Answers()))).isNull();
    assertThat(tariff.counter("alice")).isNull();
    // A moment from before is judged as if it were when the counter was dropped.
    Charge call = call("calls", "alice", sliding(nanos(LENGTH), 1));
    assertThat(shelves.take(List.of(call), Moment.elapsed(7))).isInstanceOf(Taking.Taken.class);
    assertThat(shelves.take(List.of(call), Moment.elapsed(LENGTH + 6)))
        .isInstanceOf(Taking.Refused.class);
  }

  @Test
  void spendAtATillIsGivenBack() {
    Tariff tariff = tariff(LENGTH, 20);
    crowd(first(0), 20);
    for (int i = 1; i < 20; i++) {
      assertThat(pay(i, tariff, i)).isTrue();
    }
    tariff.giveBack(counter(tariff), 11);
    assertThat(pay(1, tariff, 30)).isTrue();
    assertThat(pay(2, tariff, 30)).isFalse();
    assertThat(pay(2, tariff, LENGTH)).isTrue();
  }

  /** Calls and refunds of one owner, by four threads and by those who look and charge. */
  private final class Story {
    private final int max;
    private final Random random;
    private final boolean back;
    private final Tariff tariff;
    private final Charge charge;
    private final List<Spend> kept = new ArrayList<>();
    private long clock = LENGTH;
    private int refused;
    private int atTills;

    Story(int max, Random random, boolean back) {
      this.max = max;
      this.random = random;
      this.back = back;
      String owner = "owner " + random.nextLong();
      this.charge = call("calls", owner, sliding(nanos(LENGTH), max));
      this.tariff = tariff(LENGTH, max);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        clock +=
            random.nextInt(2 * max) == 0 ? 3 * LENGTH : random.nextInt((int) (LENGTH / max) + 2);
        step(random.nextInt(100));
      }
    }

    private void step(int kind) {
      Counter counter = (Counter) tariff.counter(charge.owner());
      if (counter != null && (kind < 5 || (kind < 40 && !counter.isLent()))) {
        crowd(counter, max);
      } else if (kind == 5 && !kept.isEmpty()) {
        giveBack(kept.remove(kept.size() - 1 - random.nextInt(Math.min(kept.size(), max + 2))));
      } else if (kind == 6 && !back) {
        assertThat(shelves.inspect(List.of(charge), Moment.elapsed(clock)).usages().get(0).spent())
            .isEqualTo(Amount.of(held(clock)));
      } else {
        spend(back && kind > 80 ? clock - random.nextInt(3 * (int) LENGTH) : clock, counter);
      }
    }

    private void spend(long given, @Nullable Counter counter) {
      boolean room = held(given) < max;
      Answers answers = new Answers();
      boolean lent = counter != null && counter.isLent();
      Object answer =
          counter != null && random.nextInt(40) > 0
              ? on(random.nextInt(4), () -> tariff.take(counter, given, answers))
              : null;
      if (answer != null) {
        atTills += lent && counter.isLent() ? 1 : 0;
        refused += answer.equals(true) ? 0 : 1;
        if (answer.equals(true)) {
          kept.add(new Spend(answers.at, null));
        }
        assertThat(back || answer.equals(true) == room).isTrue();
      } else {
        Taking taking = shelves.take(List.of(charge), Moment.elapsed(given));
        if (taking instanceof Taking.Taken taken) {
          kept.add(new Spend(((Receipt) taken.ticket()).at(), taken));
        }
        assertThat(back || taking instanceof Taking.Taken == room).isTrue();
      }
    }

    private void giveBack(Spend spend) {
      if (spend.ticket() == null) {
        tariff.giveBack(requireNonNull(tariff.counter(charge.owner())), spend.at());
      } else {
        shelves.settle(spend.ticket().ticket(), ALL);
      }
    }

    private long held(long now) {
      return kept.stream().filter(spend -> now - spend.at() < LENGTH).count();
    }

    void check() {
      long[] instants = kept.stream().mapToLong(Spend::at).sorted().toArray();
      assertThat(instants.length).isGreaterThan(max);
      for (int i = max; i < instants.length; i++) {
        assertThat(instants[i] - instants[i - max]).isGreaterThanOrEqualTo(LENGTH);
      }
    }
  }

  /** What was spent at an instant; without a ticket if a tariff was paid. */
  private record Spend(long at, Taking.@Nullable Taken ticket) {}

  /** True, or how long to wait. */
  private static final class Answers implements Cashier<Object> {
    private long at;

    @Override
    public Object paid(Object counter, long instant) {
      at = instant;
      return true;
    }

    @Override
    public Object refused(long wait) {
      return wait;
    }
  }

  private Tariff tariff(long length, int max) {
    return requireNonNull(
        shelves.tariff(id("calls"), Amount.ONE, List.of(sliding(nanos(length), max))));
  }

  private static CrowdedMeter counter(Tariff tariff) {
    return (CrowdedMeter) requireNonNull(tariff.counter("alice"));
  }

  /** Spends once, so that there is a counter. */
  private Counter first(long at) {
    shelves.take(List.of(call("calls", "alice", sliding(nanos(LENGTH), 1))), Moment.elapsed(at));
    return counter(tariff(LENGTH, 1));
  }

  private boolean pay(int thread, Tariff tariff, long at) {
    Object counter = requireNonNull(tariff.counter("alice"));
    return requireNonNull(on(thread, () -> tariff.take(counter, at, new Answers()))).equals(true);
  }

  /** As if threads had met there after a spend. */
  private void crowd(Counter counter, int max) {
    assertThat(counter.lock()).isTrue();
    for (int i = 0; !counter.isLent() && i < CrowdedMeter.LARGEST_CROWD; i++) {
      ((CrowdedMeter) counter).met(Amount.of(max), shelves.horizon());
    }
    counter.unlock();
  }

  private <T> @Nullable T on(int thread, Callable<@Nullable T> work) {
    try {
      return threads.get(thread % threads.size()).submit(work).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
