package dev.mcppolicy.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.internal.quota.Judging;
import dev.mcppolicy.internal.quota.Shelves;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
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
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any schedule gives the same verdicts, waits and sums as a naive store. */
class ShelvesModelTest {

  private static final int MANY_KEYS = 1_000_000;

  /** Something that happens. */
  sealed interface Step {}

  /** Takes from some counters: for each its place, the owner's and an amount. */
  record Take(List<Pick> picks) implements Step {}

  record Pick(int counter, int owner, Amount amount) {}

  /** Settles a taking made earlier. */
  record Settle(int ticket, int returned) implements Step {}

  /** Moves the clocks, back or forth. */
  record Move(long nanos, long wallNanos) implements Step {}

  /** Fills the shelves with a key that soon is idle, so that others are looked at. */
  record Stranger(int name) implements Step {}

  @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
  void schedulesGiveWhatTheNaiveStoreGives(
      @ForAll("policies") List<List<Quota>> quotas,
      @ForAll("schedules") List<Step> steps,
      @ForAll("starts") long start) {
    Run run = new Run(quotas, start);
    for (Step step : steps) {
      run.step(step);
    }
    run.checkHistory();
  }

  private static final class Run {
    private final Shelves shelves = new Shelves(MANY_KEYS);
    private final NaiveStore naive = new NaiveStore();
    private final List<List<Quota>> quotas;
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<List<NaiveStore.Spend>> spends = new ArrayList<>();
    private final List<Charge> charged = new ArrayList<>();
    private long nanos;
    private Instant wall = Instant.parse("2025-06-01T10:00:00Z");

    Run(List<List<Quota>> quotas, long start) {
      this.quotas = quotas;
      this.nanos = start;
    }

    void step(Step step) {
      if (step instanceof Take take) {
        take(charges(take));
      } else if (step instanceof Settle settle) {
        if (!tickets.isEmpty()) {
          settle(settle.ticket() % tickets.size(), settle.returned());
        }
      } else if (step instanceof Move move) {
        long moved = nanos + move.nanos();
        nanos = ((nanos ^ moved) & (move.nanos() ^ moved)) < 0 ? nanos : moved;
        wall = wall.plusNanos(move.wallNanos());
      } else if (step instanceof Stranger stranger) {
        shelves.take(
            List.of(
                new Charge(
                    new CounterId("stranger " + stranger.name() % 3, "global", List.of()),
                    "stranger " + stranger.name(),
                    Amount.ONE,
                    List.of(new Quota(new Window.Sliding(Duration.ofNanos(1)), Amount.ONE)))),
            moment());
      }
    }

    private void take(List<Charge> charges) {
      Moment given = moment();
      Inspection inspection = shelves.inspect(charges, given);
      Moment judged = Judging.judged(shelves, given);
      List<Refusal> expected =
          naive.refusals(charges, given, moment -> Judging.judged(shelves, moment));
      assertThat(inspection.refusals()).isEqualTo(expected);
      assertThat(inspection.usages()).isEqualTo(usages(charges, judged));
      Taking taking = shelves.take(charges, given);
      if (taking instanceof Taking.Refused refused) {
        assertThat(refused.refusals()).isEqualTo(expected);
        checkWaits(charges, given, expected);
      } else {
        assertThat(expected).isEmpty();
        tickets.add(((Taking.Taken) taking).ticket());
        spends.add(naive.take(charges, judged));
        charged.addAll(charges);
      }
    }

    private List<Inspection.Usage> usages(List<Charge> charges, Moment judged) {
      List<Inspection.Usage> usages = new ArrayList<>();
      for (int i = 0; i < charges.size(); i++) {
        List<Quota> of = charges.get(i).quotas();
        for (int j = 0; j < of.size(); j++) {
          if (of.get(j).max() != null) {
            BigDecimal spent = naive.count(charges.get(i)).spent(of.get(j).window(), judged);
            usages.add(new Inspection.Usage(i, j, Amount.of(spent)));
          }
        }
      }
      return usages;
    }

    /** Waiting as long as said is enough, and a nanosecond less is not. */
    private void checkWaits(List<Charge> charges, Moment given, List<Refusal> refusals) {
      for (Refusal refusal : refusals) {
        if (refusal.retryAfter() != null && fits(given.nanos(), refusal.retryAfter())) {
          assertThat(refusedLater(charges, given, refusal, refusal.retryAfter())).isFalse();
          assertThat(refusedLater(charges, given, refusal, refusal.retryAfter().minusNanos(1)))
              .isTrue();
        }
      }
    }

    private static boolean fits(long nanos, Duration wait) {
      return NaiveStore.nanos(nanos).add(NaiveStore.nanos(wait)).bitLength() < 64;
    }

    private boolean refusedLater(
        List<Charge> charges, Moment given, Refusal refusal, Duration wait) {
      long nanos = NaiveStore.nanos(given.nanos()).add(NaiveStore.nanos(wait)).longValueExact();
      Moment later = Moment.of(nanos, given.wall().plus(wait));
      return shelves.inspect(charges, later).refusals().stream()
          .anyMatch(r -> r.charge() == refusal.charge() && r.quota() == refusal.quota());
    }

    private void settle(int ticket, int returned) {
      BitSet bits = BitSet.valueOf(new long[] {returned & (1 << spends.get(ticket).size()) - 1});
      shelves.settle(tickets.get(ticket), bits);
      naive.settle(spends.get(ticket), bits);
    }

    void checkHistory() {
      for (Charge charge : charged) {
        for (Quota quota : charge.quotas()) {
          if (quota.window() instanceof Window.Sliding sliding && quota.max() != null) {
            assertThat(naive.fullest(charge, sliding.length()))
                .isLessThanOrEqualTo(quota.max().value());
          }
        }
      }
      giveEverythingBack();
    }

    /** Afterwards nothing is left but what was settled and kept. */
    private void giveEverythingBack() {
      for (int ticket = 0; ticket < tickets.size(); ticket++) {
        settle(ticket, -1);
      }
      Moment given = moment();
      Moment judged = Judging.judged(shelves, given);
      for (Charge charge : charged) {
        assertThat(shelves.inspect(List.of(charge), given).usages())
            .isEqualTo(usages(List.of(charge), judged));
      }
    }

    private List<Charge> charges(Take take) {
      List<Charge> charges = new ArrayList<>();
      for (Pick pick : take.picks()) {
        int counter = pick.counter() % quotas.size();
        charges.add(
            new Charge(
                new CounterId("counter " + counter, "grant", List.of()),
                "owner " + pick.owner(),
                pick.amount(),
                quotas.get(counter)));
      }
      Map<Tuple.Tuple2<CounterId, String>, Charge> distinct = new java.util.LinkedHashMap<>();
      charges.forEach(c -> distinct.put(Tuple.of(c.counter(), c.owner()), c));
      return List.copyOf(distinct.values());
    }

    private Moment moment() {
      return Moment.of(nanos, wall);
    }
  }

  @Provide
  Arbitrary<List<List<Quota>>> policies() {
    Arbitrary<Window> windows =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Arbitraries.of(1L, 7L, 10L, 25L, 100L, 1_000L, Long.MAX_VALUE - 5, Long.MAX_VALUE)
                    .map(nanos -> new Window.Sliding(Duration.ofNanos(nanos)))),
            Tuple.of(
                2,
                Arbitraries.of(1L, 10L, 100L, 1_000L)
                    .map(
                        nanos ->
                            new Window.Calendar(
                                Duration.ofNanos(nanos), ZoneId.of("Asia/Kathmandu")))),
            Tuple.of(1, Arbitraries.just(new Window.Lifetime())),
            Tuple.of(1, Arbitraries.just(new Window.InFlight())));
    Arbitrary<Amount> maxima =
        Arbitraries.of("0", "1", "2", "3", "2.5", "10", "40", "1.8e19", "2e300", "9.3e18")
            .map(text -> Amount.of(new BigDecimal(text)));
    Arbitrary<Quota> quotas = Combinators.combine(windows, maxima.injectNull(0.1)).as(Quota::new);
    return quotas.list().ofMinSize(1).ofMaxSize(3).list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    Arbitrary<Amount> amounts =
        Arbitraries.frequency(
                Tuple.of(12, "1"),
                Tuple.of(1, "0"),
                Tuple.of(2, "2"),
                Tuple.of(1, "3"),
                Tuple.of(1, "0.1"),
                Tuple.of(1, "0.25"),
                Tuple.of(1, "1e300"),
                Tuple.of(1, "1e-300"),
                Tuple.of(1, String.valueOf(Long.MAX_VALUE)))
            .map(text -> Amount.of(new BigDecimal(text)));
    Arbitrary<Pick> picks =
        Combinators.combine(
                Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 1), amounts)
            .as(Pick::new);
    Arbitrary<Step> takes =
        Arbitraries.frequencyOf(
                Tuple.of(3, picks.list().ofSize(1)),
                Tuple.of(1, picks.list().ofMinSize(2).ofMaxSize(4)))
            .map(Take::new);
    Arbitrary<Step> settlements =
        Combinators.combine(
                Arbitraries.integers().between(0, 1_000), Arbitraries.integers().between(0, 15))
            .as(Settle::new);
    Arbitrary<Long> forth = Arbitraries.of(0L, 1L, 2L, 5L, 9L, 10L, 11L, 50L, 99L, 100L, 300L);
    Arbitrary<Long> back = Arbitraries.of(0L, -1L, -5L, -10L, -60L, -150L, -2_500L, 5_000L);
    Arbitrary<Step> moves =
        Arbitraries.frequencyOf(
            Tuple.of(8, forth.map(nanos -> new Move(nanos, nanos))),
            Tuple.of(1, back.map(nanos -> new Move(nanos, nanos))),
            Tuple.of(1, Combinators.combine(forth, back).as(Move::new)),
            Tuple.of(1, Combinators.combine(back, forth).as(Move::new)));
    Arbitrary<Step> strangers = Arbitraries.integers().between(0, 1_000).map(Stranger::new);
    return Arbitraries.frequencyOf(
            Tuple.of(8, takes),
            Tuple.of(3, settlements),
            Tuple.of(6, moves),
            Tuple.of(2, strangers))
        .list()
        .ofMaxSize(120);
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.of(0L, -50L, 1_000_000L, Long.MIN_VALUE, Long.MAX_VALUE - 500);
  }
}
