package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Moment;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Drops idle counters: a few for each new one, and more when there is no room left. It walks round
 * and round over all shelves, one walker at a time.
 *
 * <p>A walker holds no lock but that of the counter it looks at, so it is never in anybody's way
 * for longer than that, and nobody in whose way it could be waits for it.
 */
final class Sweeper {
  /** How many counters are looked at for each new one; at three, a third of all may be idle. */
  static final int STEPS_PER_KEY = 4;

  /** How many counters are looked at to make room; a store of no more is looked at completely. */
  static final int STEPS_FOR_ROOM = 1_000;

  private final ConcurrentMap<CounterId, Shelf> shelves;
  private final Room room;
  private final Horizon horizon;

  private final ReentrantLock walking = new ReentrantLock();
  private Iterator<Map.Entry<CounterId, Shelf>> nextShelves = Collections.emptyIterator();
  private Iterator<Map.Entry<String, Counter>> nextCounters = Collections.emptyIterator();
  private Map.@Nullable Entry<CounterId, Shelf> current;
  private int generation;

  Sweeper(ConcurrentMap<CounterId, Shelf> shelves, Room room, Horizon horizon) {
    this.shelves = shelves;
    this.room = room;
    this.horizon = horizon;
  }

  /** Looks at some counters, unless somebody else does just now. */
  void stroll(int steps, Moment moment) {
    if (walking.tryLock()) {
      try {
        for (int i = 0; i < steps; i++) {
          step(moment);
        }
      } finally {
        walking.unlock();
      }
    }
  }

  /** Tries to make room for so many keys; says whether any was made. */
  boolean makeRoom(int wanted, Moment moment) {
    walking.lock();
    try {
      long free = room.free();
      if (room.keys() <= STEPS_FOR_ROOM) {
        restart();
        while (room.free() < wanted && step(moment)) {
          // A whole round.
        }
      } else {
        for (int i = 0; i < STEPS_FOR_ROOM && room.free() < wanted; i++) {
          step(moment);
        }
      }
      return room.free() > free;
    } finally {
      walking.unlock();
    }
  }

  /** Looks at one counter, or turns to the next shelf; false at the end of a round. */
  private boolean step(Moment moment) {
    if (current != null && current.getValue().generation() != generation) {
      enter(current);
    }
    if (current != null && nextCounters.hasNext()) {
      Map.Entry<String, Counter> next = nextCounters.next();
      visit(current.getValue(), next.getKey(), next.getValue(), moment);
      return true;
    }
    if (current != null && current.getValue().close()) {
      shelves.remove(current.getKey(), current.getValue());
    }
    if (nextShelves.hasNext()) {
      enter(nextShelves.next());
      return true;
    }
    restart();
    return false;
  }

  private void enter(Map.Entry<CounterId, Shelf> shelf) {
    current = shelf;
    generation = shelf.getValue().generation();
    nextCounters = shelf.getValue().iterator();
  }

  private void restart() {
    nextShelves = shelves.entrySet().iterator();
    nextCounters = Collections.emptyIterator();
    current = null;
  }

  private void visit(Shelf shelf, String owner, Counter counter, Moment moment) {
    if (!counter.lock()) {
      return;
    }
    try {
      Moment judged = horizon.judged(moment);
      if (!counter.isDisposable(judged, horizon)) {
        return;
      }
      counter.retire(judged, horizon);
      shelf.remove(owner, counter);
    } finally {
      counter.unlock();
    }
    room.release(1);
  }
}
