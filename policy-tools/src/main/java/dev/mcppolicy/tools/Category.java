package dev.mcppolicy.tools;

import java.util.Locale;

/** What a tool does, from the harmless to the grave. */
public enum Category {
  /** Looks at something and changes nothing. */
  READ,
  /** Makes or changes something. */
  WRITE,
  /** Runs something: code, commands, requests, jobs. */
  EXECUTE,
  /** Takes something away that may not come back. */
  DESTRUCTIVE,
  /** Is about money. */
  FINANCIAL;

  /** Returns the name as people read it, as in {@code Read}. */
  public String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
