package dev.mcppolicy;

/**
 * Hears of every decision and of what became of every allowed call.
 *
 * <p>A listener is called on the thread that judged or settled, outside all locks. One that throws
 * changes nothing; it is reported once. Implementations are thread-safe.
 */
@FunctionalInterface
public interface DecisionListener {

  /** Hears of a decision, before the call goes out. */
  void decided(DecisionEvent event);

  /** Hears what became of an allowed call. */
  default void settled(SettlementEvent event) {}
}
