package dev.mcppolicy.internal.quota;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one id, by owner. A shelf that stays empty is closed and goes away; whoever still
 * has it takes another.
 */
final class Shelf {
  private static final long CLOSED = -1;

  // Neither a size nor an expiry: an evicted counter would be a refilled budget.
  private final ConcurrentMap<String, Counter> counters =
      Caffeine.newBuilder().<String, Counter>build().asMap();
  private final AtomicLong places = new AtomicLong();
  private int generation;

  @Nullable Counter get(String owner) {
    return counters.get(owner);
  }

  /** Keeps this shelf open for a counter that is about to be put; false if it is closed. */
  boolean reserve() {
    return places.getAndUpdate(n -> n == CLOSED ? CLOSED : n + 1) != CLOSED;
  }

  /** Gives up the place of a counter that was removed, or never put. */
  void release() {
    places.decrementAndGet();
  }

  /** Says whether this shelf is closed for ever, which it only is while empty. */
  boolean close() {
    return places.compareAndSet(0, CLOSED);
  }

  /** Puts a counter in a place reserved for it, unless its owner has one. */
  boolean put(String owner, Counter counter) {
    return counters.putIfAbsent(owner, counter) == null;
  }

  /** Removes a counter and gives up its place. */
  void remove(String owner, Counter counter) {
    if (counters.remove(owner, counter)) {
      release();
    }
  }

  int size() {
    return counters.size();
  }

  /**
   * A number that grows whenever the map moves into a larger table; an iterator from before keeps
   * the old one alive. It never falls, as the table never shrinks. For the sweeper only.
   */
  int generation() {
    generation = Math.max(generation, Long.SIZE - Long.numberOfLeadingZeros(places.get() * 4 / 3));
    return generation;
  }

  Iterator<Map.Entry<String, Counter>> iterator() {
    return counters.entrySet().iterator();
  }
}
