package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;

/**
 * Tells a host that calls tools itself that a call was denied, if it asked to be {@linkplain
 * PolicyEnforcer.Builder#throwing() told so}. The message is the text for the agent.
 */
public final class PolicyDeniedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Decision decision;

  PolicyDeniedException(Decision decision) {
    super(decision.textForAgent());
    this.decision = decision;
  }

  /** Returns what was decided. */
  public Decision decision() {
    return decision;
  }
}
