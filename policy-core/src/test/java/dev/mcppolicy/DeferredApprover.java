package dev.mcppolicy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers "pending" until a test has decided, and gives each decision once. */
public final class DeferredApprover implements Approver {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST_WAITING = 1_000;

  private final long keptNanos;
  private final PolicyClock clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private DeferredApprover(Duration kept, PolicyClock clock) {
    if (kept.isNegative() || kept.isZero()) {
      throw new IllegalArgumentException("kept must be longer than zero: " + kept);
    }
    this.keptNanos = kept.toNanos();
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  private record Entry(ApprovalRequest request, Answer answer, long since) {}

  /** Returns an approver that keeps requests and decisions for an hour. */
  public static DeferredApprover create() {
    return new DeferredApprover(KEPT, PolicyClock.system());
  }

  /**
   * Returns an approver that keeps requests and decisions for a time.
   *
   * @throws IllegalArgumentException if {@code kept} isn't longer than zero
   */
  public static DeferredApprover keeping(Duration kept, PolicyClock clock) {
    return new DeferredApprover(kept, clock);
  }

  @Override
  public synchronized CompletionStage<Answer> ask(ApprovalRequest request) {
    forgetOld();
    Entry entry = entries.get(request.id());
    if (entry == null) {
      if (entries.size() >= MOST_WAITING) {
        return CompletableFuture.completedFuture(Answer.DENY);
      }
      entries.put(request.id(), new Entry(request, Answer.PENDING, clock.nanos()));
      return CompletableFuture.completedFuture(Answer.PENDING);
    }
    if (entry.answer() != Answer.PENDING) {
      entries.remove(request.id());
    }
    return CompletableFuture.completedFuture(entry.answer());
  }

  /** Returns the requests that nobody has decided, the oldest first. */
  public synchronized List<ApprovalRequest> waiting() {
    forgetOld();
    List<ApprovalRequest> waiting = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.answer() == Answer.PENDING) {
        waiting.add(entry.request());
      }
    }
    return List.copyOf(waiting);
  }

  /**
   * Approves a request, for one call.
   *
   * @return whether it was waiting
   */
  public boolean approve(String id) {
    return decide(id, Answer.APPROVE);
  }

  /**
   * Denies a request: the next such call is told so.
   *
   * @return whether it was waiting
   */
  public boolean deny(String id) {
    return decide(id, Answer.DENY);
  }

  private synchronized boolean decide(String id, Answer answer) {
    forgetOld();
    Entry entry = entries.get(id);
    if (entry == null || entry.answer() != Answer.PENDING) {
      return false;
    }
    entries.put(id, new Entry(entry.request(), answer, clock.nanos()));
    return true;
  }

  private void forgetOld() {
    long now = clock.nanos();
    entries.values().removeIf(entry -> now - entry.since() >= keptNanos);
  }
}
