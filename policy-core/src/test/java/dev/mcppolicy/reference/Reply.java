package dev.mcppolicy.reference;

/** How a call that went out ended. */
enum Reply {
  OK,
  /** A result with {@code isError}. */
  FAILURE,
  /** A JSON-RPC error. */
  ERROR,
  TIMEOUT,
  CANCELLED,
  /** It provably never left. */
  NOT_SENT
}
