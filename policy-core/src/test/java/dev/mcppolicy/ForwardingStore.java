package dev.mcppolicy;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store that has another one answer; tests override what they change of that. */
public abstract class ForwardingStore implements CounterStore {

  /** The store that answers. */
  protected final CounterStore store;

  protected ForwardingStore(CounterStore store) {
    this.store = store;
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
