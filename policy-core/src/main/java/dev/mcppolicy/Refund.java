package dev.mcppolicy;

import java.util.Locale;

/** What gives a limit's amount back. Ordered from the most generous to the strictest. */
public enum Refund {
  /** An error reply, or a result that says it is an error. */
  FAILURE,
  /** An error reply. */
  ERROR,
  /** Nothing. */
  NEVER;

  /** Returns the name in a policy. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Says whether an outcome gives the amount back. A call that was never sent always does. */
  public boolean givesBack(Outcome outcome) {
    return switch (outcome) {
      case NOT_SENT -> true;
      case ERROR -> this != NEVER;
      case FAILURE -> this == FAILURE;
      case OK, TIMEOUT, CANCELLED, LOST -> false;
    };
  }
}
