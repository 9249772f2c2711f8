package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What the files of a log are called: {@code audit.jsonl} is written to; when it is full it becomes
 * {@code audit-000000000001.jsonl}, after the number of its first record.
 */
final class LogNames {

  private static final int DIGITS = 12;

  /** More links than this one behind the other are a circle to the system, too. */
  private static final int MOST_LINKS = 40;

  private final Path active;
  private final Path folder;
  private final String stem;
  private final String extension;

  /**
   * Names the files of a log. Where the name is a link, they stand where it leads to: two names of
   * one file are one log.
   */
  static LogNames of(Path active) throws IOException {
    Path file = active.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(active.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return new LogNames(file);
  }

  private LogNames(Path active) {
    this.active = active;
    this.folder = Objects.requireNonNull(this.active.getParent(), "file needs a name");
    String name = String.valueOf(this.active.getFileName());
    int dot = name.lastIndexOf('.');
    this.stem = dot > 0 ? name.substring(0, dot) : name;
    this.extension = dot > 0 ? name.substring(dot) : "";
  }

  Path active() {
    return active;
  }

  Path lock() {
    return folder.resolve(active.getFileName() + ".lock");
  }

  Path full(long first) {
    return folder.resolve(
        stem + String.format(Locale.ROOT, "-%0" + DIGITS + "d", first) + extension);
  }

  /** Returns the full file that was written last. */
  Optional<Path> newestFull(Disk disk) throws IOException {
    return disk.list(folder).stream()
        .filter(this::isFull)
        .reduce((one, other) -> number(one) > number(other) ? one : other);
  }

  private boolean isFull(Path file) {
    String name = String.valueOf(file.getFileName());
    String digits =
        name.length() > stem.length() + 1 + extension.length()
                && name.startsWith(stem + "-")
                && name.endsWith(extension)
            ? name.substring(stem.length() + 1, name.length() - extension.length())
            : "";
    return digits.length() >= DIGITS
        && digits.length() < 19
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private long number(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(stem.length() + 1, name.length() - extension.length()));
  }
}
