package dev.mcppolicy.redis;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, and delays or cuts what passes. */
final class Cutter implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** How many bytes of answers still pass before every connection is cut; below zero for all. */
  private long left = -1;

  /** Whether the next request is cut off. */
  private boolean swallows;

  /** Only the thread of a test asks for it. */
  private @Nullable RedisClient client;

  private volatile long delayNanos;
  private volatile boolean shut;
  private volatile boolean closed;

  Cutter(int target) {
    this(target, ServerSocketFactory.getDefault());
  }

  /** Opens a door of another kind, such as one that speaks TLS. */
  Cutter(int target, ServerSocketFactory doors) {
    this.target = target;
    try {
      door = doors.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutter");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return door.getLocalPort();
  }

  String uri() {
    return "redis://127.0.0.1:" + port();
  }

  /** A client of the server on its other side. */
  RedisClient client() {
    if (client == null) {
      client = RedisClient.create(uri());
    }
    return client;
  }

  /** Lets so many more bytes of answers pass, and then cuts all connections, once. */
  synchronized void cutAfter(long bytes) {
    left = bytes;
  }

  /** Lets the next request not pass, and cuts all connections then, once. */
  synchronized void cutBeforeRequest() {
    swallows = true;
  }

  /** Holds every piece of an answer back for a while. */
  void delay(long millis) {
    delayNanos = millis * 1_000_000;
  }

  /** Lets nobody in, or from now on again. */
  void shut(boolean shut) {
    this.shut = shut;
  }

  private void accept() {
    while (!closed) {
      try {
        connect(door.accept());
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  /**
   * Connects a client, or, if it may not come in or the server is away, lets it see that its
   * connection ends.
   */
  private void connect(Socket client) {
    if (shut) {
      close(client);
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(server);
      start(() -> pump(client, server, false));
      start(() -> pump(server, client, true));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        if (answers && delayNanos > 0) {
          LockSupport.parkNanos(delayNanos);
        }
        int passing = answers ? passing(read) : passingToServer(read);
        out.write(buffer, 0, passing);
        out.flush();
        if (passing < read) {
          cutAll();
          return;
        }
        read = in.read(buffer);
      }
    } catch (IOException ended) {
      // So does the other side.
    }
    close(from);
    close(to);
  }

  private synchronized int passing(int read) {
    if (left < 0) {
      return read;
    }
    if (read <= left) {
      left -= read;
      return read;
    }
    int passing = (int) left;
    left = -1;
    return passing;
  }

  private synchronized int passingToServer(int read) {
    int passing = swallows ? 0 : read;
    swallows = false;
    return passing;
  }

  private void cutAll() {
    open.forEach(this::close);
    open.clear();
  }

  private void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is closed now.
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
    closed = true;
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
