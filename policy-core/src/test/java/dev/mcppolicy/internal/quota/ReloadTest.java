package dev.mcppolicy.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Charges;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Windows of a counter that change while it counts: nothing that was known to count is lost. */
class ReloadTest {

  private static final Instant START = Instant.parse("2025-06-01T10:00:00Z");

  private static final class Spend {
    final long at;
    final BigDecimal amount;
    final Ticket ticket;
    boolean returned;

    Spend(long at, BigDecimal amount, Ticket ticket) {
      this.at = at;
      this.amount = amount;
      this.ticket = ticket;
    }
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void windowHoldsAllThatWasKnownWhenItCameAndNothingThatWasNeverSpent(@ForAll long seed) {
    Random random = new Random(seed);
    boolean onlySliding = random.nextBoolean();
    Shelves shelves = new Shelves(10);
    List<Spend> spends = new ArrayList<>();
    // For each window that came, the instant since when all spends are known to be in it.
    Map<Window, Long> known = new HashMap<>();
    List<Window> policy = policy(random, onlySliding);
    long now = 0;
    for (int step = 0; step < 150; step++) {
      now += random.nextInt(12);
      Moment moment = Moment.of(now, START.plusNanos(now));
      if (random.nextInt(15) == 0) {
        policy = policy(random, onlySliding);
      }
      if (random.nextInt(4) == 0 && !spends.isEmpty()) {
        giveBack(shelves, spends.get(random.nextInt(spends.size())));
      }
      learn(known, policy, now);
      Amount amount = Amount.of(BigDecimal.valueOf(random.nextInt(4) == 0 ? 25 : 10, 1));
      Charge charge = charge(amount, policy);
      check(shelves, spends, known, charge, moment, onlySliding);
      if (shelves.take(List.of(charge), moment) instanceof Taking.Taken taken) {
        spends.add(new Spend(now, amount.value(), taken.ticket()));
      }
    }
    spends.forEach(spend -> giveBack(shelves, spend));
    Moment end = Moment.of(now, START.plusNanos(now));
    for (BigDecimal spent :
        spent(shelves, charge(Amount.ONE, new ArrayList<>(known.keySet())), end)) {
      assertThat(spent).isEqualByComparingTo("0");
    }
  }

  /** A new window knows as much of the past as any window knew until then, or its own length. */
  private static void learn(Map<Window, Long> known, List<Window> policy, long now) {
    long earliest =
        known.entrySet().stream()
            .mapToLong(entry -> Math.max(entry.getValue(), start(entry.getKey(), now)))
            .min()
            .orElse(now);
    policy.forEach(window -> known.putIfAbsent(window, earliest));
  }

  private static void check(
      Shelves shelves,
      List<Spend> spends,
      Map<Window, Long> known,
      Charge charge,
      Moment moment,
      boolean exact) {
    List<BigDecimal> sums = spent(shelves, charge, moment);
    for (int i = 0; i < sums.size(); i++) {
      Window window = charge.quotas().get(i).window();
      long start = start(window, moment.nanos());
      assertThat(sums.get(i))
          .isGreaterThanOrEqualTo(sum(spends, Math.max(start, known.get(window))));
      assertThat(sums.get(i)).isLessThanOrEqualTo(sum(spends, exact ? start : -1));
    }
  }

  /** The first instant that counts. */
  private static long start(Window window, long now) {
    if (window instanceof Window.Sliding sliding) {
      return now - sliding.length().toNanos() + 1;
    }
    if (window instanceof Window.Calendar calendar) {
      Span span = CalendarWindows.around(calendar, START.plusNanos(now));
      return Duration.between(START, span.start()).toNanos();
    }
    return Long.MIN_VALUE;
  }

  private static List<Window> policy(Random random, boolean onlySliding) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int kind = onlySliding ? 0 : random.nextInt(4);
      Duration length = Duration.ofNanos(List.of(20, 50, 100, 200, 1_000).get(random.nextInt(5)));
      Window window =
          switch (kind) {
            case 0, 1 -> new Window.Sliding(length);
            case 2 -> new Window.Calendar(length, java.time.ZoneOffset.UTC);
            default -> new Window.Lifetime();
          };
      if (!windows.contains(window)) {
        windows.add(window);
      }
    }
    return windows;
  }

  private static Charge charge(Amount amount, List<Window> windows) {
    return Charges.spend(
        amount,
        "spend",
        "alice",
        windows.stream().map(window -> new Quota(window, Amount.of(20))).toArray(Quota[]::new));
  }

  private static List<BigDecimal> spent(Shelves shelves, Charge charge, Moment moment) {
    return shelves.inspect(List.of(charge), moment).usages().stream()
        .map(usage -> usage.spent().value())
        .toList();
  }

  private static BigDecimal sum(List<Spend> spends, long from) {
    return spends.stream()
        .filter(spend -> !spend.returned && spend.at >= from)
        .map(spend -> spend.amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static void giveBack(Shelves shelves, Spend spend) {
    BitSet first = new BitSet();
    first.set(0);
    shelves.settle(spend.ticket, first);
    spend.returned = true;
  }
}
