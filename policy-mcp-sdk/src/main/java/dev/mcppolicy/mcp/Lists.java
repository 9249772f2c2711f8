package dev.mcppolicy.mcp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lists of tools that were asked for and not yet answered, and by whom: what isn't remembered
 * isn't filtered. Those of the last session are remembered too, since the client may still hear an
 * answer while it ends. Thread-safe.
 */
final class Lists {

  private static final int MOST = 10_000;

  private volatile Map<Object, Expected> asked = new ConcurrentHashMap<>();
  private volatile Map<Object, Expected> before = Map.of();

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
    Map<Object, Expected> lists = asked;
    return lists.size() < MOST && lists.putIfAbsent(id, list) == null;
  }

  /** Returns who asked for what a request is answered with; null if that is no list. */
  @Nullable Expected answered(Object id) {
    Expected list = asked.remove(id);
    return list == null ? before.get(id) : list;
  }

  /** Begins a new session. */
  synchronized void forget() {
    before = asked;
    asked = new ConcurrentHashMap<>();
  }
}
