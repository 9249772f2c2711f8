package dev.mcppolicy;

/** What a decision does with a call. */
public enum Effect {
  /** The call may go out, with exactly the arguments that were judged. */
  ALLOW,
  /** The call must not go out. */
  DENY,
  /** Approval would be asked: said of shadow mode and in explanations, never of a call. */
  ASK
}
