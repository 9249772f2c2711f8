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

  private volatile Map<Object, Identity> asked = new ConcurrentHashMap<>();
  private volatile Map<Object, Identity> before = Map.of();

  /**
   * Expects an answer.
   *
   * @return false if too many are expected, or one to this request already is
   */
  boolean expect(Object id, Identity who) {
    Map<Object, Identity> lists = asked;
    return lists.size() < MOST && lists.putIfAbsent(id, who) == null;
  }

  /** Returns who asked for what a request is answered with; null if that is no list. */
  @Nullable Identity answered(Object id) {
    Identity who = asked.remove(id);
    return who == null ? before.get(id) : who;
  }

  /** Begins a new session. */
  synchronized void forget() {
    before = asked;
    asked = new ConcurrentHashMap<>();
  }
}
