package dev.mcppolicy.mcp;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lists of tools that were asked for, and by whom: what isn't remembered isn't filtered. Those
 * that were answered, that failed, or that nobody waits for are remembered too, for the last many:
 * a server may answer twice, and the client hears whichever answer reaches it first. Thread-safe.
 */
final class Lists {

  private static final int MOST = 10_000;

  private final Map<Object, Expected> asked = new ConcurrentHashMap<>();
  private final Map<Object, Expected> over = new ConcurrentHashMap<>();

  /** What is over, the oldest first. */
  private final Queue<Object> oldest = new ConcurrentLinkedQueue<>();

  /**
   * A list that was asked for.
   *
   * @param who by whom
   * @param epoch what stood for the server's tools then
   */
  record Expected(Identity who, long epoch) {}

  /**
   * Expects an answer.
   *
   * @return false if too many are expected, or one to this request already is
   */
  boolean expect(Object id, Expected list) {
    return asked.size() < MOST && asked.putIfAbsent(key(id), list) == null;
  }

  /** Returns who asked for what a request is answered with; null if that is no list. */
  @Nullable Expected answered(Object id) {
    Object key = key(id);
    Expected list = asked.get(key);
    return list == null ? over.get(key) : end(key, list);
  }

  /** Begins a new session: nobody waits for an answer, but somebody may still hear it. */
  void forget() {
    asked.forEach(this::end);
  }

  /** It is known to be over before it is no longer expected: no answer comes between. */
  private Expected end(Object key, Expected list) {
    if (over.put(key, list) == null) {
      oldest.add(key);
      if (over.size() > MOST) {
        Object first = oldest.poll();
        if (first != null) {
          over.remove(first);
        }
      }
    }
    asked.remove(key, list);
    return list;
  }

  /** A server may write a number in another way than it was written. */
  private static Object key(Object id) {
    if (!(id instanceof Number number)) {
      return id;
    }
    double rough = number.doubleValue();
    return Double.isInfinite(rough) || Double.isNaN(rough)
        ? id
        : new BigDecimal(number.toString()).stripTrailingZeros();
  }
}
