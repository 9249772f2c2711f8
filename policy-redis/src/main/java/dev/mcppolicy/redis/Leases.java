package dev.mcppolicy.redis;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Renews the leases of slots in flight for as long as this process lives and somebody can still
 * settle them. Most calls are over before a renewal is due.
 */
final class Leases implements AutoCloseable {

  private final RedisCounters store;
  private final Map<String, WeakReference<RedisTicket>> open = new ConcurrentHashMap<>();

  Leases(RedisCounters store, ScheduledExecutorService scheduler, Duration lease) {
    this.store = store;
    if (lease.compareTo(Duration.ofDays(365)) < 0) {
      long pause = Math.max(1, lease.toMillis() / 3);
      ScheduledFuture<?> unused =
          scheduler.scheduleWithFixedDelay(this::renewAll, pause, pause, TimeUnit.MILLISECONDS);
    }
  }

  void add(RedisTicket ticket) {
    open.put(ticket.id(), new WeakReference<>(ticket));
    if (ticket.isSettled()) {
      remove(ticket);
    }
  }

  void remove(RedisTicket ticket) {
    open.remove(ticket.id());
  }

  private void renewAll() {
    open.forEach(
        (id, reference) -> {
          RedisTicket ticket = reference.get();
          if (ticket == null || ticket.isSettled()) {
            open.remove(id);
          } else {
            store.renew(ticket);
          }
        });
  }

  @Override
  public void close() {
    open.clear();
  }
}
