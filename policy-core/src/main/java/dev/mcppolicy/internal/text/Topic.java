package dev.mcppolicy.internal.text;

import java.util.Locale;

/** A section of {@code docs/troubleshooting.md}; the anchors are stable. */
public enum Topic {
  /** The file can't be read as JSON. */
  UNREADABLE,
  /** A key stands twice. */
  DUPLICATE_KEY,
  /** A key that isn't known, or doesn't belong there. */
  UNKNOWN_KEY,
  /** A key that has to be there. */
  MISSING_KEY,
  /** A value of another type, or none of those that may stand there. */
  WRONG_VALUE,
  /** A number that is no number of a policy. */
  NUMBER,
  /** A path that can't be followed. */
  PATH,
  /** An operator, or the value given to it. */
  OPERATOR,
  /** A window, its alignment or its zone. */
  WINDOW,
  /** Limits that name one counter and disagree. */
  COUNTER;

  /** Returns the anchor, as in {@code unknown-key}. */
  public String anchor() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
