package dev.mcppolicy.audit;

import java.nio.file.Path;

/**
 * Something that a log shows when it is verified.
 *
 * @param file the file
 * @param line the line, from 1; 0 if it is about the file as a whole
 * @param record the number of the record; 0 if there is none that can be trusted to be it
 * @param message what it is
 */
public record AuditFinding(Path file, long line, long record, String message) {

  /** Returns the place and the message, on one line. */
  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line)
        + ": "
        + (record == 0 ? "" : "record " + record + ": ")
        + message;
  }
}
