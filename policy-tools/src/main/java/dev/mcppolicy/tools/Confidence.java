package dev.mcppolicy.tools;

import java.util.Locale;

/** How sure a category is. */
public enum Confidence {
  /** Nothing says what the tool does, or what speaks of it disagrees. */
  LOW,
  /** Its name or its description says so. */
  MEDIUM,
  /** Its name and its description say so, and nothing disagrees. */
  HIGH;

  /** Returns the name as people read it, as in {@code low}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
