package dev.mcppolicy;

import java.util.Locale;

/** What became of an allowed call. */
public enum Outcome {
  /** The server answered with a result. */
  OK,
  /** The server answered with a result that says it is an error. */
  FAILURE,
  /** The server answered with a protocol error. */
  ERROR,
  /** No answer came in time; the tool may have run. */
  TIMEOUT,
  /** The caller gave up after the call was sent; the tool may have run. */
  CANCELLED,
  /** The connection was lost after the call was sent; the tool may have run. */
  LOST,
  /** The call provably never left: whatever it took is given back. */
  NOT_SENT;

  /** Returns the stable id, as in {@code not_sent}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
