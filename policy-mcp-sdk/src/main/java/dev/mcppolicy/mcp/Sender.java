package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;

/**
 * Who waits for the answer to a request.
 *
 * @param session the session that asks
 * @param leave tells whether its caller has left
 */
record Sender(Session session, Leave leave) {

  /** Says whether anybody waits still. */
  boolean waits() {
    return session.isOpen() && !leave.isTaken();
  }

  /** Says why nobody waits. */
  IllegalStateException absence() {
    return new IllegalStateException(leave.isTaken() ? Messages.LEFT : Messages.CLOSED);
  }

  /**
   * Returns a decision. What it has taken is given back if nobody waits any more.
   *
   * @throws IllegalStateException if it allows a call that nobody waits for
   */
  Decision stillWaitsFor(Decision decision) {
    if (decision.isAllowed() && !waits()) {
      decision.reservation().settle(Outcome.NOT_SENT);
      throw absence();
    }
    return decision;
  }
}
