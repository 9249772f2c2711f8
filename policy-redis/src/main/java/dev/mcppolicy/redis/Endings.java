package dev.mcppolicy.redis;

import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reservations that are over and that nothing can ask for any more: all that is left to do is to
 * forget them sooner than in a day. That is owed to nobody and needs no script. They stand here
 * until there are some, or for a moment, and go together; if that fails, the server forgets them
 * later.
 */
final class Endings {

  /** How many wait at most for others. */
  static final int MOST = 32;

  private static final long PAUSE_MILLIS = 50;

  private final Link link;
  private final ScheduledExecutorService scheduler;
  private final int maxUnanswered;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Object lock = new Object();

  /** Guarded by the lock, as is whether there is an alarm. */
  private List<RedisTicket> waiting = new ArrayList<>(MOST);

  private boolean alarmed;

  /**
   * Creates an empty place.
   *
   * @param maxUnanswered how many may be on their way; beyond that they are dropped
   */
  Endings(Link link, ScheduledExecutorService scheduler, int maxUnanswered) {
    this.link = link;
    this.scheduler = scheduler;
    this.maxUnanswered = maxUnanswered;
  }

  /** Notes the end of a reservation. */
  void add(RedisTicket ticket) {
    @Nullable List<RedisTicket> full = null;
    boolean first = false;
    synchronized (lock) {
      waiting.add(ticket);
      if (waiting.size() >= MOST) {
        full = waiting;
        waiting = new ArrayList<>(MOST);
      } else if (!alarmed) {
        alarmed = true;
        first = true;
      }
    }
    if (full != null) {
      send(full);
    } else if (first) {
      alarm();
    }
  }

  private void alarm() {
    try {
      ScheduledFuture<?> unused =
          scheduler.schedule(this::flush, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      flush();
    }
  }

  /** Sends all that wait. */
  void flush() {
    List<RedisTicket> all;
    synchronized (lock) {
      all = waiting;
      waiting = new ArrayList<>(MOST);
      alarmed = false;
    }
    send(all);
  }

  private void send(List<RedisTicket> over) {
    // In a cluster, keys with different hash tags may be on different nodes.
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (RedisTicket ticket : over) {
      keys.computeIfAbsent(ticket.tag(), tag -> new ArrayList<>()).add(ticket.keys().get(0));
    }
    List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>(keys.size());
    for (List<String> together : keys.values()) {
      if (unanswered.addAndGet(together.size()) > maxUnanswered) {
        unanswered.addAndGet(-together.size());
      } else {
        commands.add(command(together));
      }
    }
    if (!commands.isEmpty()) {
      link.dispatch(commands);
    }
  }

  private RedisCommand<String, byte[], ?> command(List<String> keys) {
    AsyncCommand<String, byte[], Long> command =
        new AsyncCommand<>(
            new Command<>(
                CommandType.UNLINK,
                new IntegerOutput<>(Batch.CODEC),
                new CommandArgs<>(Batch.CODEC).addKeys(keys)));
    CompletableFuture<Long> unused =
        command.whenComplete((reply, failure) -> unanswered.addAndGet(-keys.size()));
    return command;
  }
}
