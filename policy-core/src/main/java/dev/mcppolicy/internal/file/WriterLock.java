package dev.mcppolicy.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that stands for the right to write to another, which is one holder's at a time: one of all
 * that this process has, and of all processes. It stays when it is let go of. Thread-safe.
 */
public final class WriterLock implements Closeable {

  /**
   * What this process holds. To open such a file once more and to close it again would give up the
   * lock on most platforms, and tell nobody.
   */
  private static final Set<Object> HELD = new HashSet<>();

  /** Files that somebody in this process holds without having asked here; likewise never closed. */
  private static final Map<Object, FileChannel> OTHERS = new HashMap<>();

  private final Path file;
  private final Object identity;
  private final FileChannel channel;

  private WriterLock(Path file, Object identity, FileChannel channel) {
    this.file = file;
    this.identity = identity;
    this.channel = channel;
  }

  /**
   * Takes a file, and creates it if there is none.
   *
   * @param attributes of the file, if it is created
   * @return null if somebody else holds it
   * @throws IOException if it can't be created or locked
   */
  public static @Nullable WriterLock take(Path file, FileAttribute<?>... attributes)
      throws IOException {
    synchronized (HELD) {
      FileChannel open = null;
      if (Files.exists(file)) {
        Object identity = identity(file);
        if (HELD.contains(identity)) {
          return null;
        }
        open = OTHERS.remove(identity);
      }
      return take(file, open == null ? open(file, attributes) : open);
    }
  }

  private static FileChannel open(Path file, FileAttribute<?>... attributes) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
  }

  private static @Nullable WriterLock take(Path file, FileChannel channel) throws IOException {
    boolean closes = true;
    try {
      Object identity = identity(file);
      try {
        if (channel.tryLock() == null) {
          return null;
        }
      } catch (OverlappingFileLockException e) {
        OTHERS.put(identity, channel);
        closes = false;
        return null;
      }
      closes = false;
      HELD.add(identity);
      return new WriterLock(file, identity, channel);
    } finally {
      if (closes) {
        channel.close();
      }
    }
  }

  /** Returns what tells a file from all others, also from a later one of its name. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  /**
   * Says whether the file is still held, and still there: once it is gone, somebody else can take
   * another of its name.
   */
  public boolean isHeld() {
    try {
      return channel.isOpen() && identity(file).equals(identity);
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets go of the file. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (channel.isOpen()) {
        HELD.remove(identity);
        channel.close();
      }
    }
  }
}
