package dev.mcppolicy.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one of some takings that were asked as one has of their reservation: its place in it. The
 * first ones are taken, as far as there is room.
 *
 * @param keys the key of the reservation, and that of the counter
 * @param member the number of the taking, from one
 * @param open how many of those that were taken haven't come to their end
 */
record Share(List<String> keys, int member, AtomicInteger open) {

  static Share first(List<String> keys) {
    return new Share(keys, 1, new AtomicInteger());
  }

  /** What another one has of the same reservation. */
  Share next(int member) {
    return new Share(keys, member, open);
  }

  /** Notes the end of one; says whether it was the last one. */
  boolean end() {
    return open.decrementAndGet() == 0;
  }
}
