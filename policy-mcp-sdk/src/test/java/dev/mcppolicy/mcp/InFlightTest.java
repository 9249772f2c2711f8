package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One alarm settles whatever isn't answered in its time, and nothing before. */
class InFlightTest {

  private static final long A_MILLISECOND = 1_000_000;

  private final InFlight inFlight = new InFlight();

  /** What a request has taken, and what was said of it. */
  private static final class Taken implements Reservation {

    private final long due;
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private volatile long settled;

    Taken(long due) {
      this.due = due;
    }

    @Override
    public void settle(Outcome outcome) {
      settled = System.nanoTime();
      outcomes.add(outcome);
    }

    void assertLateOnce() throws InterruptedException {
      assertThat(outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo(Outcome.TIMEOUT);
      assertThat(settled - due).isNotNegative();
      assertThat(outcomes).isEmpty();
    }
  }

  private Taken add(Object id, long milliseconds) {
    Taken taken = new Taken(System.nanoTime() + milliseconds * A_MILLISECOND);
    assertThat(inFlight.add(id, taken, taken.due, System.nanoTime())).isNotNull();
    return taken;
  }

  @Test
  void whatIsDueSoonerThanAllBeforeItIsSettledFirst() throws InterruptedException {
    Taken forHours = add("hours", 10_000_000);
    Taken forLong = add("long", 1_000_000);
    Taken soon = add("soon", 20);
    Taken sooner = add("sooner", 5);

    sooner.assertLateOnce();
    soon.assertLateOnce();

    assertThat(forLong.outcomes).isEmpty();
    inFlight.settle("long", Outcome.OK);
    inFlight.settleAll(Outcome.LOST);
    assertThat(forLong.outcomes).containsExactly(Outcome.OK);
    assertThat(forHours.outcomes).containsExactly(Outcome.LOST);
  }

  @Test
  void whatCameWhileNothingElseWasInFlightIsSettledToo() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      add("one", 1).assertLateOnce();
    }
  }

  @Test
  void whatWasLateBeforeItWasAddedIsSettledAtOnce() throws InterruptedException {
    add("late", -1_000).assertLateOnce();
  }

  @Test
  void theAlarmOfAnAnsweredRequestSettlesTheNextOneInItsOwnTime() throws InterruptedException {
    Taken answered = add("one", 10);
    inFlight.settle("one", Outcome.OK);
    Taken next = add("one", 40);

    next.assertLateOnce();

    assertThat(answered.outcomes).containsExactly(Outcome.OK);
  }

  @Test
  void eachOfManyIsSettledOnceWhoeverAddsThemInWhateverOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<Taken>>> added = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      String name = "thread-" + thread + "-";
      added.add(
          threads.submit(
              () -> {
                List<Taken> mine = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                  mine.add(add(name + i, (i * 37L) % 50));
                }
                return mine;
              }));
    }

    for (Future<List<Taken>> each : added) {
      for (Taken taken : each.get(30, TimeUnit.SECONDS)) {
        taken.assertLateOnce();
      }
    }
    threads.shutdown();
  }

  @Test
  void aTimerWaitsNoLongerThanItCan() {
    assertThat(InFlight.nanos(Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(Duration.ofDays(36_500).toNanos());
    assertThat(InFlight.nanos(Duration.ofSeconds(1))).isEqualTo(1_000_000_000);
  }

  @Test
  void whatEndsARequestTooLateDoesNotEndTheNextOneOfItsId() {
    List<Outcome> outcomes = new ArrayList<>();
    long due = System.nanoTime() + 1_000_000 * A_MILLISECOND;
    Pending first =
        Objects.requireNonNull(inFlight.add("one", outcomes::add, due, System.nanoTime()));
    inFlight.settle("one", Outcome.OK);
    Pending next =
        Objects.requireNonNull(inFlight.add("one", outcomes::add, due, System.nanoTime()));

    first.settle(Outcome.CANCELLED);

    assertThat(outcomes).containsExactly(Outcome.OK);
    assertThat(first.isOpen()).isFalse();
    assertThat(next.isOpen()).isTrue();
    inFlight.settleAll(Outcome.LOST);
    assertThat(outcomes).containsExactly(Outcome.OK, Outcome.LOST);
  }

  @Test
  void twoRequestsCantHaveOneId() {
    Taken first = add("one", 1_000_000);

    assertThat(inFlight.add("one", new Taken(0), System.nanoTime(), System.nanoTime())).isNull();

    assertThat(first.outcomes).isEmpty();
    inFlight.settleAll(Outcome.LOST);
  }
}
