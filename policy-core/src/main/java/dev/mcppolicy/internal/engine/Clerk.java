package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.internal.text.DecisionMessages;
import dev.mcppolicy.internal.thread.Daemons;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where decisions leave the engine: written down first, if there is a recorder, then told to
 * listeners. An allowed call that can't be written down or told is denied.
 *
 * <p>This class is thread-safe.
 */
final class Clerk {

  private final Audience audience;
  private final @Nullable DecisionRecorder recorder;
  private final Duration timeout;
  private final Patience patience;
  private final @Nullable Executor others;

  Clerk(Audience audience, Duration timeout, Patience patience) {
    this.audience = audience;
    this.recorder = audience.recorder();
    this.timeout = timeout;
    this.patience = patience;
    this.others = recorder == null ? null : new Daemons("mcp-policy-recorded").pool();
  }

  /** Says whether decisions are written down. */
  boolean records() {
    return recorder != null;
  }

  /** How far a record has come. */
  private enum Written {
    YES,
    NO,
    /** Nobody knows, and nobody waits any more. */
    UNKNOWN,
    /** The same, since the one who waited was told to stop. */
    INTERRUPTED
  }

  /** A record that is being written. */
  private record Entry(
      DecisionEvent event,
      Opening opening,
      Decision decision,
      @Nullable CompletionStage<?> stage,
      CompletableFuture<Written> written) {}

  /** Returns when judging begins, if anybody wants to hear of it. */
  @Nullable Long since() {
    return audience.since();
  }

  /** Returns a decision that was written down and told, for which the caller's thread waits. */
  Decision out(Opening opening, Decision decision) {
    if (audience.isEmpty()) {
      return decision;
    }
    try {
      if (recorder == null) {
        audience.decided(() -> audience.event(id(decision), opening, decision));
        return decision;
      }
      Entry entry = write(recorder, opening, decision);
      return ended(entry, await(entry.written()));
    } catch (Throwable failure) {
      release(decision.reservation());
      return Judge.failed(failure);
    }
  }

  /**
   * Hands over a decision that was written down and told, for which no thread waits. If nobody
   * wants it any more, what the call took is given back.
   */
  void out(Opening opening, Decision decision, CompletableFuture<Decision> answer) {
    if (recorder == null || others == null) {
      hand(out(opening, decision), answer);
      return;
    }
    try {
      Entry entry = write(recorder, opening, decision);
      if (entry.written().isDone()) {
        hand(ended(entry, entry.written().join()), answer);
        return;
      }
      // On another thread, for the recorder's must not do what the host does with the answer
      CompletableFuture<Written> elsewhere = entry.written().thenApplyAsync(how -> how, others);
      CompletableFuture<Void> unused =
          patience
              .bounded(elsewhere, timeout, Written.UNKNOWN, late -> {})
              .exceptionally(failure -> Written.UNKNOWN)
              .thenAccept(written -> end(entry, written, answer));
    } catch (Throwable failure) {
      release(decision.reservation());
      hand(Judge.failed(failure), answer);
    }
  }

  /** Has a denial written down and told that stands whatever becomes of that: nobody waits. */
  void tell(Opening opening, Decision denial) {
    try {
      if (recorder == null) {
        audience.decided(() -> audience.event(id(denial), opening, denial));
      } else {
        audience.decided(write(recorder, opening, denial)::event);
      }
    } catch (Throwable failure) {
      Log.notRecorded(failure);
    }
  }

  private void end(Entry entry, Written written, CompletableFuture<Decision> answer) {
    try {
      hand(ended(entry, written), answer);
    } catch (Throwable failure) {
      release(entry.decision().reservation());
      hand(Judge.failed(failure), answer);
    }
  }

  private static void hand(Decision decision, CompletableFuture<Decision> answer) {
    if (!answer.complete(decision)) {
      decision.reservation().settle(Outcome.NOT_SENT);
    }
  }

  private Entry write(DecisionRecorder recorder, Opening opening, Decision decision) {
    DecisionEvent event = audience.event(id(decision), opening, decision);
    CompletableFuture<Written> written = new CompletableFuture<>();
    CompletionStage<?> stage = null;
    try {
      stage = recorder.decided(event, decision.judged(opening.call()));
      stage.whenComplete(
          (nothing, failure) -> {
            if (failure != null) {
              Log.notRecorded(failure);
            }
            written.complete(failure == null ? Written.YES : Written.NO);
          });
    } catch (Throwable failure) {
      Log.notRecorded(failure);
      written.complete(Written.NO);
    }
    return new Entry(event, opening, decision, stage, written);
  }

  private Written await(CompletableFuture<Written> written) throws ExecutionException {
    try {
      return written.get(Patience.nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Written.INTERRUPTED;
    } catch (TimeoutException e) {
      return Written.UNKNOWN;
    }
  }

  private Decision ended(Entry entry, Written written) {
    Decision decision = entry.decision();
    if (written == Written.YES || !decision.isAllowed()) {
      audience.decided(entry::event);
      return decision;
    }
    if (written == Written.NO) {
      release(decision.reservation());
    } else {
      if (entry.stage() != null) {
        Patience.stop(entry.stage());
      }
      withdraw(decision.reservation());
    }
    Decision denied = unrecorded(decision, written);
    audience.decided(() -> audience.event(entry.event().id(), entry.opening(), denied));
    return denied;
  }

  private static Decision unrecorded(Decision decision, Written written) {
    return written == Written.INTERRUPTED
        ? Judge.interrupted()
        : Decision.deny(
            decision.policy().orElse(null),
            Code.AUDIT_UNAVAILABLE,
            "",
            DecisionMessages::auditUnavailable,
            null);
  }

  private String id(Decision decision) {
    return decision.reservation() instanceof Holding holding ? holding.id() : audience.nextId();
  }

  /** Gives back what a call took that nobody has heard of. */
  static void release(Reservation reservation) {
    if (reservation instanceof Holding holding) {
      holding.release();
    }
  }

  private static void withdraw(Reservation reservation) {
    if (reservation instanceof Holding holding) {
      holding.withdraw();
    }
  }
}
