package dev.mcppolicy.approvals;

/**
 * Hears what becomes of the requests of an {@link ApprovalQueue}: to tell people that somebody
 * waits, and to keep a record of who said yes.
 *
 * <p>A listener is called outside all locks, after the change. A queue in a file goes on with what
 * is asked next once its listener has returned, so hand slow work to another thread. One that
 * throws changes nothing; it is logged. Implementations are thread-safe and don't block: other
 * calls may wait.
 */
@FunctionalInterface
public interface ApprovalListener {

  /** Hears that a request is in another state than before, or that it is new. */
  void changed(QueuedApproval approval);
}
