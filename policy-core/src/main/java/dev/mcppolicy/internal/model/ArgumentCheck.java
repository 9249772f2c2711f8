package dev.mcppolicy.internal.model;

/**
 * What an entry asks of a call's arguments by the reviewed schema; each asks more than the last.
 */
public enum ArgumentCheck {
  /** Nothing. */
  NONE,
  /** That they fit it. */
  SCHEMA,
  /** That they fit it, and hold nothing that it doesn't name. */
  CLOSED
}
