package dev.mcppolicy.audit;

/** How a recorded decision and the one of another policy compare. */
public enum ReplayVerdict {
  /** Both allow, or both deny for the same reason. */
  SAME,
  /** Both allow or both deny, but for another reason, or something else is recorded in shadow. */
  OTHER_REASON,
  /** One allows and the other doesn't, or asks for approval. */
  DIFFERENT,
  /** It can't be said what the other policy would have decided. */
  UNDECIDED
}
