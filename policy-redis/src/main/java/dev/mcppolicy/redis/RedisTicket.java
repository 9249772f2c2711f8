package dev.mcppolicy.redis;

import dev.mcppolicy.store.Ticket;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One reservation: its keys, and whether this host has settled it. */
final class RedisTicket implements Ticket {

  private final RedisCounters store;
  private final String id;
  private final String tag;
  private final List<String> keys;
  private final AtomicBoolean settled = new AtomicBoolean();

  private volatile @Nullable Share share;

  /** Whether the server keeps nothing of it that anything could ask for once it is settled. */
  private volatile boolean forgettable;

  /**
   * Creates a ticket.
   *
   * @param tag the hash tag of its keys
   * @param keys that of the reservation, and those of the counters in the order of the charges
   */
  RedisTicket(RedisCounters store, String id, String tag, List<String> keys) {
    this.store = store;
    this.id = id;
    this.tag = tag;
    this.keys = keys;
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

  /** The key of its reservation, and those of its counters in the order of the charges. */
  List<String> keys() {
    Share shared = share;
    return shared == null ? keys : shared.keys();
  }

  /** What it has of a reservation that it shares; null if it has one of its own. */
  @Nullable Share share() {
    return share;
  }

  /** Returns this, which has that of a reservation that its request has. */
  RedisTicket as(Request request) {
    share = request.share();
    return this;
  }

  int charges() {
    return keys.size() - 1;
  }

  /**
   * Notes that it holds no slots in flight, in a window of its policy's or of another one's, and
   * that its request, which was sent once and is answered, won't be made again.
   */
  void mayBeForgotten() {
    forgettable = true;
  }

  /** Says whether nothing could ask for it once it is settled, unless something is given back. */
  boolean isForgettable() {
    return forgettable;
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
