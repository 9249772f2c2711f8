package dev.mcppolicy.tools;

import java.util.Locale;

/** How bad a call that nobody wanted would be. */
public enum Severity {
  /** Nothing is changed, and nothing that is secret is likely to be seen. */
  LOW,
  /** Something is changed, or files, addresses or personal things are read. */
  MEDIUM,
  /** Something runs, is lost, or costs. */
  HIGH,
  /** Whatever the caller writes runs, money moves, or much is lost at once. */
  CRITICAL;

  /** Returns the name as people read it, as in {@code low}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
