package dev.mcppolicy.audit;

import dev.mcppolicy.audit.LogTail.Start;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log: the one that is written to, its lock, and what becomes of it when it is full.
 *
 * <p>Bytes count once they are {@linkplain #commit committed}. What was written and not committed
 * is cut off again before anything else is written. A file that isn't the one that was written last
 * is never appended to: if it is gone, a new one goes on; if another is there, nothing can be
 * written until that is moved away.
 *
 * <p>Not thread-safe.
 */
final class LogStorage implements Closeable {

  private final Disk disk;
  private final LogNames names;
  private Disk.@Nullable Lock lock;
  private Disk.@Nullable LogFile file;
  private long committed;
  private long written;
  private @Nullable Start first;

  private LogStorage(Disk disk, LogNames names) {
    this.disk = disk;
    this.names = names;
  }

  /**
   * Where the log ended when it was opened.
   *
   * @param mark how far the chain had come
   * @param torn how many bytes were cut off
   * @param begin the first of them, in Base64
   */
  record Found(Chain.Mark mark, long torn, String begin) {}

  /** A log's storage, and what was there. */
  record Opened(LogStorage storage, Found found) {}

  /**
   * Locks a log and opens it, at its end.
   *
   * @throws AuditFormatException if the last file isn't what was written
   * @throws IOException if it can't be opened, or somebody else writes there
   */
  static Opened open(Disk disk, Path path) throws IOException {
    LogNames names = LogNames.of(path);
    LogStorage storage = new LogStorage(disk, names);
    try {
      storage.lock = disk.lock(names.lock());
      return new Opened(storage, storage.begin());
    } catch (Throwable e) {
      storage.close();
      throw e;
    }
  }

  private Found begin() throws IOException {
    Disk.LogFile opened = disk.open(names.active());
    file = opened;
    LogTail tail = LogTail.of(names.active());
    if (tail.torn() > 0) {
      opened.truncate(tail.size());
      opened.force();
    }
    committed = tail.size();
    written = tail.size();
    first = tail.first();
    AuditRecord.Link last = tail.last();
    if (last == null) {
      Optional<Path> before = names.newestFull(disk);
      last = before.isPresent() ? LogTail.of(before.get()).last() : null;
    }
    Chain.Mark mark = last == null ? Chain.Mark.BEGIN : Chain.Mark.after(last);
    return new Found(mark, tail.torn(), tail.begin());
  }

  /** Says whether everything is where it was left: the lock, the file, and all of its bytes. */
  boolean isIntact() {
    try {
      Disk.Lock held = lock;
      Disk.LogFile open = file;
      return held != null
          && held.isHeld()
          && open != null
          && open.isThere()
          && open.size() == written;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes the log ready again after something failed, so that it ends with what was committed.
   *
   * @param hash the hash of the last record that was committed
   */
  void recover(String hash) throws IOException {
    Disk.Lock held = lock;
    if (held == null || !held.isHeld()) {
      lock = null;
      if (held != null) {
        held.close();
      }
      lock = disk.lock(names.lock());
    }
    Disk.LogFile open = file;
    if (open != null) {
      long size = open.size();
      boolean isThere = open.isThere();
      if (size > written && isThere) {
        throw new IOException(AuditMessages.notOurs(names.active()));
      }
      if (size > committed && size <= written) {
        open.truncate(committed);
        open.force();
      }
      written = committed;
      if (isThere && size >= committed) {
        return;
      }
      leave();
    }
    goOn(hash);
  }

  /** Opens the file that is there, if it ends as it should, or a new one. */
  private void goOn(String hash) throws IOException {
    Disk.LogFile opened = disk.open(names.active());
    try {
      LogTail tail = opened.size() == 0 ? LogTail.NOTHING : LogTail.of(names.active());
      AuditRecord.Link last = tail.last();
      if (opened.size() > 0 && (last == null || tail.torn() > 0 || !last.hash().equals(hash))) {
        throw new IOException(AuditMessages.notOurs(names.active()));
      }
      file = opened;
      committed = tail.size();
      written = tail.size();
      first = tail.first();
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  private void leave() throws IOException {
    Disk.LogFile left = file;
    file = null;
    if (left != null) {
      left.close();
    }
  }

  /** Writes lines. */
  void append(List<byte[]> lines, Start start) throws IOException {
    int length = lines.stream().mapToInt(line -> line.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(length);
    lines.forEach(bytes::put);
    Disk.LogFile open = file;
    if (open == null) {
      throw new IOException(AuditMessages.notOurs(names.active()));
    }
    written += length; // whatever of it arrives
    open.append(bytes.flip());
    if (first == null) {
      first = start;
    }
  }

  /** Forces to the disk what was written. */
  void commit() throws IOException {
    if (file != null && written > committed) {
      file.force();
      committed = written;
    }
  }

  /** Says whether the file is so full, or so old, that another should be begun. */
  boolean isFull(Settings settings, Instant now) {
    Start begun = first;
    return begun != null
        && (committed >= settings.rotateAt()
            || (!settings.rotateAfter().isZero()
                && Duration.between(begun.time(), now).compareTo(settings.rotateAfter()) >= 0));
  }

  /** Gives the file, all of which is committed, the name of a full one, and begins another. */
  void rotate(String hash) throws IOException {
    Start begun = first;
    if (begun != null) {
      leave();
      disk.rename(names.active(), names.full(begun.number()));
      goOn(hash);
    }
  }

  long uncommitted() {
    return written - committed;
  }

  @Override
  public void close() throws IOException {
    try {
      leave();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
