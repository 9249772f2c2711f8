package dev.mcppolicy.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CounterStore} does, whatever the schedule. To hold a store to it, extend this
 * class and say how to make an empty one that judges by the moments it is given. A failure names
 * the seed of its schedule, which {@link #seed} can be made to return.
 */
public abstract class CounterStoreProperties {

  private static final Instant START = Instant.parse("2025-06-01T10:00:00Z");

  private static final List<String> AMOUNTS =
      List.of(
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "1",
          "0",
          "2",
          "2",
          "3",
          "0.1",
          "0.25",
          "1e300",
          "1e-300",
          "9223372036854775807",
          "9007199254740991",
          "0.0000001");

  private static final List<String> MAXIMA =
      List.of(
          "0", "1", "2", "3", "2.5", "10", "40", "1.8e19", "2e300", "9.3e18", "9007199254740992");

  private static final long[] LENGTHS = {
    1, 7, 10, 25, 100, 1_000, Long.MAX_VALUE - 5, Long.MAX_VALUE
  };

  private static final long[] MOVES = {0, 1, 2, 5, 9, 10, 11, 50, 99, 100, 300};

  /** Creates the tests of a store. */
  protected CounterStoreProperties() {}

  /** Returns a store without counters. */
  protected abstract CounterStore newStore();

  /** Returns how many schedules each property is tried with. */
  protected int tries() {
    return 200;
  }

  /** Returns the seed of the first schedule; those of the others follow it. */
  protected long seed() {
    return 20_261_121;
  }

  /**
   * Says whether moments may go back; a store that judges by a clock of its own never sees that.
   */
  protected boolean mayGoBack() {
    return false;
  }

  /** Any schedule gives the verdicts, waits and sums of a store that forgets nothing. */
  @Test
  void schedulesGiveWhatTheNaiveStoreGives() {
    for (int i = 0; i < tries(); i++) {
      long seed = seed() + i;
      try {
        new Schedule(new Random(seed)).run();
      } catch (AssertionError failure) {
        throw new AssertionError("with seed " + seed, failure);
      }
    }
  }

  /** Past 256 spends a window is never too full, and at most a 256th of it late. */
  @Test
  void windowOfManySpendsIsNeverTooFullAndAtMostA256thLate() {
    for (int i = 0; i < Math.max(1, tries() / 20); i++) {
      long seed = seed() + i;
      try {
        coarse(new Random(seed));
      } catch (AssertionError failure) {
        throw new AssertionError("with seed " + seed, failure);
      }
    }
  }

  /** Windows that change while a counter counts lose nothing, and count nothing never spent. */
  @Test
  void windowsThatChangeHoldAllThatWasKnown() {
    for (int i = 0; i < tries(); i++) {
      long seed = seed() + i;
      try {
        new Reload(new Random(seed)).run();
      } catch (AssertionError failure) {
        throw new AssertionError("with seed " + seed, failure);
      }
    }
  }

  private final class Schedule {
    private final Random random;
    private final CounterStore store = newStore();
    private final NaiveStore naive = new NaiveStore();
    private final List<List<Quota>> quotas = new ArrayList<>();
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<List<NaiveStore.Spend>> spends = new ArrayList<>();
    private final List<Charge> charged = new ArrayList<>();
    private long nanos;
    private Instant wall = START;

    Schedule(Random random) {
      this.random = random;
      long[] starts = {0, -50, 1_000_000, Long.MIN_VALUE, Long.MAX_VALUE - 500};
      nanos = starts[random.nextInt(starts.length)];
      for (int i = 0; i <= random.nextInt(4); i++) {
        List<Quota> some = new ArrayList<>();
        for (int j = 0; j <= random.nextInt(3); j++) {
          some.add(quota());
        }
        quotas.add(some);
      }
    }

    private Quota quota() {
      Amount max = random.nextInt(10) == 0 ? null : Amount.of(new BigDecimal(pick(MAXIMA, random)));
      return new Quota(window(), max);
    }

    private Window window() {
      int kind = random.nextInt(10);
      if (kind < 6) {
        return new Window.Sliding(Duration.ofNanos(LENGTHS[random.nextInt(LENGTHS.length)]));
      }
      if (kind < 8) {
        long[] lengths = {1, 10, 100, 1_000};
        return new Window.Calendar(
            Duration.ofNanos(lengths[random.nextInt(4)]), ZoneId.of("Asia/Kathmandu"));
      }
      return kind == 8 ? new Window.Lifetime() : new Window.InFlight();
    }

    void run() {
      int steps = random.nextInt(120);
      for (int i = 0; i < steps; i++) {
        int step = random.nextInt(17);
        if (step < 8) {
          take(charges());
        } else if (step < 11) {
          if (!tickets.isEmpty()) {
            settle(random.nextInt(tickets.size()), random.nextInt(16));
          }
        } else {
          move();
        }
      }
      checkHistory();
      for (int ticket = 0; ticket < tickets.size(); ticket++) {
        settle(ticket, -1);
      }
      for (Charge charge : charged) {
        assertThat(inspect(store, List.of(charge), moment()).usages())
            .isEqualTo(usages(List.of(charge)));
      }
    }

    private void move() {
      long by = MOVES[random.nextInt(MOVES.length)];
      long wallBy = by + (random.nextInt(10) == 0 ? MOVES[random.nextInt(MOVES.length)] : 0);
      if (mayGoBack() && random.nextInt(6) == 0) {
        by -= random.nextInt(200);
        wallBy -= random.nextInt(3_000);
      }
      long moved = nanos + by;
      nanos = ((nanos ^ moved) & (by ^ moved)) < 0 ? nanos : moved;
      wall = wall.plusNanos(wallBy);
    }

    private void take(List<Charge> charges) {
      Moment now = moment();
      List<Refusal> expected = naive.refusals(charges, now, moment -> moment);
      Inspection inspection = inspect(store, charges, now);
      assertThat(inspection.refusals()).isEqualTo(expected);
      assertThat(inspection.usages()).isEqualTo(usages(charges));
      Taking taking = join(store, charges, now);
      if (taking instanceof Taking.Refused refused) {
        assertThat(refused.refusals()).isEqualTo(expected);
      } else {
        assertThat(expected).isEmpty();
        tickets.add(((Taking.Taken) taking).ticket());
        spends.add(naive.take(charges, now));
        charged.addAll(charges);
      }
    }

    private List<Inspection.Usage> usages(List<Charge> charges) {
      List<Inspection.Usage> usages = new ArrayList<>();
      for (int i = 0; i < charges.size(); i++) {
        List<Quota> of = charges.get(i).quotas();
        for (int j = 0; j < of.size(); j++) {
          if (of.get(j).max() != null) {
            BigDecimal spent = naive.count(charges.get(i)).spent(of.get(j).window(), moment());
            usages.add(new Inspection.Usage(i, j, Amount.of(spent)));
          }
        }
      }
      return usages;
    }

    private void settle(int ticket, int returned) {
      BitSet bits = BitSet.valueOf(new long[] {returned & (1 << spends.get(ticket).size()) - 1});
      store.settle(tickets.get(ticket), bits).toCompletableFuture().join();
      naive.settle(spends.get(ticket), bits);
    }

    private void checkHistory() {
      for (Charge charge : charged) {
        for (Quota quota : charge.quotas()) {
          Amount max = quota.max();
          if (quota.window() instanceof Window.Sliding sliding && max != null) {
            assertThat(naive.fullest(charge, sliding.length())).isLessThanOrEqualTo(max.value());
          }
        }
      }
    }

    private List<Charge> charges() {
      int most = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(3);
      Map<String, Charge> charges = new LinkedHashMap<>();
      for (int i = 0; i < most; i++) {
        int counter = random.nextInt(quotas.size());
        Amount amount = Amount.of(new BigDecimal(pick(AMOUNTS, random)));
        String name = "counter " + counter;
        String owner = "owner " + random.nextInt(2);
        Quota[] of = quotas.get(counter).toArray(new Quota[0]);
        charges.put(name + owner, Charges.spend(amount, name, owner, of));
      }
      return List.copyOf(charges.values());
    }

    private Moment moment() {
      return Moment.of(nanos, wall);
    }
  }

  private record Kept(long at, BigDecimal amount, Ticket ticket) {}

  private void coarse(Random random) {
    CounterStore store = newStore();
    int length = 1 + random.nextInt(20_000);
    int max = 1 + random.nextInt(1_500);
    int kind = random.nextInt(3);
    Quota quota = Charges.sliding(Duration.ofNanos(length), max);
    List<Kept> kept = new ArrayList<>();
    long slack = (length + 255L) / 256;
    int pace = 1 + random.nextInt(1 + 3 * length / max);
    long now = random.nextInt();
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(pace + 1);
      Amount amount =
          switch (kind) {
            case 0 -> Amount.ONE;
            case 1 -> Amount.of(random.nextInt(4));
            default -> Amount.of(BigDecimal.valueOf(random.nextInt(300), 2));
          };
      Charge charge = Charges.spend(amount, "spend", "alice", quota);
      BigDecimal most = BigDecimal.valueOf(max).subtract(amount.value());
      if (join(store, List.of(charge), Moment.elapsed(now)) instanceof Taking.Taken taken) {
        assertThat(sum(kept, now - length)).isLessThanOrEqualTo(most);
        kept.add(new Kept(now, amount.value(), taken.ticket()));
      } else {
        assertThat(sum(kept, now - length - slack)).isGreaterThan(most);
      }
      if (random.nextInt(8) == 0 && !kept.isEmpty()) {
        giveBack(store, kept.remove(random.nextInt(kept.size())).ticket());
      }
      long past = now - length - slack;
      kept.removeIf(spend -> spend.at() <= past);
    }
  }

  private static BigDecimal sum(List<Kept> spends, long after) {
    return spends.stream()
        .filter(spend -> spend.at() > after)
        .map(Kept::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private final class Reload {
    private final Random random;
    private final boolean onlySliding;
    private final CounterStore store = newStore();
    private final List<Kept> spends = new ArrayList<>();

    /** For each window that came, the instant since when all spends are known to be in it. */
    private final Map<Window, Long> known = new HashMap<>();

    Reload(Random random) {
      this.random = random;
      this.onlySliding = random.nextBoolean();
    }

    void run() {
      List<Window> policy = policy();
      long now = 0;
      for (int step = 0; step < 60; step++) {
        now += random.nextInt(12);
        Moment moment = Moment.of(now, START.plusNanos(now));
        if (random.nextInt(8) == 0) {
          policy = policy();
        }
        if (random.nextInt(4) == 0 && !spends.isEmpty()) {
          giveBack(store, spends.remove(random.nextInt(spends.size())).ticket());
        }
        learn(policy, now);
        Amount amount = Amount.of(BigDecimal.valueOf(random.nextInt(4) == 0 ? 25 : 10, 1));
        Charge charge = charge(amount, policy);
        check(charge, moment);
        if (join(store, List.of(charge), moment) instanceof Taking.Taken taken) {
          spends.add(new Kept(now, amount.value(), taken.ticket()));
        }
      }
      spends.forEach(spend -> giveBack(store, spend.ticket()));
      Moment end = Moment.of(now, START.plusNanos(now));
      for (BigDecimal spent : spent(charge(Amount.ONE, List.copyOf(known.keySet())), end)) {
        assertThat(spent).isEqualByComparingTo("0");
      }
    }

    /** A new window knows as much of the past as any window did until then, or its own length. */
    private void learn(List<Window> policy, long now) {
      long earliest =
          known.entrySet().stream()
              .mapToLong(entry -> Math.max(entry.getValue(), start(entry.getKey(), now)))
              .min()
              .orElse(now);
      policy.forEach(window -> known.putIfAbsent(window, earliest));
    }

    private void check(Charge charge, Moment moment) {
      List<BigDecimal> sums = spent(charge, moment);
      for (int i = 0; i < sums.size(); i++) {
        Window window = charge.quotas().get(i).window();
        long start = start(window, moment.nanos());
        long since = Math.max(start, known.getOrDefault(window, moment.nanos()));
        assertThat(sums.get(i)).isGreaterThanOrEqualTo(from(since));
        assertThat(sums.get(i)).isLessThanOrEqualTo(from(onlySliding ? start : -1));
      }
    }

    private BigDecimal from(long start) {
      return spends.isEmpty() ? BigDecimal.ZERO : sum(spends, start - 1);
    }

    private long start(Window window, long now) {
      if (window instanceof Window.Sliding sliding) {
        return now - sliding.length().toNanos() + 1;
      }
      if (window instanceof Window.Calendar calendar) {
        return Duration.between(START, calendar.start(START.plusNanos(now))).toNanos();
      }
      return -1;
    }

    private List<Window> policy() {
      long[] lengths = {20, 50, 100, 200, 1_000};
      List<Window> windows = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        int kind = onlySliding ? 0 : random.nextInt(4);
        Duration length = Duration.ofNanos(lengths[random.nextInt(5)]);
        Window window =
            switch (kind) {
              case 0, 1 -> new Window.Sliding(length);
              case 2 -> new Window.Calendar(length, ZoneId.of("UTC"));
              default -> new Window.Lifetime();
            };
        if (!windows.contains(window)) {
          windows.add(window);
        }
      }
      return windows;
    }

    private Charge charge(Amount amount, List<Window> windows) {
      Quota[] quotas =
          windows.stream().map(window -> new Quota(window, Amount.of(20))).toArray(Quota[]::new);
      return Charges.spend(amount, "spend", "alice", quotas);
    }

    private List<BigDecimal> spent(Charge charge, Moment moment) {
      return inspect(store, List.of(charge), moment).usages().stream()
          .map(usage -> usage.spent().value())
          .toList();
    }
  }

  private static String pick(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static void giveBack(CounterStore store, Ticket ticket) {
    BitSet first = new BitSet();
    first.set(0);
    store.settle(ticket, first).toCompletableFuture().join();
  }

  private static Inspection inspect(CounterStore store, List<Charge> charges, Moment moment) {
    return store.inspect(charges, moment).toCompletableFuture().join();
  }

  private static Taking join(CounterStore store, List<Charge> charges, Moment moment) {
    return store.take(charges, moment).toCompletableFuture().join();
  }
}
