package dev.mcppolicy.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs the script on the server. What isn't answered yet is bounded in number: beyond that a
 * request fails at once, so that a server that stands still doesn't fill the memory.
 */
final class Link {

  /** What a server says to the first thing that a script writes, or not at all. */
  private static final List<String> NOTHING_WRITTEN =
      List.of("OOM ", "READONLY ", "LOADING ", "MISCONF ");

  /** How many keys are kept at most of counters that nothing is taken from as one. */
  private static final int MOST_APART = 1_000;

  /** In how many places calls are kept that may still be joined; a power of two. */
  private static final int PLACES = 64;

  private final StatefulConnection<String, byte[]> connection;
  private final int maxPending;
  private final Executor failures = Background.failures();
  private final AtomicInteger pending = new AtomicInteger();

  /** Whether a call that brings the script is on its way. */
  private final AtomicBoolean teaching = new AtomicBoolean();

  /** Keys of counters that nothing is taken from as one; a few of those at least. */
  private final Set<String> apart = ConcurrentHashMap.newKeySet();

  /**
   * The calls that were made last, which may still be joined: of each counter in the place that its
   * key has, of all that have it the last one.
   */
  private final AtomicReferenceArray<@Nullable Batch> last = new AtomicReferenceArray<>(PLACES);

  Link(StatefulConnection<String, byte[]> connection, int maxPending) {
    this.connection = connection;
    this.maxPending = maxPending;
  }

  /** Sends a request once; it fails with what the server or the connection says. */
  void send(Request request) {
    if (pending.incrementAndGet() > maxPending) {
      pending.decrementAndGet();
      request.completeExceptionally(
          StoreUnavailableException.notSent(RedisMessages.tooManyPending(maxPending)));
      return;
    }
    if (!request.mayShare() || apart.contains(request.keys().get(1))) {
      dispatch(Batch.alone(request));
      return;
    }
    int hash = request.keys().get(1).hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    Batch open = last.get(place);
    if (open == null || !open.join(request)) {
      Batch batch = Batch.open(request);
      last.set(place, batch);
      dispatch(batch);
    }
  }

  /** Sends commands that nobody waits for. */
  void dispatch(List<RedisCommand<String, byte[], ?>> commands) {
    try {
      connection.dispatch(commands);
    } catch (RuntimeException failure) {
      commands.forEach(command -> command.completeExceptionally(failure));
    }
  }

  private void dispatch(Batch batch) {
    AsyncCommand<String, byte[], byte[]> command = new AsyncCommand<>(batch);
    CompletableFuture<byte[]> unused =
        command.whenComplete(
            (reply, failure) -> {
              if (reply != null || failure instanceof RedisCommandExecutionException) {
                answered(batch, reply, failure);
              } else {
                // Who hears of it may be within the connection, writing, and what follows from it
                // may be written too: the connection would wait for itself.
                failures.execute(() -> answered(batch, null, failure));
              }
            });
    try {
      connection.dispatch(command);
    } catch (RuntimeException failure) {
      command.completeExceptionally(failure);
    }
  }

  private void answered(Batch batch, byte @Nullable [] reply, @Nullable Throwable failure) {
    List<Request> members = batch.members();
    if (batch.isTeaching()) {
      teaching.set(false);
    }
    if (failure instanceof RedisNoScriptException) {
      // One is enough for all that a server answers before that: the others come behind it. Where
      // another one is asked, of a cluster, it says so once more.
      boolean teaches = batch.isRepeated() || teaching.compareAndSet(false, true);
      dispatch(teaches ? batch.teaching() : batch.repeated());
    } else if (failure instanceof RedisCommandExecutionException
        && (batch.isAgain() || (members.size() > 1 && mayHaveBegun(failure)))) {
      // It may have been done before, or in part, and then it has to be cancelled.
      fail(members, new StoreUnavailableException(String.valueOf(failure.getMessage()), failure));
    } else if (failure != null) {
      fail(members, failure);
    } else {
      @Nullable List<Reply> replies =
          reply == null ? null : Reply.read(reply, members.size(), batch.isAgain());
      if (replies == null) {
        fail(members, new StoreUnavailableException(RedisMessages.brokenReply(), null));
      } else {
        answered(members, replies);
      }
    }
  }

  private void answered(List<Request> members, List<Reply> replies) {
    Share share = members.get(0).share();
    if (replies.get(0).word().equals("alone")) {
      apart(members, replies.get(0).again());
      return;
    }
    if (share != null) {
      share.open().set((int) replies.stream().filter(Reply::isTaken).count());
    }
    for (int i = 0; i < members.size(); i++) {
      pending.decrementAndGet();
      members.get(i).complete(replies.get(i));
    }
  }

  /** Asks one by one for takings that can't be asked as one. */
  private void apart(List<Request> members, boolean again) {
    if (again) {
      // If it was made before, it was made as one.
      fail(members, new StoreUnavailableException(RedisMessages.unknownReply("alone"), null));
      return;
    }
    if (apart.size() >= MOST_APART) {
      apart.clear();
    }
    apart.add(members.get(0).keys().get(1));
    for (Request member : members) {
      member.share(null);
      dispatch(Batch.alone(member));
    }
  }

  /**
   * Says whether a script may have done something before it failed: not if it may write nothing.
   */
  private static boolean mayHaveBegun(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return NOTHING_WRITTEN.stream().noneMatch(message::contains);
  }

  private void fail(List<Request> members, Throwable failure) {
    for (Request member : members) {
      pending.decrementAndGet();
      member.completeExceptionally(failure);
    }
  }

  /** How many requests may wait for their answer. */
  int maxPending() {
    return maxPending;
  }

  /** How many requests wait for their answer. */
  int pending() {
    return pending.get();
  }
}
