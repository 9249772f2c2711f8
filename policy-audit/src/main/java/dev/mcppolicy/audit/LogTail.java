package dev.mcppolicy.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a file of a log ends.
 *
 * @param size how many bytes are records
 * @param first its first record, or null if there is none
 * @param last its last record, or null
 * @param torn how many bytes follow that are no record, since the writer ended while it wrote them
 * @param begin the first of these, in Base64
 */
record LogTail(
    long size, @Nullable Start first, AuditRecord.@Nullable Link last, long torn, String begin) {

  /** The end of a file that holds nothing. */
  static final LogTail NOTHING = new LogTail(0, null, null, 0, "");

  private static final int KEPT = 4096;

  /**
   * The first record of a file.
   *
   * @param number its number
   * @param time its time
   */
  record Start(long number, Instant time) {}

  /**
   * Reads a file from its begin to its end.
   *
   * @throws AuditFormatException if a line isn't what was written, and no crash can have done that
   */
  static LogTail of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, new LineReader(in, Line.LONGEST));
    }
  }

  private static LogTail read(Path file, LineReader lines) throws IOException {
    Start first = null;
    AuditRecord.Link last = null;
    while (true) {
      long before = lines.offset();
      byte[] line;
      try {
        line = lines.next();
      } catch (LineReader.TooLongException e) {
        throw damaged(file, lines.line());
      }
      if (line == null) {
        byte[] rest = lines.rest();
        return new LogTail(before, first, last, rest.length, begin(rest));
      }
      AuditRecord.Link link = link(line);
      if (link == null || (last != null && !follows(link, last))) {
        if (!isBlank(line)) {
          throw damaged(file, lines.line());
        }
        return lost(file, lines, before, first, last, line);
      }
      first = first == null ? new Start(link.number(), link.time()) : first;
      last = link;
    }
  }

  private static boolean follows(AuditRecord.Link link, AuditRecord.Link last) {
    return link.number() == last.number() + 1 && link.previous().equals(last.hash());
  }

  private static AuditRecord.@Nullable Link link(byte[] line) {
    try {
      return Line.isWhole(line) ? RecordParser.parse(line).link() : null;
    } catch (Fields.WrongException e) {
      return null;
    }
  }

  /** A machine that loses power may leave zeros where it had not yet written. */
  private static boolean isBlank(byte[] line) {
    return line.length > 0 && line[0] == 0;
  }

  private static LogTail lost(
      Path file,
      LineReader lines,
      long size,
      @Nullable Start first,
      AuditRecord.@Nullable Link last,
      byte[] blank)
      throws IOException {
    long at = lines.line();
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (Line.isWhole(line)) {
          throw damaged(file, at);
        }
      }
    } catch (LineReader.TooLongException e) {
      throw damaged(file, at);
    }
    long all = lines.offset() + lines.rest().length;
    return new LogTail(size, first, last, all - size, begin(blank));
  }

  private static String begin(byte[] bytes) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(KEPT, bytes.length)));
  }

  private static AuditFormatException damaged(Path file, long line) {
    return new AuditFormatException(file, line, AuditMessages.damaged());
  }
}
