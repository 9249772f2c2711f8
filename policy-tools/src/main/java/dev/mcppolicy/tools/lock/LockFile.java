package dev.mcppolicy.tools.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes locks: whole, or not at all. */
final class LockFile {

  private LockFile() {}

  static void write(Path file, ToolLock lock) {
    byte[] text = readable(lock).getBytes(StandardCharsets.UTF_8);
    try {
      replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Returns the text of a lock, if it is read as the same lock. */
  private static String readable(ToolLock lock) {
    String text = lock.toJson();
    ToolLock read;
    try {
      read = ToolLock.parse(text);
    } catch (InvalidLockException e) {
      throw new InvalidLockException(LockMessages.unwritable(e.getMessage()));
    }
    if (!read.equals(lock)) {
      throw new InvalidLockException(LockMessages.unwritable(LockMessages.readOtherwise()));
    }
    return text;
  }

  private static void replace(Path file, byte[] text) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, LockMessages.noFile());
    }
    Path beside = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      writeNew(beside, text);
      try {
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void writeNew(Path file, byte[] text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
