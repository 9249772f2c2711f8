package dev.mcppolicy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files. */
final class NewFile {

  private NewFile() {}

  /**
   * Writes a text as UTF-8, in place of what the file held.
   *
   * @throws UnusableException if it can't be written
   */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UnusableException(CliMessages.cantBeWritten(file, e));
    }
  }
}
