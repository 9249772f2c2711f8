package dev.mcppolicy.internal.quota;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How many keys there are and may be. Every key is reserved here before it is put anywhere. */
final class Room {
  private final long maxKeys;
  private final AtomicLong keys = new AtomicLong();
  private final LongAdder refusedKeys = new LongAdder();

  Room(long maxKeys) {
    this.maxKeys = maxKeys;
  }

  long maxKeys() {
    return maxKeys;
  }

  long keys() {
    return keys.get();
  }

  long free() {
    return maxKeys - keys.get();
  }

  /** Reserves as many of {@code wanted} keys as there is room for, and says how many. */
  int reserve(int wanted) {
    while (true) {
      long held = keys.get();
      int some = (int) Math.min(wanted, maxKeys - held);
      if (some == 0 || keys.compareAndSet(held, held + some)) {
        return some;
      }
    }
  }

  void release(int reserved) {
    if (reserved > 0) {
      keys.addAndGet(-reserved);
    }
  }

  long refusedKeys() {
    return refusedKeys.sum();
  }

  /** Notes that a taking was refused for want of room. */
  void refused() {
    refusedKeys.increment();
  }
}
