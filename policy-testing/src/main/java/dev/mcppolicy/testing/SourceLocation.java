package dev.mcppolicy.testing;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A place in a file.
 *
 * @param file the file
 * @param line the line, counted from 1; 0 for the file as a whole
 * @param column the column, counted from 1; 0 for the file as a whole
 */
public record SourceLocation(Path file, int line, int column) {

  /** Checks that nothing is null. */
  public SourceLocation {
    Objects.requireNonNull(file, "file");
  }

  /** Returns {@code file:line:column}, or the file alone. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ":" + column : file.toString();
  }
}
