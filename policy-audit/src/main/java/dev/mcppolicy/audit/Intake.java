package dev.mcppolicy.audit;

import dev.mcppolicy.SettlementEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue between those who judge and the one who writes. Decisions have only so many places;
 * outcomes always find one, since no more can come than decisions were let in. Thread-safe.
 */
final class Intake {

  private static final int BATCH = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrival = lock.newCondition();
  private final Deque<Entry> queue = new ArrayDeque<>();
  private final Map<String, Entry.Decided> undetermined = new HashMap<>();
  private final int capacity;
  private final WhenUnavailable whenUnavailable;
  private final boolean perRecord;
  private int decisions;
  private boolean closed;
  private boolean broken;
  private long dropped;

  Intake(int capacity, WhenUnavailable whenUnavailable, boolean perRecord) {
    this.capacity = capacity;
    this.whenUnavailable = whenUnavailable;
    this.perRecord = perRecord;
  }

  /** Queues a decision, and returns its stage: failed, or done, if nobody has to wait for it. */
  CompletableFuture<@Nullable Void> add(Entry.Decided decided) {
    lock.lock();
    try {
      boolean full = decisions >= capacity;
      if (closed || (full && whenUnavailable != WhenUnavailable.BLOCK)) {
        return refuse(closed ? AuditMessages.closed() : AuditMessages.queueFull(capacity));
      }
      decisions++;
      queue.add(decided);
      undetermined.put(decided.event().id(), decided);
      arrival.signal();
      if (whenUnavailable == WhenUnavailable.DROP || (!perRecord && !full && !broken)) {
        decided.stage().complete(null);
      }
      return decided.stage();
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<@Nullable Void> refuse(String why) {
    dropped++;
    return whenUnavailable == WhenUnavailable.DROP
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(new IllegalStateException(why));
  }

  /** Counts a decision that can't be queued, and says what becomes of its call. */
  CompletableFuture<@Nullable Void> refuse(Throwable why) {
    lock.lock();
    try {
      dropped++;
    } finally {
      lock.unlock();
    }
    return whenUnavailable == WhenUnavailable.DROP
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(why);
  }

  /** Queues an outcome; returns false if the log is closed. */
  boolean add(SettlementEvent event) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      Entry.Settled settled = new Entry.Settled(event, undetermined.remove(event.id()));
      if (!settled.isOrphan()) {
        queue.add(settled);
        arrival.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Queues somebody who waits; returns false if the log is closed. */
  boolean add(Entry.Barrier barrier) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      queue.add(barrier);
      arrival.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what has come, in order; waits for something to come, but not longer than so.
   *
   * @param nanos how long, or {@code Long.MAX_VALUE}
   */
  List<Entry> take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (queue.isEmpty() && !closed && left > 0) {
        left = arrival.awaitNanos(left);
      }
      List<Entry> taken = new ArrayList<>(Math.min(BATCH, queue.size()));
      while (!queue.isEmpty() && taken.size() < BATCH) {
        taken.add(queue.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Says that a decision has been written, or never will be. */
  void determined(Entry.Decided decided, boolean written) {
    lock.lock();
    try {
      decisions--;
      if (!written) {
        dropped++;
      }
      if (!decided.stage().isCancelled()) { // otherwise the engine is about to tell its outcome
        undetermined.remove(decided.event().id(), decided);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says whether the last attempt to write failed. */
  void broken(boolean isBroken) {
    lock.lock();
    try {
      broken = isBroken;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing more in. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrival.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return closed && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  AuditStats stats(long written) {
    lock.lock();
    try {
      return new AuditStats(queue.size(), written, dropped, !broken);
    } finally {
      lock.unlock();
    }
  }
}
