package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Talks to a program over its standard input and output, and ends it and all that it started. */
final class StdioChannel implements Channel {

  private static final int MOST_UNASKED = 1_000;
  private static final int LAST_WORDS = 400;
  private static final int PATIENCE_MILLIS = 300;

  /** A line, or what keeps more lines from coming. */
  private static final class Heard {
    private final byte[] line;
    private final String problem;

    Heard(byte[] line, String problem) {
      this.line = line;
      this.problem = problem;
    }

    byte[] line() {
      return line;
    }

    String problem() {
      return problem;
    }
  }

  private final Process process;
  private final ListingLimits limits;
  private final Deadline deadline;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(64);
  private final Deque<Byte> lastWords = new ArrayDeque<>();
  private volatile boolean closed;
  private int unasked;

  private StdioChannel(Process process, ListingLimits limits, Deadline deadline) {
    this.process = process;
    this.limits = limits;
    this.deadline = deadline;
  }

  static StdioChannel open(ServerAddress.Stdio address, ListingLimits limits, Deadline deadline)
      throws UnreadableServerException {
    ProcessBuilder builder = new ProcessBuilder(address.command());
    try {
      builder.environment().putAll(address.environment());
    } catch (IllegalArgumentException e) {
      throw new UnreadableServerException(
          ServerMessages.wrongEnvironment()); // its own words hold values
    }
    address.folder().ifPresent(folder -> builder.directory(folder.toFile()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UnreadableServerException(ServerMessages.cantStart(address.command().get(0), e));
    }
    StdioChannel channel = new StdioChannel(process, limits, deadline);
    channel.start("policy-tools-stdout", channel::listen);
    channel.start("policy-tools-stderr", channel::remember);
    // A program that doesn't read would block who writes to it for ever
    CompletableFuture.delayedExecutor(deadline.nanosLeft(), TimeUnit.NANOSECONDS)
        .execute(channel::close);
    return channel;
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads lines, never more than the limits allow, and never ahead by more than a few. */
  private void listen() {
    try (InputStream in = new BufferedInputStream(process.getInputStream())) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long bytes = 0;
      for (int b = in.read(); b >= 0 && !closed; b = in.read()) {
        if (++bytes > limits.bytes()) {
          hear(new Heard(new byte[0], ServerMessages.tooMuch(limits.bytes())));
          return;
        }
        if (b != '\n') {
          line.write(b);
          if (line.size() > JsonReader.MAX_BYTES) {
            hear(new Heard(new byte[0], ServerMessages.bigMessage(JsonReader.MAX_BYTES)));
            return;
          }
        } else {
          hear(new Heard(line.toByteArray(), ""));
          line.reset();
        }
      }
    } catch (IOException e) {
      // The program is gone; that is said below
    }
    String last;
    synchronized (lastWords) {
      byte[] words = new byte[lastWords.size()];
      int i = 0;
      for (byte b : lastWords) {
        words[i++] = b;
      }
      last = new String(words, UTF_8);
    }
    hear(new Heard(new byte[0], ServerMessages.ended(last)));
  }

  private void hear(Heard what) {
    try {
      while (!closed && !heard.offer(what, 100, TimeUnit.MILLISECONDS)) {
        // Waits until there is room, or nobody listens any more
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the end of what the program complains of, and forgets the rest. */
  private void remember() {
    try (InputStream in = new BufferedInputStream(process.getErrorStream())) {
      for (int b = in.read(); b >= 0 && !closed; b = in.read()) {
        synchronized (lastWords) {
          lastWords.add((byte) b);
          if (lastWords.size() > LAST_WORDS) {
            lastWords.remove();
          }
        }
      }
    } catch (IOException e) {
      // The program is gone
    }
  }

  @Override
  public ObjectNode ask(String message, long id) throws UnreadableServerException {
    tell(message);
    while (true) {
      ObjectNode next = next();
      if (Wire.isReplyTo(next, id)) {
        return next;
      }
      if (++unasked > MOST_UNASKED) {
        throw new UnreadableServerException(ServerMessages.tooManyRequests(MOST_UNASKED));
      }
      if (Wire.isRequest(next)) {
        tell(Wire.answer(next));
      }
    }
  }

  private ObjectNode next() throws UnreadableServerException {
    while (true) {
      Heard next;
      try {
        next = heard.poll(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnreadableServerException(ServerMessages.tooSlow(deadline.time()));
      }
      if (next == null || (deadline.nanosLeft() == 0 && !next.problem().isEmpty())) {
        throw new UnreadableServerException(ServerMessages.tooSlow(deadline.time()));
      }
      if (!next.problem().isEmpty()) {
        throw new UnreadableServerException(next.problem());
      }
      // Programs greet whoever starts them; what begins like a message has to be one
      String start = new String(next.line(), 0, Math.min(next.line().length, 40), UTF_8).strip();
      if (start.startsWith("{") || start.startsWith("[{")) {
        return Wire.read(next.line());
      }
      if (++unasked > MOST_UNASKED) {
        throw new UnreadableServerException(ServerMessages.tooManyRequests(MOST_UNASKED));
      }
    }
  }

  @Override
  public void tell(String message) throws UnreadableServerException {
    try {
      OutputStream out = process.getOutputStream();
      out.write((message + "\n").getBytes(UTF_8));
      out.flush();
    } catch (IOException e) {
      // What the program said before it went may still be heard
      if (deadline.nanosLeft() == 0) {
        throw new UnreadableServerException(ServerMessages.tooSlow(deadline.time()));
      }
    }
  }

  /** Lets the program end by itself for a moment if there is time, and then ends it. */
  @Override
  public void close() {
    closed = true;
    List<ProcessHandle> family = process.descendants().toList();
    if (deadline.nanosLeft() > 0 && process.isAlive()) {
      try {
        process.getOutputStream().close();
        process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (IOException e) {
        // It doesn't listen any more
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<ProcessHandle> more = process.descendants().toList();
    process.destroyForcibly();
    more.forEach(StdioChannel::end);
    family.forEach(StdioChannel::end);
  }

  private static void end(ProcessHandle handle) {
    handle.descendants().forEach(ProcessHandle::destroyForcibly);
    handle.destroyForcibly();
  }
}
