package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.InMemoryCounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Taking;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this process while Redis is away, each limit at its share; what was spent is counted in
 * Redis once it is back, whatever the limits say there, before Redis is asked again.
 */
final class LocalCounters {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  /** How many calls may wait to be counted in Redis. */
  static final int MAX_WAITING = 100_000;

  private static final long PROBE_MILLIS = 500;

  private final RedisCounters redis;
  private final BigDecimal share;
  private final ScheduledExecutorService scheduler;
  private final InMemoryCounterStore counters = CounterStore.inMemory();

  /** Reservations that Redis doesn't know yet. Guarded by itself, as is {@link #away}. */
  private final Deque<LocalTicket> waiting = new ArrayDeque<>();

  private boolean away;

  LocalCounters(RedisCounters redis, BigDecimal share, ScheduledExecutorService scheduler) {
    this.redis = redis;
    this.share = share;
    this.scheduler = scheduler;
  }

  boolean isAway() {
    synchronized (waiting) {
      return away;
    }
  }

  /** Notes that Redis gave no answer, and begins to ask whether it is back. */
  void leave() {
    synchronized (waiting) {
      if (away || scheduler.isShutdown()) {
        return;
      }
      away = true;
    }
    probeLater();
  }

  /** Takes here what Redis gave no answer to; any other failure stays one. */
  Taking instead(Throwable failure, List<Charge> charges, Moment now) {
    if (!Absence.isShownBy(failure)) {
      throw new CompletionException(RedisCounters.cause(failure));
    }
    leave();
    return take(charges, now);
  }

  Taking take(List<Charge> charges, Moment now) {
    LocalTicket ticket;
    if (scheduler.isShutdown()) {
      throw StoreUnavailableException.notSent(RedisMessages.closed());
    }
    synchronized (waiting) {
      if (waiting.size() >= MAX_WAITING) {
        throw new StoreUnavailableException(RedisMessages.tooManyLocal(MAX_WAITING), null);
      }
      Taking taking = counters.takeNow(shared(charges), now);
      if (!(taking instanceof Taking.Taken taken)) {
        return taking;
      }
      ticket = new LocalTicket(this, List.copyOf(charges), taken.ticket());
      waiting.add(ticket);
    }
    // Redis may have come back since it was asked: this one is to be counted there all the same.
    leave();
    return new Taking.Taken(ticket);
  }

  CompletableFuture<Inspection> inspect(List<Charge> charges, Moment now) {
    return counters.inspect(shared(charges), now).toCompletableFuture();
  }

  /** Settles a ticket of these counters, here or where it is counted by now. */
  CompletableFuture<Void> settle(LocalTicket ticket, BitSet returned) {
    RedisTicket merged = ticket.settled(returned);
    counters.settle(ticket.local(), returned);
    return merged == null
        ? CompletableFuture.completedFuture(null)
        : redis.settle(merged, returned);
  }

  private List<Charge> shared(List<Charge> charges) {
    return charges.stream().map(this::shared).toList();
  }

  private Charge shared(Charge charge) {
    return new Charge(
        charge.counter(),
        charge.owner(),
        charge.amount(),
        charge.quotas().stream().map(this::shared).toList());
  }

  private Quota shared(Quota quota) {
    Amount max = quota.max();
    return new Quota(quota.window(), max == null ? null : Amount.of(max.value().multiply(share)));
  }

  private void probeLater() {
    if (!scheduler.isShutdown()) {
      ScheduledFuture<?> unused =
          scheduler.schedule(this::probe, PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void probe() {
    CompletableFuture<Void> unused =
        redis
            .probe()
            .handle(
                (answered, failure) -> {
                  if (failure == null) {
                    mergeNext();
                  } else {
                    probeLater();
                  }
                  return null;
                });
  }

  /** Counts one reservation after the other; when none is left, Redis is back. */
  private void mergeNext() {
    @Nullable LocalTicket next;
    synchronized (waiting) {
      next = waiting.peek();
      away = next != null;
    }
    if (next == null) {
      return;
    }
    LocalTicket ticket = next;
    CompletableFuture<Void> unused =
        counted(ticket)
            .handle(
                (taking, failure) -> {
                  if (failure != null && Absence.isShownBy(failure)) {
                    probeLater();
                    return null;
                  }
                  synchronized (waiting) {
                    waiting.remove();
                  }
                  if (failure == null) {
                    merged(ticket, taking);
                    mergeNext();
                  } else {
                    LOG.log(System.Logger.Level.WARNING, RedisMessages.notCounted(), failure);
                    mergeLater();
                  }
                  return null;
                });
  }

  private CompletableFuture<Taking> counted(LocalTicket ticket) {
    try {
      return redis.force(kept(ticket), Moment.elapsed(0));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Goes on from the beginning of a stack, however many fail at once. */
  private void mergeLater() {
    if (!scheduler.isShutdown()) {
      scheduler.execute(this::mergeNext);
    }
  }

  /** The charges; what was given back already is charged with nothing. */
  private static List<Charge> kept(LocalTicket ticket) {
    BitSet returned = ticket.returned();
    List<Charge> charges = new ArrayList<>(ticket.charges());
    for (int i = returned.nextSetBit(0); i >= 0; i = returned.nextSetBit(i + 1)) {
      Charge charge = charges.get(i);
      charges.set(i, new Charge(charge.counter(), charge.owner(), Amount.ZERO, charge.quotas()));
    }
    return charges;
  }

  private void merged(LocalTicket ticket, Taking taking) {
    if (taking instanceof Taking.Taken taken && taken.ticket() instanceof RedisTicket merged) {
      BitSet returned = ticket.merged(merged);
      if (returned != null) {
        CompletableFuture<Void> unused = redis.settle(merged, returned);
      }
    }
  }
}
