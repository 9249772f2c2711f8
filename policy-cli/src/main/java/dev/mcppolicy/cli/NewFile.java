package dev.mcppolicy.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes files, as UTF-8, in place of what they held: whole, or not at all. So a disk that is full
 * takes nothing away.
 */
final class NewFile {

  private final Path target;
  private final String text;

  /** A file beside the target that holds the text; null if it is written where it belongs. */
  private @Nullable Path beside;

  private NewFile(Path target, String text) {
    this.target = target;
    this.text = text;
  }

  /**
   * Writes a text.
   *
   * @throws UnusableException if it can't be written
   */
  static void write(Path file, String text) {
    write(Map.of(file, text));
  }

  /**
   * Writes texts: all of them are on the disk before the first is put into its place.
   *
   * @throws UnusableException if one can't be written
   */
  static void write(Map<Path, String> texts) {
    List<NewFile> files = new ArrayList<>();
    try {
      for (Map.Entry<Path, String> entry : texts.entrySet()) {
        files.add(prepared(entry.getKey(), entry.getValue()));
      }
      for (NewFile file : files) {
        file.put();
      }
    } finally {
      files.forEach(NewFile::discard);
    }
  }

  private static NewFile prepared(Path file, String text) {
    try {
      NewFile prepared = new NewFile(Files.exists(file) ? file.toRealPath() : file, text);
      // A device, or a pipe, keeps nothing that could get lost.
      if (!Files.exists(prepared.target) || Files.isRegularFile(prepared.target)) {
        prepared.writeBeside();
      }
      return prepared;
    } catch (IOException e) {
      throw new UnusableException(CliMessages.cantBeWritten(file, e));
    }
  }

  private void writeBeside() throws IOException {
    Path free = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.createFile(free);
    } catch (AccessDeniedException e) {
      return; // the folder is somebody else's, and the file may be ours
    }
    beside = free;
    try {
      Files.writeString(free, text, StandardOpenOption.SYNC);
      keepPermissions(free);
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  private void keepPermissions(Path free) throws IOException {
    PosixFileAttributeView own = view(target);
    PosixFileAttributeView other = view(free);
    if (own != null && other != null && Files.exists(target)) {
      other.setPermissions(own.readAttributes().permissions());
    }
  }

  private static @Nullable PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  private void put() {
    try {
      if (!isMoved()) {
        Files.writeString(target, text);
      }
    } catch (IOException e) {
      throw new UnusableException(CliMessages.cantBeWritten(target, e));
    }
  }

  /** Says whether what stands beside the target could be put into its place, as a mount can't. */
  private boolean isMoved() throws IOException {
    if (beside == null) {
      return false;
    }
    try {
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  private void discard() {
    if (beside != null) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException e) {
        throw new UnusableException(CliMessages.cantBeWritten(beside, e));
      }
    }
  }
}
