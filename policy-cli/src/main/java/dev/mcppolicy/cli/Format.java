package dev.mcppolicy.cli;

import java.util.Locale;

/** How a command prints. */
enum Format {
  TEXT,
  JSON;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
