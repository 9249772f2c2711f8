package dev.mcppolicy.store;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the counters of limits: takes several amounts at once or none of them, and gives back what
 * a settlement says.
 *
 * <p>A store never admits more than a quota's maximum in any of its windows, whatever the
 * interleaving of callers. It may answer at once or later; a stage that completes exceptionally
 * means that nothing is known, and the engine then denies the call.
 *
 * <p>Implementations are thread-safe.
 */
public interface CounterStore {

  /** Returns a store in this process's memory with room for 1,000,000 keys. */
  static InMemoryCounterStore inMemory() {
    return InMemoryCounterStore.withMaxKeys(InMemoryCounterStore.DEFAULT_MAX_KEYS);
  }

  /**
   * Takes all charges, or none.
   *
   * @param charges what a call spends, each counter of an owner at most once; an empty list is
   *     always taken
   * @param now the moment at which the call is judged, with a wall clock if a window is on the
   *     calendar; a store with a clock of its own may ignore it
   * @throws IllegalArgumentException if a counter of an owner is charged twice
   * @throws IllegalStateException if the moment lacks a wall clock that is needed
   */
  CompletionStage<Taking> take(List<Charge> charges, Moment now);

  /**
   * Ends a taking: every slot in flight is freed, and the charges named are given back, each in the
   * window it was taken from. A ticket settles once; later settlements change nothing.
   *
   * @param ticket what {@link #take} answered
   * @param returned the positions, in the list of charges, of those to give back
   * @throws IllegalArgumentException if the ticket is another store's, or a position is past the
   *     list
   */
  CompletionStage<Void> settle(Ticket ticket, BitSet returned);

  /**
   * Says what {@link #take} would answer, and how full each quota is, without changing anything.
   */
  CompletionStage<Inspection> inspect(List<Charge> charges, Moment now);

  /**
   * Checks that this store can charge one call to all of these counters at once, each of them in
   * all of its windows. An engine asks this for whatever may meet in one call when it is given
   * policies, so that a policy which this store can't keep is refused before any call is.
   *
   * @param counters counters that one call may meet, each with the windows that are counted
   * @throws IllegalArgumentException if it can't; the message says why, and what to do
   */
  default void requireKeepable(Map<CounterId, Set<Window>> counters) {}

  /** Returns how many keys are held and how many were refused for want of room. */
  StoreStats stats();
}
