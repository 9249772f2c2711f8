package dev.mcppolicy.approvals;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that is open. */
interface Folder extends Closeable {

  /** Forces to disk which files are in it; nothing is done on Windows, where that can't be. */
  void force() throws IOException;

  /** Opens folders. */
  @FunctionalInterface
  interface Opener {
    Folder open(Path folder) throws IOException;
  }

  /** Opens a folder of this machine. */
  static Folder open(Path folder) throws IOException {
    FileChannel channel =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? FileChannel.open(folder, StandardOpenOption.READ)
            : null;
    return new Folder() {
      @Override
      public void force() throws IOException {
        if (channel != null) {
          channel.force(true);
        }
      }

      @Override
      public void close() throws IOException {
        if (channel != null) {
          channel.close();
        }
      }
    };
  }
}
