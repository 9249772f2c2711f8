package dev.mcppolicy.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the script on the server. What isn't answered yet is bounded in number: beyond that a
 * request fails at once, so that a server that stands still doesn't fill the memory.
 */
final class Link {

  private final RedisScriptingAsyncCommands<String, String> commands;
  private final int maxPending;
  private final AtomicInteger pending = new AtomicInteger();

  Link(RedisScriptingAsyncCommands<String, String> commands, int maxPending) {
    this.commands = commands;
    this.maxPending = maxPending;
  }

  /** Runs the script once; it fails with what the server or the connection says. */
  CompletableFuture<Reply> run(List<String> keys, List<String> arguments) {
    if (pending.incrementAndGet() > maxPending) {
      pending.decrementAndGet();
      return CompletableFuture.failedFuture(
          StoreUnavailableException.notSent(RedisMessages.tooManyPending(maxPending)));
    }
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    try {
      String[] keyArray = keys.toArray(new String[0]);
      String[] argumentArray = arguments.toArray(new String[0]);
      CompletionStage<List<Object>> known =
          commands.evalsha(Script.DIGEST, ScriptOutputType.MULTI, keyArray, argumentArray);
      CompletionStage<Object> unused =
          known.handle(
              (reply, failure) -> {
                if (failure instanceof RedisNoScriptException) {
                  teach(keyArray, argumentArray, answer);
                } else {
                  end(reply, failure, answer);
                }
                return null;
              });
    } catch (RuntimeException failure) {
      end(null, failure, answer);
    }
    return answer;
  }

  /** Sends the whole script to a server that doesn't know it, or no longer does. */
  private void teach(String[] keys, String[] arguments, CompletableFuture<Reply> answer) {
    try {
      CompletionStage<List<Object>> learnt =
          commands.eval(Script.TEXT, ScriptOutputType.MULTI, keys, arguments);
      CompletionStage<Object> unused =
          learnt.handle(
              (reply, failure) -> {
                end(reply, failure, answer);
                return null;
              });
    } catch (RuntimeException failure) {
      end(null, failure, answer);
    }
  }

  private void end(
      @Nullable List<Object> reply, @Nullable Throwable failure, CompletableFuture<Reply> answer) {
    pending.decrementAndGet();
    if (reply != null && Reply.isWhole(reply)) {
      answer.complete(new Reply(reply));
    } else if (failure != null) {
      answer.completeExceptionally(failure);
    } else {
      answer.completeExceptionally(
          new StoreUnavailableException(RedisMessages.brokenReply(), null));
    }
  }

  /** How many requests wait for their answer. */
  int pending() {
    return pending.get();
  }
}
