package dev.mcppolicy.audit;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.thread.Daemons;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes every decision and outcome of an engine to a file of JSON lines, each of which bears the
 * hash of the one before.
 *
 * <pre>{@code
 * try (AuditLog log = AuditLog.jsonLines(Path.of("audit.jsonl")).argumentsKey(key).open()) {
 *   PolicyEngine engine = PolicyEngine.builder(policy).recorder(log).build();
 *   …
 * }
 * }</pre>
 *
 * <p>Records hold the names of arguments and, with a key, a digest of them, but no values unless
 * {@link AuditLogBuilder#recordArguments} says which. Unless told otherwise, a decision takes
 * effect only after its record is on the disk, and a call that can't be recorded is denied.
 *
 * <p>One log writes to a file at a time, on a thread of its own. This class is thread-safe.
 */
public final class AuditLog implements DecisionRecorder, Closeable {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy.audit");
  private static final long PATIENCE_SECONDS = 30;

  private final Intake intake;
  private final Writer writer;
  private final Thread thread;
  private final @Nullable ArgumentRedactor redactor;

  AuditLog(Intake intake, Writer writer, @Nullable ArgumentRedactor redactor) {
    this.intake = intake;
    this.writer = writer;
    this.redactor = redactor;
    this.thread = new Daemons("mcp-policy-audit").newThread(writer);
    thread.start();
  }

  /**
   * Returns a builder of a log that is kept in a file, and goes on where that ends.
   *
   * @param file the file; when it is full, it is renamed after the number of its first record, as
   *     in {@code audit-000000000001.jsonl}, and another is begun
   */
  public static AuditLogBuilder jsonLines(Path file) {
    return new AuditLogBuilder(file);
  }

  @Override
  public CompletionStage<?> decided(DecisionEvent event, ToolCall call) {
    Map<String, @Nullable Object> recorded;
    try {
      recorded = recorded(call);
    } catch (RuntimeException | StackOverflowError e) {
      return intake.refuse(e);
    }
    return intake.add(new Entry.Decided(event, call, recorded));
  }

  private @Nullable Map<String, @Nullable Object> recorded(ToolCall call) {
    if (redactor == null || call.arguments().problem().isPresent()) {
      return null;
    }
    return Arguments.freeze(redactor.redact(call)).asMap();
  }

  @Override
  public void settled(SettlementEvent event) {
    if (!intake.add(event)) {
      LOG.log(System.Logger.Level.WARNING, AuditMessages.outcomeTooLate());
    }
  }

  /**
   * Waits until everything that was recorded so far is on the disk.
   *
   * @throws IOException if it can't be written, or the log is closed
   */
  public void flush() throws IOException {
    CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
    if (!intake.add(new Entry.Barrier(stage))) {
      throw new IOException(AuditMessages.closed());
    }
    try {
      stage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(AuditMessages.interrupted());
    } catch (ExecutionException e) {
      throw new IOException(AuditMessages.unavailable(), e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IOException(AuditMessages.unavailable(), e);
    }
  }

  /** Says how this log fares. */
  public AuditStats stats() {
    return intake.stats(writer.records());
  }

  /**
   * Writes what still waits and a closing record, and lets go of the file. Decisions that come
   * later can't be recorded. Closing again does nothing.
   *
   * @throws IOException if something could not be written, or is not within half a minute
   */
  @Override
  public void close() throws IOException {
    intake.close();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(AuditMessages.interrupted());
    }
    Throwable failure = writer.end();
    if (failure != null || thread.isAlive()) {
      throw new IOException(AuditMessages.notClosed(), failure);
    }
  }
}
