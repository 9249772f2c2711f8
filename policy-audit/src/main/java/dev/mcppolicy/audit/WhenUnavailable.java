package dev.mcppolicy.audit;

/**
 * What becomes of a call while it can't be written down: the queue or the disk is full, or gone.
 */
public enum WhenUnavailable {
  /** It is denied at once, as {@code audit_unavailable}. */
  DENY,
  /** It waits, as long as the engine's {@code recordTimeout} lets it, and is denied then. */
  BLOCK,
  /** It goes on without a record. The log counts such calls, and says so in a record. */
  DROP
}
