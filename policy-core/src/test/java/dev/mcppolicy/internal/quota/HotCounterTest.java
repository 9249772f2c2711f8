package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.id;
import static dev.mcppolicy.store.Charges.sliding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Many threads spend from one or two counters in all ways there are: by a tariff, by a charge, by
 * two charges in either order. Some give back, clocks jump, and visitors have idle counters swept
 * away. No window ever holds more than its limit.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class HotCounterTest {

  private static final int LENGTH = 400;

  private final AtomicLong clock = new AtomicLong();
  private final Shelves shelves = new Shelves(4);
  private final List<Spend> kept = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  /** Whether counters are believed to be crowded, and most calls are of one tariff. */
  private boolean lending;

  private final AtomicLong lent = new AtomicLong();

  /** What was spent and not given back. */
  private record Spend(String owner, long at) {}

  @Test
  void noWindowIsEverTooFull() throws Exception {
    spendTogether(8, 8_000, 3);
  }

  @Test
  void noWindowOfOneCallIsEverTooFull() throws Exception {
    spendTogether(4, 8_000, 1);
  }

  @Test
  void noWindowOfManyCallsIsEverTooFull() throws Exception {
    spendTogether(4, 8_000, 300);
  }

  @Test
  void noWindowThatThreadsDivideIsEverTooFull() throws Exception {
    lending = true;
    spendOneLimitAfterTheOther(4, 8_000, 17, 60, 255, 400);
    assertThat(lent).hasValueGreaterThan(100);
  }

  @Test
  @Tag("stress")
  void noWindowThatThreadsDivideIsEverTooFullForLong() throws Exception {
    lending = true;
    spendOneLimitAfterTheOther(16, 60_000, 17, 20, 40, 100, 255, 256, 257, 400, 5_000);
    assertThat(lent).hasValueGreaterThan(1_000);
  }

  @Test
  @Tag("stress")
  void noWindowIsEverTooFullForLong() throws Exception {
    spendOneLimitAfterTheOther(16, 60_000, 1, 2, 3, 7, 10, 100, 255, 256, 257, 300);
  }

  private void spendOneLimitAfterTheOther(int many, int times, int... limits) throws Exception {
    for (int max : limits) {
      clock.addAndGet(10_000_000);
      kept.clear();
      spendTogether(many, times, max);
    }
  }

  private void spendTogether(int many, int times, int max) throws Exception {
    CyclicBarrier start = new CyclicBarrier(many);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Random random = new Random(31L * max + i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  spend(random, times, max);
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              });
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(shelves.held()).isEqualTo(shelves.stats().keys());
    check("alice", max);
    check("bob", max);
  }

  private void spend(Random random, int times, int max) {
    Quota quota = sliding(Duration.ofNanos(LENGTH), max);
    Tariff tariff = shelves.tariff(id("calls"), Amount.ONE, List.of(quota));
    for (int i = 0; i < times; i++) {
      long now = now(random);
      String owner = random.nextInt(4) == 0 ? "bob" : "alice";
      int way = random.nextInt(lending ? 600 : 20);
      if (way == 0) {
        Charge visit = call("visits", "visitor " + random.nextInt(50), sliding(nanos(1), 1));
        shelves.take(List.of(visit), Moment.elapsed(now));
      } else if (way < 3) {
        List<Charge> both =
            new ArrayList<>(List.of(call("calls", "alice", quota), call("calls", "bob", quota)));
        Collections.shuffle(both, random);
        takeAll(both, now, random);
      } else if (way < 6 || !takeByTariff(tariff, owner, now, max, random)) {
        takeAll(List.of(call("calls", owner, quota)), now, random);
      }
    }
  }

  private static String copied(String text) {
    return new String(text.toCharArray());
  }

  /** Says whether there was a counter that could say yes or no. */
  private boolean takeByTariff(Tariff tariff, String owner, long now, int max, Random random) {
    // The first owners are known by their text, and all by an equal one, as hosts make it anew.
    Object counter = tariff.counter(random.nextBoolean() ? owner : copied(owner));
    if (counter == null) {
      return false;
    }
    if (lending && random.nextInt(20) == 0) {
      crowd((Counter) counter, max);
    }
    if (((Counter) counter).isLent()) {
      lent.incrementAndGet();
    }
    Boolean answer =
        tariff.take(
            counter,
            now,
            new Cashier<Boolean>() {
              @Override
              public Boolean paid(Object payee, long at) {
                if (random.nextInt(lending ? 100 : 5) == 0) {
                  tariff.giveBack(payee, at);
                } else {
                  kept.add(new Spend(owner, at));
                }
                return true;
              }

              @Override
              public Boolean refused(long wait) {
                assertThat(wait).isBetween(1L, 1_000_000L);
                return false;
              }
            });
    return answer != null;
  }

  /** As if threads had met there. */
  private void crowd(Counter counter, int max) {
    if (counter instanceof CrowdedMeter meter && !meter.isLent() && meter.lock()) {
      Window.Sliding window = new Window.Sliding(nanos(LENGTH));
      int most = meter.isAlone(window) ? CrowdedMeter.LARGEST_CROWD : 0;
      for (int i = 0; !meter.isLent() && i < most; i++) {
        meter.met(Amount.of(max), shelves.horizon());
      }
      meter.unlock();
    }
  }

  private void takeAll(List<Charge> charges, long now, Random random) {
    if (shelves.take(charges, Moment.elapsed(now)) instanceof Taking.Taken taken) {
      BitSet returned = new BitSet();
      Receipt[] receipts =
          taken.ticket() instanceof Receipts several
              ? several.receipts.get()
              : new Receipt[] {(Receipt) taken.ticket()};
      for (int i = 0; i < charges.size(); i++) {
        if (random.nextInt(5) == 0) {
          returned.set(i);
        } else {
          kept.add(new Spend(charges.get(i).owner(), receipts[i].at()));
        }
      }
      shelves.settle(taken.ticket(), returned);
      shelves.settle(taken.ticket(), returned);
    }
  }

  /** Mostly goes on a little, sometimes by leaps, and sometimes back. */
  private long now(Random random) {
    int kind = random.nextInt(1_000);
    if (kind == 0) {
      return clock.addAndGet(5L * LENGTH);
    }
    long now = kind < 300 ? clock.addAndGet(random.nextInt(20)) : clock.get();
    return kind > 990 ? now - random.nextInt(3 * LENGTH) : now;
  }

  private void check(String owner, int max) {
    long[] instants =
        kept.stream()
            .filter(spend -> spend.owner().equals(owner))
            .mapToLong(Spend::at)
            .sorted()
            .toArray();
    assertThat(instants.length).isGreaterThan(10);
    for (int i = max; i < instants.length; i++) {
      assertThat(instants[i] - instants[i - max]).isGreaterThanOrEqualTo(LENGTH);
    }
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
