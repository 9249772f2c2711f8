package dev.mcppolicy.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** What a log asks of a file system. */
interface Disk {

  /** Opens a file to write, and creates it if there is none. */
  LogFile open(Path file) throws IOException;

  /** Renames a file to a name that is free. */
  void rename(Path from, Path to) throws IOException;

  /** Returns the files of a folder. */
  List<Path> list(Path folder) throws IOException;

  /** Locks a file, so that nobody else can until it is closed. */
  Lock lock(Path file) throws IOException;

  /** A lock that is held. */
  interface Lock extends Closeable {

    /** Says whether the file that is locked is still there. */
    boolean isHeld();
  }

  /** A file that is open to write. Not thread-safe. */
  interface LogFile extends Closeable {

    long size() throws IOException;

    /** Writes all bytes at the end; if it throws, some may have been written. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when everything that was written is on the disk. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    /** Says whether its path still leads to this file. */
    boolean isThere();
  }
}
