package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.file.Path;

/** Says which line of a file is no record of an audit log, and why. */
public final class AuditFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long line;
  private final String problem;

  /**
   * Creates an exception.
   *
   * @param file the file
   * @param line the line, from 1
   * @param problem what is wrong with it
   */
  public AuditFormatException(Path file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
    this.file = file;
    this.line = line;
    this.problem = problem;
  }

  /** Returns the file. */
  public Path file() {
    return file;
  }

  /** Returns the line, from 1. */
  public long line() {
    return line;
  }

  /** Returns what is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
