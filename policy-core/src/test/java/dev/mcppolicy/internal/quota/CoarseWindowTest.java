package dev.mcppolicy.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Charges;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Windows with more than 256 entries: never too much, and at most a 256th of the window late. */
class CoarseWindowTest {

  private record Spend(long at, BigDecimal amount, Ticket ticket) {}

  @Property(tries = 60)
  void neverTooMuchAndAtMostA256thLate(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20_000) int length,
      @ForAll @IntRange(min = 1, max = 1_500) int max,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    Random random = new Random(seed);
    Quota quota = Charges.sliding(Duration.ofNanos(length), max);
    Shelves shelves = new Shelves(10);
    List<Spend> kept = new ArrayList<>();
    long slack = (length + 255L) / 256;
    int pace = 1 + random.nextInt(1 + 3 * length / max);
    long now = random.nextInt();
    for (int i = 0; i < 4_000; i++) {
      now += random.nextInt(pace + 1);
      Amount amount = amount(kind, random);
      Charge charge = Charges.spend(amount, "spend", "alice", quota);
      BigDecimal most = BigDecimal.valueOf(max).subtract(amount.value());
      Taking taking = shelves.take(List.of(charge), Moment.elapsed(now));
      if (taking instanceof Taking.Taken taken) {
        assertThat(sum(kept, now - length)).isLessThanOrEqualTo(most);
        kept.add(new Spend(now, amount.value(), taken.ticket()));
      } else {
        assertThat(sum(kept, now - length - slack)).isGreaterThan(most);
        checkWait(shelves, charge, now, ((Taking.Refused) taking).refusals().get(0));
      }
      if (random.nextInt(8) == 0 && !kept.isEmpty()) {
        giveBack(shelves, kept.remove(random.nextInt(kept.size())));
      }
      kept.removeIf(old(now - length - slack));
    }
    assertThat(entries(shelves)).isLessThanOrEqualTo(520);
  }

  @Test
  void hundredThousandADayFitIn520Entries() {
    Quota quota = Charges.sliding(Duration.ofDays(1), 100_000);
    Shelves shelves = new Shelves(10);
    long second = Duration.ofSeconds(1).toNanos();
    for (int i = 0; i < 150_000; i++) {
      Charge call = Charges.call("calls", "alice", quota);
      shelves.take(List.of(call), Moment.elapsed(i * second));
      if (i % 1_000 == 0) {
        assertThat(entries(shelves)).isLessThanOrEqualTo(520);
      }
    }
  }

  @Test
  void windowThatWasCoarseIsExactAgainOnceItIsEmpty() {
    Quota quota = Charges.sliding(Duration.ofNanos(100_000), 1_000);
    Shelves shelves = new Shelves(10);
    for (int i = 0; i < 1_000; i++) {
      shelves.take(List.of(Charges.call("calls", "alice", quota)), Moment.elapsed(i));
    }
    for (int i = 0; i < 256; i++) {
      shelves.take(List.of(Charges.call("calls", "alice", quota)), Moment.elapsed(200_000 + i));
    }
    Charge lots = Charges.spend(1_000, "calls", "alice", quota);
    assertThat(wait(shelves, lots, 200_300)).isEqualTo(Duration.ofNanos(99_955));
    Charge some = Charges.spend(745, "calls", "alice", quota);
    assertThat(wait(shelves, some, 200_300)).isEqualTo(Duration.ofNanos(99_700));
  }

  @Test
  void refundFindsItsOwnEntryThoughOthersOfItsInstantCameLater() {
    Quota quota = Charges.sliding(Duration.ofNanos(1_000), 1_000);
    Shelves shelves = new Shelves(10);
    Charge call = Charges.call("calls", "alice", quota);
    Ticket first = take(shelves, call, 0);
    for (int i = 1; i < 256; i++) {
      take(shelves, call, i);
    }
    Charge five = Charges.spend(5, "calls", "alice", quota);
    Ticket merged = take(shelves, five, 257);
    // From here on there is room for one more entry.
    giveBack(shelves, new Spend(0, BigDecimal.ONE, first));
    take(shelves, call, 257);
    giveBack(shelves, new Spend(257, BigDecimal.valueOf(5), merged));
    // The call of 255 and the second one of 257, which leave together.
    assertThat(shelves.inspect(List.of(five), Moment.elapsed(1_256)).usages().get(0).spent())
        .isEqualTo(Amount.of(2));
    assertThat(shelves.inspect(List.of(five), Moment.elapsed(1_257)).usages().get(0).spent())
        .isEqualTo(Amount.ZERO);
  }

  private static Ticket take(Shelves shelves, Charge charge, long now) {
    return ((Taking.Taken) shelves.take(List.of(charge), Moment.elapsed(now))).ticket();
  }

  private static Duration wait(Shelves shelves, Charge charge, long now) {
    return shelves.inspect(List.of(charge), Moment.elapsed(now)).refusals().get(0).retryAfter();
  }

  private static void checkWait(Shelves shelves, Charge charge, long now, Refusal refusal) {
    if (refusal.retryAfter() != null) {
      long then = now + refusal.retryAfter().toNanos();
      assertThat(shelves.inspect(List.of(charge), Moment.elapsed(then)).refusals()).isEmpty();
      assertThat(shelves.inspect(List.of(charge), Moment.elapsed(then - 1)).refusals())
          .isNotEmpty();
    }
  }

  private static Amount amount(int kind, Random random) {
    return switch (kind) {
      case 0 -> Amount.ONE;
      case 1 -> Amount.of(random.nextInt(4));
      case 2 -> Amount.of(BigDecimal.valueOf(random.nextInt(300), 2));
      default ->
          random.nextInt(3) > 0 ? Amount.ONE : Amount.of(BigDecimal.valueOf(random.nextInt(9), 1));
    };
  }

  private static BigDecimal sum(List<Spend> spends, long after) {
    return spends.stream()
        .filter(spend -> spend.at() > after)
        .map(Spend::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static java.util.function.Predicate<Spend> old(long until) {
    return spend -> spend.at() <= until;
  }

  private static void giveBack(Shelves shelves, Spend spend) {
    BitSet first = new BitSet();
    first.set(0);
    shelves.settle(spend.ticket(), first);
  }

  private static int entries(Shelves shelves) {
    Counter counter = shelves.find(Charges.call("calls", "alice", Charges.lifetime(1)));
    if (counter == null) {
      counter = shelves.find(Charges.call("spend", "alice", Charges.lifetime(1)));
    }
    return counter == null ? 0 : ((SlidingMeter) counter.first()).entries();
  }
}
