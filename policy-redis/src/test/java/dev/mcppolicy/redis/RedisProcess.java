package dev.mcppolicy.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A server of the tests' own, on a free port of loopback, with nothing on disk but its folder. It
 * ends with the JVM at the latest. It is the one that embedded-redis brings, or the one that the
 * environment's {@code REDIS_SERVER} names.
 */
final class RedisProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final int FIRST_PORT = 12_000;

  /** How far above its port the port of a server's cluster bus lies. */
  static final int BUS = 10_000;

  private final int port;
  private final List<String> options;
  private final Path folder;
  private final Thread hook = new Thread(this::end);
  private String configuration = "save \"\"\n";
  private Process process;

  private RedisProcess(int port, List<String> options) {
    this.port = port;
    this.options = options;
    try {
      this.folder = Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static RedisProcess start(String... options) {
    RedisProcess server = new RedisProcess(freePort(), List.of(options));
    server.run();
    return server;
  }

  /** Starts a Sentinel that watches one master, under the name of {@code main}, all by itself. */
  static RedisProcess sentinel(int master) {
    int port = freePort();
    RedisProcess sentinel = new RedisProcess(port, List.of("--sentinel"));
    sentinel.configuration =
        String.join(
            "\n",
            "sentinel monitor main 127.0.0.1 " + master + " 1",
            "sentinel down-after-milliseconds main 300",
            "sentinel failover-timeout main 3000",
            "");
    sentinel.run();
    return sentinel;
  }

  /** Runs the server, again if it was killed. */
  void run() {
    launch();
    try {
      awaitPong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the server, and doesn't wait until it answers. */
  void launch(String... more) {
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  executable().getPath(),
                  configured().toString(),
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--dir",
                  folder.toString()));
      command.addAll(options);
      command.addAll(List.of(more));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path configured() throws IOException {
    Path file = folder.resolve("conf");
    if (!Files.exists(file)) {
      Files.writeString(file, configuration);
    }
    return file;
  }

  private static File executable() {
    String named = System.getenv("REDIS_SERVER");
    return named == null ? Binary.FILE : new File(named);
  }

  /** The binary, unpacked once. */
  private static final class Binary {
    static final File FILE = unpack();

    private static File unpack() {
      try {
        return ExecutableProvider.newJarResourceProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void awaitPong() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(1_000);
        socket
            .getOutputStream()
            .write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(1);
        if (answer.length == 1 && answer[0] == '+') {
          return;
        }
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(Files.readString(folder.resolve("log")), notYet);
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  /**
   * A port below those that systems give out to whoever asks for any, so that no connection of
   * another test takes it or that of a cluster's bus before the server does.
   */
  static int freePort() {
    return freePort(() -> ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_PORT + BUS));
  }

  /** The first of these ports that is free and whose bus' port is too. */
  static int freePort(IntSupplier ports) {
    while (true) {
      int port = ports.getAsInt();
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends the server as a crash does. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops the server in its tracks; it answers nothing until it may go on. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void end() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
