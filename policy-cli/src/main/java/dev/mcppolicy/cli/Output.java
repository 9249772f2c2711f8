package dev.mcppolicy.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the streams of a command. Whatever is printed is made {@linkplain Visible visible} first.
 *
 * <p>Not thread-safe.
 */
final class Output {

  private static final int BUFFER = 8192;

  private final OutputStream stream;
  private final Charset charset;
  private final boolean coloured;
  private final Visible visible;
  private final StringBuilder buffer = new StringBuilder();
  private @Nullable IOException failure;

  Output(OutputStream stream, Charset charset, boolean coloured) {
    this.stream = stream;
    this.charset = charset;
    this.coloured = coloured;
    this.visible = new Visible(charset);
  }

  boolean isColoured() {
    return coloured;
  }

  /** Prints a text within a line. */
  Output print(String text) {
    write(visible.line(text));
    return this;
  }

  /** Prints a text within a line, in a style. */
  Output print(Style style, String text) {
    String shown = visible.line(text);
    write(coloured ? style.on(shown) : shown);
    return this;
  }

  /** Ends a line. */
  Output newLine() {
    write("\n");
    return this;
  }

  /** Prints a line. */
  Output line(String text) {
    return print(text).newLine();
  }

  /** Prints lines, each indented. */
  Output lines(String indent, String text) {
    text.stripTrailing().lines().forEach(line -> print(indent).line(line));
    return this;
  }

  /** Prints a text of many lines as it is: JSON, or a document. */
  Output document(String text) {
    write(visible.lines(text));
    return this;
  }

  /** Returns a writer for a text of our own, which may hold colours. */
  PrintWriter writer() {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] chars, int from, int length) {
            Output.this.write(new String(chars, from, length));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  private void write(String text) {
    buffer.append(text);
    if (buffer.length() >= BUFFER) {
      flush();
    }
  }

  private void flush() {
    byte[] bytes = buffer.toString().getBytes(charset);
    buffer.setLength(0);
    if (failure == null) {
      try {
        stream.write(bytes);
        stream.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** Writes what is left, and returns why something could not be written, if so. */
  Optional<IOException> finish() {
    flush();
    return Optional.ofNullable(failure);
  }
}
