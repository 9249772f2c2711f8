package dev.mcppolicy.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes what waits and writes it, on one thread.
 *
 * <p>An entry is pending, then appended, then committed: only that counts as written. When anything
 * fails, all that is not committed becomes pending again and the chain goes back to the last record
 * that was; then the decisions leave for which a call still waits, if it is to be denied.
 */
final class Writer implements Runnable {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy.audit");
  private static final long UNCOMMITTED = 4L * 1024 * 1024;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Intake intake;
  private final LogStorage storage;
  private final Chain chain;
  private final Settings settings;
  private final Deque<Entry> pending = new ArrayDeque<>();
  private final Deque<Entry> appended = new ArrayDeque<>();
  private Chain.Mark committed;
  private long forced;
  private long signed;
  private boolean failed;
  private boolean told;
  private final AtomicLong records = new AtomicLong();
  private volatile @Nullable Throwable end;

  Writer(Intake intake, LogStorage storage, Chain chain, Settings settings) {
    this.intake = intake;
    this.storage = storage;
    this.chain = chain;
    this.settings = settings;
    this.committed = chain.mark();
    this.forced = settings.clock().nanos();
    this.signed = forced;
  }

  /** Writes what stands at the begin, on the thread that opens the log. */
  void begin(LogStorage.Found found) throws IOException {
    Instant now = settings.clock().wall();
    List<byte[]> lines = new ArrayList<>();
    lines.add(chain.opened(now));
    if (found.torn() > 0) {
      lines.add(chain.torn(now, found.torn(), found.begin()));
    }
    if (chain.signs()) {
      lines.add(chain.checkpoint(now));
    }
    append(lines, now);
    commit();
  }

  /** Returns how many records were written. */
  long records() {
    return records.get();
  }

  /** Returns why the log could not be closed as it should; null if it could. */
  @Nullable Throwable end() {
    return end;
  }

  @Override
  public void run() {
    while (!intake.isOver()) {
      try {
        pending.addAll(intake.take(patience()));
      } catch (InterruptedException e) {
        intake.close();
      }
      attempt(false);
    }
    attempt(true);
    try {
      storage.close();
    } catch (IOException e) {
      end = end == null ? e : end;
    }
    pending.forEach(entry -> leaves(entry, new IOException(AuditMessages.closed())));
  }

  private void attempt(boolean last) {
    try {
      round(last);
    } catch (Throwable failure) { // whatever it is, the next one is tried
      takeBack(failure);
      end = last ? failure : end;
    }
  }

  private void round(boolean last) throws IOException {
    if (!failed && !storage.isIntact()) {
      takeBackAppended();
      failed = true;
    }
    if (failed) {
      storage.recover(committed.hash());
    }
    if (storage.isFull(settings, settings.clock().wall()) && (last || !pending.isEmpty())) {
      rotate();
    }
    boolean waits = appendPending();
    if (last) {
      Instant now = settings.clock().wall();
      append(List.of(chain.closed(now)), now);
    } else if (isSignatureDue()) {
      sign();
    }
    if (last || waits || failed || isForceDue()) {
      commit();
    }
  }

  private void rotate() throws IOException {
    if (chain.signs() && chain.mark().unsigned() > 0) {
      sign();
    }
    commit();
    storage.rotate(committed.hash());
  }

  /** Appends what is pending, and says whether somebody waits until it is committed. */
  private boolean appendPending() throws IOException {
    Instant now = settings.clock().wall();
    List<byte[]> lines = new ArrayList<>();
    boolean waits = false;
    long dropped = intake.dropped();
    if (dropped > chain.mark().dropped()) {
      lines.add(chain.dropped(now, dropped));
    }
    for (Entry entry = pending.poll(); entry != null; entry = pending.poll()) {
      appended.add(entry); // first, so that nothing is lost whatever fails
      byte[] line = line(entry);
      if (line != null) {
        lines.add(line);
        waits |= entry instanceof Entry.Decided decided && !decided.stage().isDone();
      } else if (entry instanceof Entry.Barrier) {
        waits = true;
      } else {
        appended.removeLast();
      }
    }
    if (!lines.isEmpty()) {
      append(lines, now);
    }
    return waits || (!lines.isEmpty() && settings.flush().isPerRecord());
  }

  /** Returns the line of an entry; null if there is none to write. */
  private byte @Nullable [] line(Entry entry) {
    if (entry instanceof Entry.Decided decided) {
      return line(decided);
    }
    return entry instanceof Entry.Settled settled && !settled.isOrphan()
        ? chain.outcome(settled.event())
        : null;
  }

  private byte @Nullable [] line(Entry.Decided decided) {
    Chain.Mark before = chain.mark();
    if (decided.claim()) {
      try {
        return chain.decision(decided);
      } catch (RuntimeException | StackOverflowError e) {
        LOG.log(System.Logger.Level.WARNING, AuditMessages.cantRecord(), e);
        chain.returnTo(before);
        decided.giveUp(e);
      }
    }
    intake.determined(decided, false);
    return null;
  }

  private void append(List<byte[]> lines, Instant now) throws IOException {
    long number = chain.mark().number() - lines.size() + 1;
    storage.append(lines, new LogTail.Start(number, now));
  }

  private boolean isSignatureDue() {
    long unsigned = chain.mark().unsigned();
    return chain.signs()
        && unsigned > 0
        && (unsigned >= settings.checkpointRecords()
            || settings.clock().nanos() - signed >= settings.checkpointNanos());
  }

  private void sign() throws IOException {
    Instant now = settings.clock().wall();
    append(List.of(chain.checkpoint(now)), now);
    signed = settings.clock().nanos();
  }

  private boolean isForceDue() {
    return storage.uncommitted() > 0
        && (settings.flush().isPerRecord()
            || storage.uncommitted() >= UNCOMMITTED
            || settings.clock().nanos() - forced >= settings.forceNanos());
  }

  private void commit() throws IOException {
    storage.commit();
    records.addAndGet(chain.mark().number() - committed.number());
    committed = chain.mark();
    forced = settings.clock().nanos();
    recovered();
    for (Entry entry = appended.poll(); entry != null; entry = appended.poll()) {
      if (entry instanceof Entry.Decided decided) {
        intake.determined(decided, true);
        decided.stage().complete(null);
      } else if (entry instanceof Entry.Barrier barrier) {
        barrier.stage().complete(null);
      }
    }
  }

  private void recovered() {
    if (failed) {
      failed = false;
      intake.broken(false);
      if (told) {
        LOG.log(System.Logger.Level.INFO, AuditMessages.availableAgain());
      }
      told = false;
    }
  }

  private void takeBackAppended() {
    while (!appended.isEmpty()) {
      Entry entry = appended.removeLast();
      if (entry instanceof Entry.Decided decided) {
        decided.unclaim();
      }
      pending.addFirst(entry);
    }
    chain.returnTo(committed);
  }

  private void takeBack(Throwable failure) {
    takeBackAppended();
    failed = true;
    if (!told) {
      LOG.log(System.Logger.Level.WARNING, AuditMessages.unavailable(), failure);
    }
    told = true;
    intake.broken(true);
    pending.removeIf(entry -> leaves(entry, failure));
  }

  /** Says whether an entry is given up, since its call is denied or its caller told. */
  private boolean leaves(Entry entry, Throwable failure) {
    if (entry instanceof Entry.Barrier barrier) {
      barrier.stage().completeExceptionally(failure);
      return true;
    }
    if (entry instanceof Entry.Decided decided
        && settings.whenUnavailable() == WhenUnavailable.DENY
        && decided.giveUp(failure)) {
      intake.determined(decided, false);
      return true;
    }
    return false;
  }

  /** Returns how long nothing has to be done unless something comes. */
  private long patience() {
    if (!pending.isEmpty()) {
      return RETRY_NANOS;
    }
    long now = settings.clock().nanos();
    long patience = Long.MAX_VALUE;
    if (storage.uncommitted() > 0) {
      patience = Math.min(patience, settings.forceNanos() - (now - forced));
    }
    if (chain.signs() && chain.mark().unsigned() > 0) {
      patience = Math.min(patience, settings.checkpointNanos() - (now - signed));
    }
    return Math.max(0, patience);
  }
}
