package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A disk that does what the real one does, until it is told to fail. Thread-safe. */
final class FaultyDisk implements Disk {

  private final Disk real = new RealDisk();
  private volatile boolean full;
  private volatile int shortBy = -1;
  private volatile boolean forceFails;
  private volatile boolean opensFail;
  private volatile boolean renameFails;
  private volatile boolean truncateFails;
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** Writes nothing, or so many bytes of what it is given, and fails. */
  void full(boolean isFull, int written) {
    shortBy = written;
    full = isFull;
  }

  void forceFails(boolean fails) {
    forceFails = fails;
  }

  void opensFail(boolean fail) {
    opensFail = fail;
  }

  void renameFails(boolean fails) {
    renameFails = fails;
  }

  void truncateFails(boolean fails) {
    truncateFails = fails;
  }

  /** Forces nothing until the latch is open. */
  void hold(CountDownLatch latch) {
    held = latch;
  }

  private static void failIf(boolean fails, String why) throws IOException {
    if (fails) {
      throw new IOException(why);
    }
  }

  @Override
  public LogFile open(Path file) throws IOException {
    failIf(opensFail, "Permission denied");
    return new FaultyFile(real.open(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    failIf(renameFails, "Permission denied");
    real.rename(from, to);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return real.list(folder);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return real.lock(file);
  }

  /** A file on it. */
  private final class FaultyFile implements LogFile {
    private final LogFile file;

    FaultyFile(LogFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      if (full) {
        int length = Math.min(bytes.remaining(), Math.max(0, shortBy));
        file.append(bytes.slice(bytes.position(), length));
        throw new IOException("No space left on device");
      }
      file.append(bytes);
    }

    @Override
    public void force() throws IOException {
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      failIf(forceFails, "Input/output error");
      file.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      failIf(truncateFails, "Input/output error");
      file.truncate(size);
    }

    @Override
    public boolean isThere() {
      return file.isThere();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
