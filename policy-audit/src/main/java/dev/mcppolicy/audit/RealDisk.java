package dev.mcppolicy.audit;

import dev.mcppolicy.internal.file.WriterLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file system of this machine. */
final class RealDisk implements Disk {

  @Override
  public LogFile open(Path file) throws IOException {
    boolean fresh = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (fresh) {
        forceFolder(file);
      }
      return new RealFile(file, channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(to);
  }

  /** Makes a name last; where a folder can't be forced, the platform does so of its own accord. */
  @SuppressWarnings("EmptyCatch")
  private static void forceFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(Objects.requireNonNull(folder))) {
      channel.force(true);
    } catch (IOException e) {
      // Windows doesn't open folders.
    }
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Override
  public Lock lock(Path file) throws IOException {
    WriterLock taken = WriterLock.take(file);
    if (taken == null) {
      throw new IOException(AuditMessages.inUse(file));
    }
    return new RealLock(taken);
  }

  /**
   * A lock on a file beside the log, which is renamed when it is full.
   *
   * @param file the one that is locked
   */
  private record RealLock(WriterLock file) implements Lock {

    @Override
    public boolean isHeld() {
      return file.isHeld();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A file of the log. */
  private static final class RealFile implements LogFile {
    private final Path file;
    private final @Nullable Object identity;
    private final FileChannel channel;

    RealFile(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.identity = identity(file);
      this.channel = channel;
    }

    /** Returns what tells a file from others of the same name; null where nothing does. */
    private static @Nullable Object identity(Path file) throws IOException {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      long position = channel.size();
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public boolean isThere() {
      try {
        return Objects.equals(identity(file), identity);
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
