package dev.mcppolicy.audit;

import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What waits to be written. */
sealed interface Entry {

  /** A decision. Thread-safe. */
  final class Decided implements Entry {

    private enum State {
      WAITING,
      CLAIMED,
      GONE
    }

    private final DecisionEvent event;
    private final ToolCall call;
    private final @Nullable Map<String, @Nullable Object> recorded;
    private final CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
    private State state = State.WAITING;

    /**
     * Creates an entry.
     *
     * @param recorded what the redactor let through, or null if arguments aren't recorded
     */
    Decided(DecisionEvent event, ToolCall call, @Nullable Map<String, @Nullable Object> recorded) {
      this.event = event;
      this.call = call;
      this.recorded = recorded;
    }

    DecisionEvent event() {
      return event;
    }

    ToolCall call() {
      return call;
    }

    @Nullable Map<String, @Nullable Object> recorded() {
      return recorded;
    }

    /** Returns what completes once the call may go on; whoever waits no longer cancels it. */
    CompletableFuture<@Nullable Void> stage() {
      return stage;
    }

    /** Begins to write; returns false if the call is denied, so that it must not be written. */
    synchronized boolean claim() {
      state = stage.isCompletedExceptionally() ? State.GONE : State.CLAIMED;
      return state == State.CLAIMED;
    }

    /** Takes back what was begun. */
    synchronized void unclaim() {
      state = State.WAITING;
    }

    /** Denies the call, if it still waits; returns whether it is denied. */
    synchronized boolean giveUp(Throwable why) {
      stage.completeExceptionally(why);
      if (stage.isCompletedExceptionally()) {
        state = State.GONE;
      }
      return state == State.GONE;
    }

    /** Says that this is not written, and never will be. */
    synchronized boolean isGone() {
      return state == State.GONE || (state == State.WAITING && stage.isCompletedExceptionally());
    }
  }

  /**
   * An outcome.
   *
   * @param decided the decision, if that was not written when this came
   */
  record Settled(SettlementEvent event, @Nullable Decided decided) implements Entry {

    /** Says that there is no decision that this could be the outcome of. */
    boolean isOrphan() {
      return decided != null && decided.isGone();
    }
  }

  /** Somebody waits until everything before is on the disk. */
  record Barrier(CompletableFuture<@Nullable Void> stage) implements Entry {}
}
