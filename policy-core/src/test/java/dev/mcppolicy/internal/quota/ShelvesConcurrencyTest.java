package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.inFlight;
import static dev.mcppolicy.store.Charges.lifetime;
import static dev.mcppolicy.store.Charges.sliding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection.Usage;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever the threads do: exact sums, no window too full, no key too many, no lock-up. */
class ShelvesConcurrencyTest {

  private static final int THREADS = 4;

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void takersAndSweepersNeverOverfillAWindow() throws Exception {
    takersAndSweepers(6, 150_000);
  }

  @Test
  @Tag("stress")
  void takersAndSweepersNeverOverfillAWindowForLong() throws Exception {
    for (int owners = 3; owners < 12; owners++) {
      takersAndSweepers(owners, 5_000_000);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void keysAndSumsAreExactWhileKeysComeAndGo() throws Exception {
    keysComeAndGo(40_000);
  }

  @Test
  @Tag("stress")
  void keysAndSumsAreExactWhileKeysComeAndGoForLong() throws Exception {
    keysComeAndGo(3_000_000);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void longAndShortListsInAnyOrderNeitherLockUpNorLoseBudget() throws Exception {
    listsInAnyOrder(150);
  }

  @Test
  @Tag("stress")
  void longAndShortListsInAnyOrderNeitherLockUpNorLoseBudgetForLong() throws Exception {
    listsInAnyOrder(20_000);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void slotsInFlightComeBackToZero() throws Exception {
    slotsInFlight(30_000);
  }

  @Test
  @Tag("stress")
  void slotsInFlightComeBackToZeroForLong() throws Exception {
    slotsInFlight(3_000_000);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void whatTwoThreadsGiveBackAtTheSameMomentIsGivenBackOnce() throws Exception {
    int pairs = 20_000;
    Shelves shelves = new Shelves(1);
    Charge call = call("calls", "owner", lifetime(2 * pairs));
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 2 * pairs; i++) {
      tickets.add(((Taking.Taken) shelves.take(List.of(call), Moment.elapsed(i))).ticket());
    }
    AtomicInteger arrived = new AtomicInteger();
    Runnable givesBack =
        () -> {
          for (int i = 0; i < pairs; i++) {
            arrived.incrementAndGet();
            for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
              if (spins < 2_000) {
                Thread.onSpinWait();
              } else {
                Thread.yield();
              }
            }
            giveBack(shelves, tickets.get(i));
          }
        };
    Thread other = new Thread(givesBack);
    other.start();
    givesBack.run();
    other.join();
    assertThat(spent(shelves, call, 2 * pairs)).isEqualTo(Amount.of(pairs));
  }

  /** Few keys, an advancing clock, and more owners than keys: counters are dropped all the time. */
  private static void takersAndSweepers(int owners, int takings) throws Exception {
    int length = 40;
    int max = 3;
    Shelves shelves = new Shelves(owners / 2 + 1);
    AtomicLong clock = new AtomicLong();
    AtomicInteger overfull = new AtomicInteger();
    Map<String, List<Long>> history = new ConcurrentHashMap<>();
    inThreads(
        random -> {
          for (int i = 0; i < takings / THREADS; i++) {
            String owner = "owner " + random.nextInt(owners);
            Charge call = call("calls " + owner.hashCode() % 2, owner, sliding(nanos(length), max));
            long now = random.nextInt(4) == 0 ? clock.getAndAdd(random.nextInt(9)) : clock.get();
            if (shelves.take(List.of(call), Moment.elapsed(now)) instanceof Taking.Taken taken) {
              if (random.nextInt(10) == 0) {
                giveBack(shelves, taken.ticket());
              } else {
                long at = ((Receipt) taken.ticket()).at();
                history
                    .computeIfAbsent(owner, o -> Collections.synchronizedList(new ArrayList<>()))
                    .add(at);
              }
            }
            if (shelves.stats().keys() > shelves.stats().maxKeys()) {
              overfull.incrementAndGet();
            }
          }
        });
    assertThat(overfull).hasValue(0);
    assertThat(history).hasSize(owners);
    assertThat(shelves.stats().refusedKeys()).isPositive();
    for (List<Long> instants : history.values()) {
      Collections.sort(instants);
      for (int i = max; i < instants.size(); i++) {
        assertThat(instants.get(i) - instants.get(i - max)).isGreaterThanOrEqualTo(length);
      }
    }
    assertThat(shelves.held()).isEqualTo(shelves.stats().keys());
  }

  /** Owners with a lifetime never go away; the others do. */
  private static void keysComeAndGo(int takings) throws Exception {
    int keepers = 20;
    Shelves shelves = new Shelves(keepers + 10);
    AtomicLong clock = new AtomicLong();
    AtomicLong[] taken = Stream.generate(AtomicLong::new).limit(keepers).toArray(AtomicLong[]::new);
    for (int i = 0; i < keepers; i++) {
      shelves.take(List.of(call("kept", "keeper " + i, lifetime(100_000_000))), Moment.elapsed(0));
      taken[i].set(1);
    }
    inThreads(
        random -> {
          for (int i = 0; i < takings / THREADS; i++) {
            int keeper = random.nextInt(keepers);
            Charge kept = call("kept", "keeper " + keeper, lifetime(100_000_000));
            Charge visit = call("v" + i % 3, "visitor " + random.nextInt(50), sliding(nanos(9), 9));
            List<Charge> charges = new ArrayList<>(List.of(kept, visit));
            Collections.shuffle(charges, random);
            Moment now = Moment.elapsed(clock.incrementAndGet());
            if (shelves.take(charges, now) instanceof Taking.Taken) {
              taken[keeper].incrementAndGet();
            }
          }
        });
    for (int i = 0; i < keepers; i++) {
      Charge kept = call("kept", "keeper " + i, lifetime(100_000_000));
      assertThat(spent(shelves, kept, 0)).isEqualTo(Amount.of(taken[i].get()));
    }
    assertThat(shelves.held()).isEqualTo(shelves.stats().keys()).isBetween(20L, 30L);
  }

  private static void listsInAnyOrder(int takings) throws Exception {
    int counters = 100;
    List<Charge> all = new ArrayList<>();
    for (int i = 0; i < counters; i++) {
      all.add(call("calls " + i % 3, "owner " + i, lifetime(1_000_000), inFlight(1_000_000)));
    }
    Shelves shelves = new Shelves(1_000);
    AtomicLong[] kept = Stream.generate(AtomicLong::new).limit(counters).toArray(AtomicLong[]::new);
    inThreads(
        random -> {
          for (int i = 0; i < takings; i++) {
            List<Integer> picks = new ArrayList<>();
            for (int j = 0; j < counters; j++) {
              picks.add(j);
            }
            Collections.shuffle(picks, random);
            picks = picks.subList(0, random.nextBoolean() ? 1 + random.nextInt(5) : 90);
            List<Charge> charges = picks.stream().map(all::get).toList();
            Taking.Taken taken = (Taking.Taken) shelves.take(charges, Moment.elapsed(i));
            BitSet returned = new BitSet();
            for (int j = 0; j < picks.size(); j++) {
              if (random.nextBoolean()) {
                returned.set(j);
              } else {
                kept[picks.get(j)].incrementAndGet();
              }
            }
            shelves.settle(taken.ticket(), returned);
          }
        });
    for (int i = 0; i < counters; i++) {
      List<Usage> usages = shelves.inspect(List.of(all.get(i)), Moment.elapsed(takings)).usages();
      assertThat(usages.get(0).spent()).isEqualTo(Amount.of(kept[i].get()));
      assertThat(usages.get(1).spent()).isEqualTo(Amount.ZERO);
    }
  }

  private static void slotsInFlight(int takings) throws Exception {
    Shelves shelves = new Shelves(10);
    Charge call = call("flights", "", inFlight(3));
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    inThreads(
        random -> {
          for (int i = 0; i < takings / THREADS; i++) {
            if (shelves.take(List.of(call), Moment.elapsed(0)) instanceof Taking.Taken taken) {
              if (inFlight.incrementAndGet() > 3) {
                tooMany.incrementAndGet();
              }
              Thread.yield();
              inFlight.decrementAndGet();
              giveBack(shelves, taken.ticket());
            } else {
              refused.incrementAndGet();
            }
          }
        });
    assertThat(tooMany).hasValue(0);
    assertThat(spent(shelves, call, 0)).isEqualTo(Amount.ZERO);
  }

  private static Amount spent(Shelves shelves, Charge charge, long now) {
    return shelves.inspect(List.of(charge), Moment.elapsed(now)).usages().get(0).spent();
  }

  private static void giveBack(Shelves shelves, Ticket ticket) {
    BitSet first = new BitSet();
    first.set(0);
    shelves.settle(ticket, first);
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }

  private interface Work {
    void run(Random random) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  work.run(random);
                } catch (Throwable failure) {
                  failures.add(failure);
                }
              });
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
