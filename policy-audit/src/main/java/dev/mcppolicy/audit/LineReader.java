package dev.mcppolicy.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines that end with a line feed. Not thread-safe. */
final class LineReader {

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private long line;
  private long offset;
  private byte[] rest = new byte[0];

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Says that a line is longer than any record. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Returns the next line without its line feed; null at the end, where {@link #rest} may hold what
   * has none.
   */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    line++;
    while (fill()) {
      int feed = position;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      if (out.size() + (feed - position) > longest) {
        throw new TooLongException();
      }
      out.write(buffer, position, feed - position);
      boolean ended = feed < end;
      position = ended ? feed + 1 : feed;
      if (ended) {
        offset += out.size() + 1L;
        return out.toByteArray();
      }
    }
    rest = out.toByteArray();
    return null;
  }

  private boolean fill() throws IOException {
    if (position < end) {
      return true;
    }
    position = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Returns the number of the line that was read last, from 1. */
  long line() {
    return line;
  }

  /** Returns how many bytes the lines take that were read. */
  long offset() {
    return offset;
  }

  /** Returns what follows the last line feed. */
  byte[] rest() {
    return rest.clone();
  }
}
