package dev.mcppolicy;

import java.util.concurrent.CompletionStage;

/**
 * Writes decisions down before they take effect: a call that can't be recorded is not sent.
 *
 * <p>An engine tells its recorder of every decision and waits, for a {@linkplain
 * PolicyEngine.Builder#recordTimeout bounded time}, until that is written down. If it isn't, a call
 * that would have been allowed is denied as {@link Code#AUDIT_UNAVAILABLE} and everything it took
 * is given back; a call that is denied anyway stays denied with its own code. Explanations and
 * lists of tools are no decisions, and aren't recorded.
 *
 * <p>Implementations are thread-safe and don't block: whoever needs time answers later.
 */
public interface DecisionRecorder {

  /**
   * Writes a decision down. Throwing, or returning null, says that it can't be.
   *
   * @param event the decision
   * @param call the call it was made of, which nobody can change
   * @return a stage that completes once the decision counts as written down, and fails if it is
   *     not, and won't be. The engine cancels it when it waits no longer; if the stage belongs to
   *     an allowed call, {@link #settled} then hears that the call was not sent
   */
  CompletionStage<?> decided(DecisionEvent event, ToolCall call);

  /**
   * Writes down what became of an allowed call, of which {@link #decided} has heard. It is called
   * on the thread that settled; nobody waits, and what it throws changes nothing.
   */
  void settled(SettlementEvent event);
}
