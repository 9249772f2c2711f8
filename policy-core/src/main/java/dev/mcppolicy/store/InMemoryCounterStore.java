package dev.mcppolicy.store;

import dev.mcppolicy.internal.quota.BackDoor;
import dev.mcppolicy.internal.quota.Shelves;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The built-in store: counters in this process's memory, exact, answered at once.
 *
 * <p>An idle counter goes away when it can no longer deny anything, and never before. When as many
 * keys are held as may be, a call that needs a new one is refused.
 *
 * <p>This class is thread-safe.
 */
public final class InMemoryCounterStore implements CounterStore {

  /** How many keys a store holds unless told otherwise. */
  public static final long DEFAULT_MAX_KEYS = 1_000_000;

  static {
    BackDoor.leave(store -> store instanceof InMemoryCounterStore own ? own.shelves : null);
  }

  private final Shelves shelves;

  private InMemoryCounterStore(long maxKeys) {
    this.shelves = new Shelves(maxKeys);
  }

  /**
   * Returns an empty store.
   *
   * @throws IllegalArgumentException if {@code maxKeys} is below 1
   */
  public static InMemoryCounterStore withMaxKeys(long maxKeys) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be >= 1: " + maxKeys);
    }
    return new InMemoryCounterStore(maxKeys);
  }

  @Override
  public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
    return CompletableFuture.completedFuture(takeNow(charges, now));
  }

  /** Does what {@link #take} does, and returns the answer itself. */
  public Taking takeNow(List<Charge> charges, Moment now) {
    return shelves.take(charges, now);
  }

  @Override
  public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
    shelves.settle(ticket, returned);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
    return CompletableFuture.completedFuture(shelves.inspect(charges, now));
  }

  @Override
  public StoreStats stats() {
    return shelves.stats();
  }
}
