package dev.mcppolicy.redis;

import dev.mcppolicy.store.Ticket;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One reservation: its keys, and whether this host has settled it. */
final class RedisTicket implements Ticket {

  private final RedisCounters store;
  private final String id;
  private final String tag;
  private final List<String> keys;
  private final BitSet leased;
  private final AtomicBoolean settled = new AtomicBoolean();

  /**
   * Creates a ticket.
   *
   * @param tag the hash tag of its keys
   * @param keys that of the reservation, and those of the counters in the order of the charges
   * @param leased the positions of the charges that hold a slot in flight
   */
  RedisTicket(RedisCounters store, String id, String tag, List<String> keys, BitSet leased) {
    this.store = store;
    this.id = id;
    this.tag = tag;
    this.keys = keys;
    this.leased = leased;
  }

  RedisCounters store() {
    return store;
  }

  String id() {
    return id;
  }

  String tag() {
    return tag;
  }

  List<String> keys() {
    return keys;
  }

  int charges() {
    return keys.size() - 1;
  }

  boolean isLeased() {
    return !leased.isEmpty();
  }

  boolean isSettled() {
    return settled.get();
  }

  /** Says whether this is the first settlement. */
  boolean settleOnce() {
    return settled.compareAndSet(false, true);
  }

  /** Positions of charges as ones among zeros. */
  String digits(BitSet positions) {
    StringBuilder digits = new StringBuilder(charges());
    for (int i = 0; i < charges(); i++) {
      digits.append(positions.get(i) ? '1' : '0');
    }
    return digits.toString();
  }
}
