package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import dev.mcppolicy.store.Window;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a store: one shelf for each counter id, on it one counter for each owner.
 *
 * <p>This class is thread-safe.
 */
public final class Shelves {
  /*
   * The simplest counter is a number that is set to zero when its window ends. It admits twice the
   * limit around the edge: all of it just before, all of it just after. A token bucket, or GCRA,
   * smooths that and still admits nearly twice the limit in some window: a full bucket at once, and
   * what flows in meanwhile. "At most ten in any minute" is only kept by remembering ten instants.
   *
   * So a window is the list of what was spent, and an entry leaves exactly one window after it came.
   * A list of instants would grow with the limit, and a limit of 100,000 a day would hold 800 KB
   * for each owner. But only a few entries are ever needed to say nearly when each spend was made:
   * past 256, entries closer than a 256th of the window are merged, and leave together when the
   * last of them does. Nothing is ever let through too early; some of it is a little late.
   *
   * Where do the lists live? A cache with a size evicts, and an evicted counter is a refilled
   * budget. A cache that expires entries can't be asked to wait while somebody takes from one. So
   * the cache only holds, and idle counters are dropped by us, under their own lock: whoever has
   * a counter that was dropped meanwhile looks it up again. A few are looked at whenever a key is
   * added, so no thread is needed and no call pays for a whole sweep. When as many keys are held as
   * may be, and none is idle, a new key is refused: in doubt, deny.
   *
   * A counter that is dropped has forgotten what left its window, which a moment from before that
   * would still count. The horizon says up to where the store has forgotten; earlier moments, late
   * ones or those of a clock that was set back, are judged as if they were there.
   *
   * A call takes from several counters at once or from none. Taking one after the other, and back
   * again when the last one refuses, makes others fail on budget that nobody gets. So all counters
   * are locked first, in one order for the whole store, then judged, then charged.
   */
  private final ConcurrentMap<CounterId, Shelf> shelves = new ConcurrentHashMap<>();
  private final Horizon horizon = new Horizon();
  private final Room room;
  private final Sweeper sweeper;

  /** Creates a store without counters that holds at most so many. */
  public Shelves(long maxKeys) {
    this.room = new Room(maxKeys);
    this.sweeper = new Sweeper(shelves, room, horizon);
  }

  /**
   * Takes all charges, or none.
   *
   * @throws IllegalArgumentException if charges name a counter of an owner twice
   * @throws IllegalStateException if a window is on the calendar, and the moment was read without a
   *     wall clock
   */
  public Taking take(List<Charge> charges, Moment moment) {
    requireWall(charges, moment);
    Taking taking = charges.size() == 1 ? takeKnown(charges.get(0), moment) : null;
    while (taking == null) {
      taking = new Batch(this, charges, moment).take();
    }
    return taking;
  }

  /** The usual case, one charge of a counter that is there; null if it isn't. */
  private @Nullable Taking takeKnown(Charge charge, Moment moment) {
    Counter counter = find(charge);
    if (counter == null || !counter.lock()) {
      return null;
    }
    try {
      Moment judged = horizon.judged(moment);
      counter.complete(charge, judged, horizon);
      List<Refusal> refusals = counter.judge(charge, 0, moment, judged, horizon, null);
      return refusals == null
          ? new Taking.Taken(counter.charge(charge, this, judged, horizon))
          : new Taking.Refused(refusals);
    } finally {
      counter.unlock();
    }
  }

  /**
   * Ends a taking, unless that was done before.
   *
   * @throws IllegalArgumentException if the ticket is not of this store, or {@code returned} names
   *     a charge that it doesn't have
   */
  public void settle(Ticket ticket, BitSet returned) {
    if (!(ticket instanceof Settlement settlement) || settlement.store() != this) {
      throw new IllegalArgumentException("ticket is not of this store");
    }
    if (returned.length() > settlement.charges()) {
      throw new IllegalArgumentException(
          "returned must name charges below " + settlement.charges() + ": " + returned);
    }
    settlement.settle(returned, horizon);
  }

  /**
   * Says what {@link #take} would answer.
   *
   * @throws IllegalArgumentException if charges name a counter of an owner twice
   * @throws IllegalStateException if a window is on the calendar, and the moment was read without a
   *     wall clock
   */
  public Inspection inspect(List<Charge> charges, Moment moment) {
    requireWall(charges, moment);
    Inspection inspection = null;
    while (inspection == null) {
      inspection = new Batch(this, charges, moment).inspect();
    }
    return inspection;
  }

  /** Returns how many keys are held, and how many were refused. */
  public StoreStats stats() {
    return new StoreStats(room.keys(), room.maxKeys(), room.refusedKeys());
  }

  private static void requireWall(List<Charge> charges, Moment moment) {
    for (int i = 0; i < charges.size(); i++) {
      List<Quota> quotas = charges.get(i).quotas();
      for (int j = 0; j < quotas.size(); j++) {
        if (quotas.get(j).window() instanceof Window.Calendar) {
          moment.wall();
          return;
        }
      }
    }
  }

  Horizon horizon() {
    return horizon;
  }

  Room room() {
    return room;
  }

  Sweeper sweeper() {
    return sweeper;
  }

  /** How many counters are on the shelves, counted one by one. */
  long held() {
    return shelves.values().stream().mapToLong(Shelf::size).sum();
  }

  /** How many counter ids have a shelf. */
  int ids() {
    return shelves.size();
  }

  /** Returns what calls of one kind pay to a counter, if that is simple enough, or null. */
  public @Nullable Tariff tariff(CounterId id, Amount amount, List<Quota> quotas) {
    return quotas.size() == 1 ? Tariff.of(this, id, amount, quotas.get(0)) : null;
  }

  @Nullable Shelf shelf(CounterId id) {
    return shelves.get(id);
  }

  @Nullable Counter find(Charge charge) {
    Shelf shelf = shelf(charge.counter());
    return shelf == null ? null : shelf.get(charge.owner());
  }

  /** Reserves keys, as many as wanted if there is or can be made room. */
  int reserve(int wanted, Moment moment) {
    int reserved = room.reserve(wanted);
    while (reserved < wanted && sweeper.makeRoom(wanted - reserved, moment)) {
      reserved += room.reserve(wanted - reserved);
    }
    return reserved;
  }

  /** How many of the wanted keys {@link #reserve} would find room for. */
  int available(int wanted, Moment moment) {
    while (room.free() < wanted && sweeper.makeRoom(wanted, moment)) {
      // Somebody may have been faster.
    }
    return (int) Math.min(wanted, room.free());
  }

  /** Puts a counter, in a key reserved for it, on its shelf, unless the owner has one there. */
  boolean put(Charge charge, Counter counter) {
    while (true) {
      Shelf shelf = shelves.computeIfAbsent(charge.counter(), id -> new Shelf());
      if (shelf.reserve()) {
        boolean put = shelf.put(charge.owner(), counter);
        if (!put) {
          shelf.release();
        }
        return put;
      }
      shelves.remove(charge.counter(), shelf);
    }
  }

  /** Removes a counter that was put. */
  void remove(Charge charge, Counter counter) {
    Shelf shelf = shelves.get(charge.counter());
    if (shelf != null) {
      shelf.remove(charge.owner(), counter);
    }
  }
}
