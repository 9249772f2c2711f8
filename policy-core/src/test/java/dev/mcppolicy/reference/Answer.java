package dev.mcppolicy.reference;

/** What the approver answers when it is asked. */
enum Answer {
  /** Nobody is there to ask. */
  NO_APPROVER,
  APPROVE,
  DENY,
  TIMEOUT,
  PENDING
}
