package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Ticket;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reservation made while Redis was away. Guarded by itself. */
final class LocalTicket implements Ticket {

  private final LocalCounters store;
  private final List<Charge> charges;
  private final Ticket local;
  private @Nullable BitSet returned;
  private @Nullable RedisTicket merged;

  LocalTicket(LocalCounters store, List<Charge> charges, Ticket local) {
    this.store = store;
    this.charges = charges;
    this.local = local;
  }

  LocalCounters store() {
    return store;
  }

  List<Charge> charges() {
    return charges;
  }

  Ticket local() {
    return local;
  }

  /**
   * Notes the first settlement; returns what it has to settle on the server, or null if nothing.
   */
  synchronized @Nullable RedisTicket settled(BitSet positions) {
    if (returned != null) {
      return null;
    }
    returned = (BitSet) positions.clone();
    return merged;
  }

  /** The positions that were given back so far. */
  synchronized BitSet returned() {
    return returned == null ? new BitSet() : (BitSet) returned.clone();
  }

  /** Notes the reservation on the server; returns what was given back meanwhile, or null. */
  synchronized @Nullable BitSet merged(RedisTicket ticket) {
    merged = ticket;
    return returned == null ? null : (BitSet) returned.clone();
  }
}
