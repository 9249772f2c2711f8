package dev.mcppolicy.cli;

/** How a command ends. */
final class Exit {

  /** All is fine. */
  static final int FINE = 0;

  /** Something was found. */
  static final int FINDINGS = 1;

  /** The command can't be run, a file can't be read, or the result can't be written. */
  static final int UNUSABLE = 2;

  private Exit() {}
}
