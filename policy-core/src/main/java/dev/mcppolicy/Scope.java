package dev.mcppolicy;

import java.util.Locale;

/** Who shares a limit's count. */
public enum Scope {
  /** Each grant has its own. */
  GRANT,
  /** Each session has its own: each wrapped client, where clients are wrapped. */
  SESSION,
  /** All share one. */
  GLOBAL;

  /** Returns the name in a policy. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
