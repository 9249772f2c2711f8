package dev.mcppolicy.approvals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one text, written whole each time: beside the file, forced to disk, then moved
 * into its place. So it holds what was written last or what was written before, and never a part.
 *
 * <p>The first line says what kind of file it is and has the digest of all that follows. A file
 * that was cut or changed is not believed at all: of a part of it nobody knows which approvals had
 * been used up since.
 *
 * <p>Only one of these is open for a file at a time. Not thread-safe.
 */
final class StateFile implements AutoCloseable {

  private static final Pattern OTHER_VERSION =
      Pattern.compile("mcp-policy-[a-z-]+/[0-9]+ sha256:[0-9a-f]{64}");
  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private final Path file;
  private final String kind;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private StateFile(Path file, String kind, FileChannel lockChannel, FileLock lock) {
    this.file = file;
    this.kind = kind;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Opens a file, which need not exist.
   *
   * @param kind what it holds, and in which version
   * @throws UncheckedIOException if its folder can't be written
   * @throws IllegalStateException if it is open already, here or in another process
   */
  static StateFile open(Path file, String kind) {
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      FileChannel channel =
          FileChannel.open(
              sibling(real, ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              ownersOnly());
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(ApprovalMessages.fileInUse(file));
      }
      return new StateFile(real, kind, channel, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantWrite(file), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static FileAttribute<?>[] ownersOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Returns the text; null if there is none, or if it is broken.
   *
   * @throws UncheckedIOException if the file can't be read
   * @throws IllegalStateException if it is a file of another kind
   */
  @Nullable String read() {
    byte[] bytes;
    try {
      if (!Files.exists(file)) {
        return null;
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantRead(file), e);
    }
    String text = decoded(bytes);
    int end = text == null ? -1 : text.indexOf('\n');
    if (text == null || end < 0) {
      return broken("the file is cut off or damaged");
    }
    String body = text.substring(end + 1);
    String head = text.substring(0, end);
    if (head.equals(head(body))) {
      return body;
    }
    if (OTHER_VERSION.matcher(head).matches() && !head.startsWith(kind + ' ')) {
      throw new IllegalStateException(ApprovalMessages.fileOfAnotherKind(file));
    }
    return broken("the file is cut off or damaged");
  }

  /** Says that what was read can't be what was written, and keeps the file aside. */
  @Nullable String broken(String why) {
    LOG.log(System.Logger.Level.WARNING, () -> ApprovalMessages.fileBroken(file, why));
    try {
      Files.move(file, sibling(file, ".broken"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantWrite(file), e);
    }
    return null;
  }

  private static @Nullable String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private String head(String body) {
    return kind + " sha256:" + HexFormat.of().formatHex(sha256(body));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Writes a text, and returns when it is on disk.
   *
   * @throws UncheckedIOException if it could not be written; what was there still is
   */
  void write(String body) {
    if (!lock.isValid()) {
      throw new IllegalStateException(ApprovalMessages.ALREADY_CLOSED);
    }
    Path next = sibling(file, ".next");
    try {
      Files.deleteIfExists(next);
      try (FileChannel channel =
          FileChannel.open(
              next,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownersOnly())) {
        ByteBuffer bytes =
            ByteBuffer.wrap((head(body) + '\n' + body).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantWrite(file), e);
    }
  }

  /** Forces the move to disk where folders can be forced, which is not so on Windows. */
  private void forceFolder() throws IOException {
    Path folder = file.getParent();
    if (folder != null
        && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() {
    try (lockChannel) {
      lock.release();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
