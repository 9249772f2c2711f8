package dev.mcppolicy.redis;

import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reservations that are over and of which nothing is given back: all that is left to do is to
 * forget them sooner than in a day. That is owed to nobody and needs no script. They stand here
 * until some are sent along with what is asked next; if that fails, the server forgets them later.
 */
final class Endings {

  /** How many wait at most for something that they can go along with. */
  static final int MOST = 64;

  private final long closedForMillis;
  private final int maxUnanswered;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Object lock = new Object();

  /** The keys of reservations. Guarded by the lock; whether there are any may be read without. */
  private List<String> keys = new ArrayList<>();

  private volatile boolean any;

  /**
   * Creates an empty place.
   *
   * @param closedForMillis how long a reservation is remembered after its end
   * @param maxUnanswered how many may be on their way; beyond that they are dropped
   */
  Endings(long closedForMillis, int maxUnanswered) {
    this.closedForMillis = closedForMillis;
    this.maxUnanswered = maxUnanswered;
  }

  /** Notes the end of a reservation; says whether so many wait that they have to be sent now. */
  boolean add(String key) {
    synchronized (lock) {
      keys.add(key);
      any = true;
      return keys.size() >= MOST;
    }
  }

  /** Takes out all that wait, as commands. */
  List<RedisCommand<String, byte[], ?>> take() {
    if (!any) {
      return List.of();
    }
    List<String> taken;
    synchronized (lock) {
      taken = keys;
      keys = new ArrayList<>();
      any = false;
    }
    List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>(taken.size() + 1);
    for (String key : taken) {
      if (unanswered.incrementAndGet() > maxUnanswered) {
        unanswered.decrementAndGet();
      } else {
        commands.add(command(key));
      }
    }
    return commands;
  }

  private RedisCommand<String, byte[], ?> command(String key) {
    CommandArgs<String, byte[]> arguments =
        new CommandArgs<>(Batch.CODEC).addKey(key).add(closedForMillis);
    AsyncCommand<String, byte[], Long> command =
        new AsyncCommand<>(
            new Command<>(CommandType.PEXPIRE, new IntegerOutput<>(Batch.CODEC), arguments));
    CompletableFuture<Long> unused =
        command.whenComplete((reply, failure) -> unanswered.decrementAndGet());
    return command;
  }
}
