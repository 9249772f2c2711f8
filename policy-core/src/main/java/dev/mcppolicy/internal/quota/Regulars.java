package dev.mcppolicy.internal.quota;

import org.jspecify.annotations.Nullable;

/**
 * The counters of some owners, which are found without being looked up: where calls have few
 * owners, as in a host of some grants, or with a limit for all, those of nearly all. Of owners who
 * share a place it is the one who came first.
 *
 * <p>A counter stays here when it is dropped from its shelf; whoever can't lock it has it
 * forgotten.
 *
 * <p>This class is thread-safe: what stands at a place may be read in a race, as all in it is
 * final.
 */
final class Regulars {

  /** A power of two. */
  private static final int PLACES = 16;

  private record Regular(String owner, int hash, SlidingMeter counter) {}

  /**
   * The two who came first. The same text finds them, and an equal one doesn't: the processor
   * foresees which of two it is, and goes on before it knows the owner.
   */
  private @Nullable Regular first;

  private @Nullable Regular second;

  private final @Nullable Regular[] places = new Regular[PLACES];

  /** Returns an owner's counter, or null if it isn't here. */
  @SuppressWarnings("ReferenceEquality") // see there
  @Nullable SlidingMeter get(String owner) {
    Regular one = first;
    if (one != null && one.owner == owner) {
      return one.counter;
    }
    Regular other = second;
    return other != null && other.owner == owner ? other.counter : getByHash(owner);
  }

  private @Nullable SlidingMeter getByHash(String owner) {
    int hash = owner.hashCode();
    Regular here = places[place(hash)];
    return here != null && here.hash == hash && here.owner.equals(owner) ? here.counter : null;
  }

  /** Keeps an owner's counter, unless its place is taken. */
  void add(String owner, SlidingMeter counter) {
    int hash = owner.hashCode();
    int place = place(hash);
    if (places[place] != null) {
      return;
    }
    Regular regular = new Regular(owner, hash, counter);
    places[place] = regular;
    if (first == null) {
      first = regular;
    } else if (second == null) {
      second = regular;
    }
  }

  void forget(SlidingMeter counter) {
    for (int i = 0; i < PLACES; i++) {
      places[i] = without(counter, places[i]);
    }
    first = without(counter, first);
    second = without(counter, second);
  }

  @SuppressWarnings("ReferenceEquality") // this counter, and none that holds the same
  private static @Nullable Regular without(SlidingMeter counter, @Nullable Regular regular) {
    return regular != null && regular.counter == counter ? null : regular;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
