package dev.mcppolicy.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the records of one file of an audit log, one after the other.
 *
 * <pre>{@code
 * try (AuditReader reader = AuditReader.open(file)) {
 *   for (var next = reader.next(); next.isPresent(); next = reader.next()) {
 *     if (next.get() instanceof AuditRecord.Decided decided) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>A reader takes nothing for a record that isn't exactly one, but it doesn't say whether the
 * records are those that were written: that is what {@code AuditVerifier} is for. What stands after
 * the last line feed is a record that is still being written, or never was to the end; it is left
 * out.
 *
 * <p>Not thread-safe.
 */
public final class AuditReader implements Closeable {

  private final Path file;
  private final InputStream in;
  private final LineReader lines;

  private AuditReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
    this.lines = new LineReader(in, Line.LONGEST);
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it can't be read
   */
  public static AuditReader open(Path file) throws IOException {
    return new AuditReader(file, Files.newInputStream(file));
  }

  /**
   * Returns the next record; empty at the end.
   *
   * @throws AuditFormatException if the next line is no record
   * @throws IOException if the file can't be read
   */
  public Optional<AuditRecord> next() throws IOException {
    try {
      byte[] line = lines.next();
      return line == null ? Optional.empty() : Optional.of(RecordParser.parse(line));
    } catch (Fields.WrongException e) {
      throw new AuditFormatException(file, lines.line(), String.valueOf(e.getMessage()));
    } catch (LineReader.TooLongException e) {
      throw new AuditFormatException(file, lines.line(), AuditMessages.tooLong());
    }
  }

  /** Returns the number of the line that was read last, from 1. */
  public long line() {
    return lines.line();
  }

  /** Closes the file. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
