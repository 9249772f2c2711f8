package dev.mcppolicy.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.modelcontextprotocol.spec.McpError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * A client and a scripted server that talk, and all that anybody could observe of it: what the
 * client returned and threw, which of its consumers and handlers were called with what, and every
 * message that reached the server. Only ids of requests, which differ each time, are made alike.
 */
final class Conversation {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  final ScriptedServer server = new ScriptedServer("run", "refund");
  private final List<String> log = new ArrayList<>();
  private final List<String> fired = new ArrayList<>();
  private int seen;

  /** Hears what a consumer or a handler of the client was called with. */
  synchronized void fired(String what, Object value) {
    fired.add("fired " + what + " " + json(value));
    notifyAll();
  }

  /**
   * Does something to the client or the server, and observes what comes of it.
   *
   * @param expected how many consumers and handlers are called meanwhile, if all is well
   * @param answered the id of the server's request that the client answers, or null if none
   */
  void observe(
      String step, int expected, @Nullable String answered, Callable<@Nullable Object> action)
      throws InterruptedException {
    String outcome;
    try {
      outcome = "returned " + json(action.call());
    } catch (Throwable thrown) {
      outcome = "threw " + describe(Exceptions.unwrap(thrown));
    }
    awaitFired(expected);
    if (answered != null) {
      awaitAnswer(answered);
    }
    observed(step + " " + outcome);
  }

  private synchronized void awaitFired(int expected) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (fired.size() < expected) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        log.add("not everything fired");
        return;
      }
      wait(left);
    }
  }

  private void awaitAnswer(String id) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (server.received().stream().noneMatch(message -> isAnswer(message, id))) {
      if (System.nanoTime() - deadline > 0) {
        return;
      }
      server.awaitReceived();
    }
  }

  private static boolean isAnswer(Map<String, Object> message, String id) {
    return !message.containsKey("method") && id.equals(message.get("id"));
  }

  /** Returns everything observed, in its order. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  private synchronized void observed(String step) {
    log.add(step);
    fired.stream().sorted().forEach(log::add);
    fired.clear();
    List<Map<String, Object>> received = server.received();
    for (; seen < received.size(); seen++) {
      Map<String, Object> message = new LinkedHashMap<>(received.get(seen));
      if (message.containsKey("method")) {
        message.computeIfPresent("id", (key, id) -> "id");
      }
      log.add("wire " + json(message));
    }
    log.add("connections " + server.connections() + ", closings " + server.closings());
  }

  private static String json(@Nullable Object value) {
    try {
      return ScriptedServer.JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return String.valueOf(e);
    }
  }

  /** Tells of an error what a host can tell: its kind, and of a server's error all of it. */
  private static String describe(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return thrown.getClass().getName()
        + " of "
        + root.getClass().getName()
        + (root instanceof McpError error
            ? " " + json(error.getJsonRpcError())
            : ": " + root.getMessage());
  }
}
