package dev.mcppolicy.redis;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The counters on the server: asks the script, bounds the wait, and sees to it that what was given
 * up here isn't spent there.
 *
 * <p>A request that isn't answered in time may have been carried out, may be carried out later, or
 * never. Its caller is told at once that nothing is known, and the call doesn't go out; when an
 * answer comes after all, what was taken is given back, and when the connection ends without one,
 * the reservation is cancelled by its id, which also keeps it from being made later.
 */
final class RedisCounters {

  /** How often the windows on the clock are computed anew before a request fails. */
  private static final int ATTEMPTS = 4;

  /** How often a settlement is sent before it is left to expire. */
  private static final int SETTLEMENT_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final Link link;
  private final Settings settings;
  private final Timeline time;
  private final WindowNames names;
  private final Ids ids = new Ids();
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final Leases leases;
  private final Deadlines deadlines;
  private final Endings endings;

  RedisCounters(Link link, Settings settings, Timeline time, ScheduledExecutorService scheduler) {
    this.link = link;
    this.settings = settings;
    this.time = time;
    this.names = new WindowNames(time);
    this.executor = settings.executor();
    this.scheduler = scheduler;
    this.leases = new Leases(this, scheduler, settings.lease());
    this.deadlines = new Deadlines(scheduler, settings.timeout());
    this.endings = new Endings(link, scheduler, link.maxPending());
  }

  Answer<Taking> take(List<Charge> charges, Moment moment) {
    return take("take", charges, moment);
  }

  /** Takes without judging: what was spent elsewhere already. */
  Answer<Taking> force(List<Charge> charges, Moment moment) {
    return take("force", charges, moment);
  }

  private Answer<Taking> take(String what, List<Charge> charges, Moment moment) {
    String id = ids.next();
    Order order = new Order(time, names, settings.keys(), id, charges, moment);
    RedisTicket ticket = new RedisTicket(this, id, order.tag(), order.keys());
    if (charges.isEmpty()) {
      ticket.settleOnce();
      return Answer.of(new Taking.Taken(ticket), executor);
    }
    return bounded(
        order,
        what,
        reply -> taking(reply, ticket.as(order.asked())),
        reply -> giveUp(reply.isTaken(), ticket.as(order.asked())),
        failure -> giveUp(!isRefusal(failure), ticket.as(order.asked())));
  }

  /** Says whether it is sure that the server didn't do it. */
  private static boolean isRefusal(Throwable failure) {
    return cause(failure) instanceof RedisCommandExecutionException
        || (cause(failure) instanceof StoreUnavailableException unavailable && !unavailable.sent());
  }

  private void giveUp(boolean maybeTaken, RedisTicket ticket) {
    if (maybeTaken && ticket.settleOnce()) {
      BitSet all = new BitSet();
      all.set(0, ticket.charges());
      CompletableFuture<Void> unused = settle("cancel", ticket, all, SETTLEMENT_ATTEMPTS);
    }
  }

  private Taking taking(Reply reply, RedisTicket ticket) {
    return switch (reply.word()) {
      case "taken" -> {
        if (!reply.again()) {
          ticket.mayBeForgotten();
        }
        yield new Taking.Taken(ticket);
      }
      case "held" -> {
        leases.add(ticket);
        yield new Taking.Taken(ticket);
      }
      case "refused" -> new Taking.Refused(Refusals.read(reply.texts(0), time));
      case "closed" -> throw new StoreUnavailableException(RedisMessages.closedReservation(), null);
      default ->
          throw new StoreUnavailableException(RedisMessages.unknownReply(reply.word()), null);
    };
  }

  Answer<Inspection> inspect(List<Charge> charges, Moment moment) {
    Order order = new Order(time, names, settings.keys(), "", charges, moment);
    if (charges.isEmpty()) {
      return Answer.of(new Inspection(List.of(), List.of()), executor);
    }
    return bounded(
        order, "inspect", reply -> inspection(charges, reply), reply -> {}, failure -> {});
  }

  private Inspection inspection(List<Charge> charges, Reply reply) {
    if (!reply.word().equals("seen")) {
      throw new StoreUnavailableException(RedisMessages.unknownReply(reply.word()), null);
    }
    return new Inspection(
        Refusals.usages(charges, reply.texts(1)), Refusals.read(reply.texts(0), time));
  }

  /** Asks whether the script is answered at all. */
  Answer<Void> probe() {
    Order order = new Order(time, names, settings.keys(), "probe", List.of(), Settings.NO_MOMENT);
    return bounded(
        order,
        "inspect",
        reply -> {
          if (!reply.word().equals("seen")) {
            throw new StoreUnavailableException(RedisMessages.unknownReply(reply.word()), null);
          }
          return null;
        },
        reply -> {},
        failure -> {});
  }

  /** Settles a ticket of this store, once. */
  CompletableFuture<Void> settle(RedisTicket ticket, BitSet returned) {
    if (!ticket.settleOnce()) {
      return CompletableFuture.completedFuture(null);
    }
    if (returned.isEmpty() && ticket.isForgettable()) {
      forget(ticket);
      return CompletableFuture.completedFuture(null);
    }
    leases.remove(ticket);
    CompletableFuture<Void> settled = settle("settle", ticket, returned, SETTLEMENT_ATTEMPTS);
    return ticket.share() != null && ticket.isForgettable()
        ? settled.thenRun(() -> forget(ticket))
        : settled;
  }

  /** Has a reservation forgotten, if it is no other ticket's as well. */
  private void forget(RedisTicket ticket) {
    Share share = ticket.share();
    if (share == null || share.end()) {
      endings.add(ticket);
    }
  }

  /** Settling twice is settling once, so a settlement without an answer is sent again. */
  private CompletableFuture<Void> settle(
      String what, RedisTicket ticket, BitSet returned, int attempts) {
    String closedFor =
        Long.toString(
            (what.equals("cancel") ? settings.cancelledFor() : Settings.CLOSED_FOR).toMillis());
    Packed packed =
        Order.begun(time, what, ticket.id(), Settings.NO_MOMENT, ticket.charges())
            .text(closedFor)
            .text(ticket.digits(returned));
    Share share = ticket.share();
    if (share != null) {
      packed.number(share.member()).text(settings.recordMillis());
    }
    Request request = new Request(ticket.keys(), packed);
    link.send(request);
    return request
        .<Void>thenApply(reply -> null)
        .exceptionallyCompose(
            failure -> {
              if (attempts <= 1 || scheduler.isShutdown()) {
                return CompletableFuture.failedFuture(failure);
              }
              int done = SETTLEMENT_ATTEMPTS - attempts;
              return later(FIRST_PAUSE.multipliedBy(1L << done))
                  .thenCompose(nothing -> settle(what, ticket, returned, attempts - 1));
            });
  }

  private CompletableFuture<Void> later(Duration pause) {
    CompletableFuture<Void> then = new CompletableFuture<>();
    ScheduledFuture<?> unused =
        scheduler.schedule(() -> then.complete(null), pause.toMillis(), TimeUnit.MILLISECONDS);
    return then;
  }

  /** Renews the leases of a ticket's slots. */
  void renew(RedisTicket ticket) {
    Packed packed =
        Order.begun(time, "renew", ticket.id(), Settings.NO_MOMENT, ticket.charges())
            .text(settings.recordMillis())
            .number(time.ticks(settings.lease()));
    link.send(new Request(ticket.keys(), packed));
  }

  /**
   * Asks, again if windows on the clock have to be computed anew.
   *
   * @param then hears of the reply, or of the failure
   */
  private void ask(
      Order order,
      String what,
      int attempts,
      BiConsumer<@Nullable Reply, @Nullable Throwable> then) {
    Request request = order.request(what, settings.recordMillis(), settings.leaseTicks(time));
    CompletableFuture<Reply> unused =
        request.whenComplete(
            (reply, failure) -> {
              if (reply == null) {
                then.accept(null, failure);
                return;
              }
              time.answered(reply.wall());
              if (!reply.word().equals("spans")) {
                then.accept(reply, null);
              } else if (attempts <= 1) {
                then.accept(
                    null,
                    new StoreUnavailableException(RedisMessages.cannotFindWindow(ATTEMPTS), null));
              } else {
                order.around(time.wall(reply.wall()), reply.texts(0));
                ask(order, what, attempts - 1, then);
              }
            });
    link.send(request);
  }

  /**
   * Waits no longer than the time-out for what is made of a reply.
   *
   * @param late hears of a reply that came after that
   * @param failed hears of a failure, whenever it came
   */
  private <T> Answer<T> bounded(
      Order order,
      String what,
      Function<Reply, T> read,
      Consumer<Reply> late,
      Consumer<Throwable> failed) {
    Answer<T> answer = new Answer<>(executor);
    ask(
        order,
        what,
        ATTEMPTS,
        (reply, failure) -> {
          if (reply == null) {
            Throwable known = failure == null ? new IllegalStateException() : failure;
            answer.completeExceptionally(cause(known));
            failed.accept(known);
          } else if (answer.isDone()) {
            late.accept(reply);
          } else {
            hand(reply, read, late, failed, answer);
          }
        });
    if (!answer.isDone()) {
      deadlines.add(answer);
    }
    return answer;
  }

  private static <T> void hand(
      Reply reply,
      Function<Reply, T> read,
      Consumer<Reply> late,
      Consumer<Throwable> failed,
      CompletableFuture<T> answer) {
    try {
      if (!answer.complete(read.apply(reply))) {
        late.accept(reply);
      }
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
      failed.accept(failure);
    }
  }

  static Throwable cause(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  void close() {
    endings.flush();
    leases.close();
    deadlines.close();
  }
}
