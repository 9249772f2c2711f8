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
 * final, and so may a counter beside its owner's name, as it is of no use before it is locked.
 */
final class Regulars {

  /** A power of two. */
  private static final int PLACES = 16;

  private record Regular(String owner, int hash, SlidingMeter counter) {}

  /*
   * The two who came first. The same text finds them, and an equal one doesn't: the processor
   * foresees which of two it is, and goes on before it knows the owner. A name that stands here
   * stays, so that nobody ever reads one of them with the counter of another. They stand here and
   * not in objects, since one that lay before a counter would be taken from each other by whoever
   * spends there and whoever only reads that it isn't theirs.
   */
  private @Nullable String firstOwner;
  private @Nullable SlidingMeter first;
  private @Nullable String secondOwner;
  private @Nullable SlidingMeter second;

  private final @Nullable Regular[] places = new Regular[PLACES];

  /** Returns an owner's counter, or null if it isn't here. */
  @SuppressWarnings("ReferenceEquality") // see there
  @Nullable SlidingMeter get(String owner) {
    SlidingMeter known = owner == firstOwner ? first : owner == secondOwner ? second : null;
    return known == null ? getByHash(owner) : known;
  }

  private @Nullable SlidingMeter getByHash(String owner) {
    int hash = owner.hashCode();
    Regular here = places[place(hash)];
    return here != null && here.hash == hash && here.owner.equals(owner) ? here.counter : null;
  }

  /** Keeps an owner's counter, unless its place is taken. */
  void add(String owner, SlidingMeter counter) {
    int hash = owner.hashCode();
    if (places[place(hash)] == null) {
      add(new Regular(owner, hash, counter));
    }
  }

  private synchronized void add(Regular regular) {
    int place = place(regular.hash);
    if (places[place] != null) {
      return;
    }
    places[place] = regular;
    if (firstOwner == null || firstOwner.equals(regular.owner)) {
      first = regular.counter;
      firstOwner = regular.owner;
    } else if (secondOwner == null || secondOwner.equals(regular.owner)) {
      second = regular.counter;
      secondOwner = regular.owner;
    }
  }

  @SuppressWarnings("ReferenceEquality") // this counter, and none that holds the same
  synchronized void forget(SlidingMeter counter) {
    for (int i = 0; i < PLACES; i++) {
      Regular here = places[i];
      places[i] = here != null && here.counter == counter ? null : here;
    }
    first = first == counter ? null : first;
    second = second == counter ? null : second;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
