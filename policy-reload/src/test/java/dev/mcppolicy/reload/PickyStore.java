package dev.mcppolicy.reload;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A store in memory that refuses some counters. */
final class PickyStore implements CounterStore {

  private final CounterStore store = CounterStore.inMemory();
  private final Predicate<String> refused;

  PickyStore(Predicate<String> refused) {
    this.refused = refused;
  }

  /** Returns a store that refuses counters called {@code bad}. */
  static PickyStore thatRefusesBad() {
    return new PickyStore("bad"::equals);
  }

  @Override
  public void requireKeepable(Map<CounterId, Set<Window>> counters) {
    counters.forEach(
        (id, windows) -> {
          if (refused.test(id.name())) {
            throw new IllegalArgumentException("no counter " + id.name() + " here");
          }
        });
  }

  @Override
  public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
    return store.take(charges, now);
  }

  @Override
  public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
    return store.settle(ticket, returned);
  }

  @Override
  public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
    return store.inspect(charges, now);
  }

  @Override
  public StoreStats stats() {
    return store.stats();
  }
}
