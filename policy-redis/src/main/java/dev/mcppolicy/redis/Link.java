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
import java.util.concurrent.atomic.AtomicInteger;
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

  private final StatefulConnection<String, byte[]> connection;
  private final int maxPending;
  private final Executor failures = Background.failures();
  private final AtomicInteger pending = new AtomicInteger();

  /** Keys of counters that nothing is taken from as one; a few of those at least. */
  private final Set<String> apart = ConcurrentHashMap.newKeySet();

  /** The call that was made last, which may still be joined. */
  private volatile @Nullable Batch last;

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
    if (apart.contains(request.keys().get(request.keys().size() - 1))) {
      request.separate();
    }
    join(request);
  }

  private void join(Request request) {
    Batch open = last;
    if (open == null || !open.join(request)) {
      Batch batch = Batch.open(request);
      last = batch;
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
    List<Request> requests = batch.requests();
    if (failure instanceof RedisNoScriptException) {
      dispatch(batch.teaching());
    } else if (failure instanceof RedisCommandExecutionException && requests.size() > 1) {
      // What one of them met shall not deny the others. Those that were done are known by their
      // ids.
      boolean begun = batch.isAgain() || mayHaveBegun(failure);
      requests.forEach(request -> dispatch(Batch.alone(request, begun)));
    } else if (failure instanceof RedisCommandExecutionException
        && (batch.isAgain() || (requests.get(0).share() != null && mayHaveBegun(failure)))) {
      // It may have been done before, or in part, and then it has to be cancelled.
      fail(
          requests.get(0),
          new StoreUnavailableException(String.valueOf(failure.getMessage()), failure));
    } else {
      int members = requests.stream().mapToInt(request -> request.members().size()).sum();
      @Nullable List<Reply> replies =
          reply == null ? null : Reply.read(reply, members, batch.isAgain());
      int next = 0;
      for (Request request : requests) {
        if (replies == null) {
          fail(request, failure);
        } else {
          int last = next + request.members().size();
          answered(request, replies.subList(next, last), next == 0);
          next = last;
        }
      }
    }
  }

  private void answered(Request request, List<Reply> replies, boolean isFirst) {
    List<Request> members = request.members();
    Reply first = replies.get(0);
    @Nullable Share share = request.share();
    if (share != null) {
      share.open().set((int) replies.stream().filter(Reply::isTaken).count());
    }
    if (!first.word().equals("alone")) {
      for (int i = 0; i < replies.size(); i++) {
        pending.decrementAndGet();
        members.get(i).complete(replies.get(i));
      }
    } else if (share == null) {
      dispatch(Batch.alone(request, first.again()));
    } else if (first.again()) {
      // If it was made before, it was made as one.
      fail(request, new StoreUnavailableException(RedisMessages.unknownReply("alone"), null));
    } else {
      if (isFirst) {
        // What came before others was asked of its counter, and not left for theirs.
        if (apart.size() >= MOST_APART) {
          apart.clear();
        }
        apart.add(request.keys().get(1));
      }
      List<Request> apiece = List.copyOf(members);
      apiece.forEach(Request::separate);
      apiece.forEach(this::join);
    }
  }

  /**
   * Says whether a script may have done something before it failed: not if it may write nothing.
   */
  private static boolean mayHaveBegun(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return NOTHING_WRITTEN.stream().noneMatch(message::contains);
  }

  private void fail(Request request, @Nullable Throwable failure) {
    Throwable known =
        failure != null
            ? failure
            : new StoreUnavailableException(RedisMessages.brokenReply(), null);
    for (Request member : request.members()) {
      pending.decrementAndGet();
      member.completeExceptionally(known);
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
