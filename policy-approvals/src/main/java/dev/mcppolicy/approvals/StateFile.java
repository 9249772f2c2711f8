package dev.mcppolicy.approvals;

import dev.mcppolicy.internal.file.WriterLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
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
  private final Folder.Opener folders;
  private final WriterLock lock;
  private boolean closed;

  private StateFile(Path file, String kind, Folder.Opener folders, WriterLock lock) {
    this.file = file;
    this.kind = kind;
    this.folders = folders;
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
    return open(file, kind, Folder::open);
  }

  static StateFile open(Path file, String kind, Folder.Opener folders) {
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      WriterLock lock = WriterLock.take(sibling(real, ".lock"), ownersOnly());
      if (lock == null) {
        throw new IllegalStateException(ApprovalMessages.fileInUse(file));
      }
      return new StateFile(real, kind, folders, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantWrite(file), e);
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
   * Writes a text, and returns when it is on disk. If it may not be, it is taken back, since
   * whoever reads the file next would believe it: an approval that its giver was told doesn't count
   * must not.
   *
   * @throws UncheckedIOException if it could not be written; what was there still is
   */
  void write(String body) {
    write(body, true);
  }

  /**
   * Writes a text from which approvals are gone, and returns when it is on disk. If it may not be,
   * it stays nevertheless.
   *
   * @throws UncheckedIOException if it could not be written; what was there may still be
   */
  void writeLess(String body) {
    write(body, false);
  }

  /** Writes a text before the file is closed, if there is one; without it the last one stays. */
  void writeAtTheEnd(Supplier<String> body) {
    try {
      if (Files.exists(file)) {
        writeLess(body.get());
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, ApprovalMessages.NOT_WRITTEN_AT_THE_END, e);
    }
  }

  private void write(String body, boolean takingBack) {
    if (closed) {
      throw new IllegalStateException(ApprovalMessages.ALREADY_CLOSED);
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    // Opened first: where a folder can't be forced to disk, nothing is changed in it.
    try (Folder names = folders.open(folder)) {
      if (!lock.isHeld()) {
        throw new IOException(ApprovalMessages.LOCK_IS_GONE);
      }
      byte[] before = takingBack && Files.exists(file) ? Files.readAllBytes(file) : null;
      replace((head(body) + '\n' + body).getBytes(StandardCharsets.UTF_8));
      try {
        names.force();
      } catch (IOException e) {
        if (takingBack) {
          takeBack(before, e);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(ApprovalMessages.cantWrite(file), e);
    }
  }

  private void replace(byte[] text) throws IOException {
    Path next = sibling(file, ".next");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly())) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void takeBack(byte @Nullable [] before, IOException cause) throws IOException {
    boolean interrupted = Thread.interrupted(); // which may be the cause, and would be one again
    try {
      if (before != null) {
        replace(before);
        return;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Files.deleteIfExists(file); // nothing is approved by no file
  }

  @Override
  public void close() {
    closed = true;
    try {
      lock.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
