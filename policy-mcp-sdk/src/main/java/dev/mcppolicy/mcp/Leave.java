package dev.mcppolicy.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Tells that a caller has left. The SDK doesn't tell a transport so: it goes through the Reactor
 * context, where {@link PolicyEnforcer#cancellable} puts it. Thread-safe.
 */
class Leave {

  private static final Object KEY = new Object();

  /** The leave of a caller who doesn't tell: it is never taken. */
  private static final Leave NEVER =
      new Leave() {
        @Override
        boolean isTaken() {
          return false;
        }

        @Override
        void then(BooleanSupplier over, Runnable action) {}
      };

  /** How many actions are kept before it is asked which of them are over. */
  private static final int FEW = 16;

  private final List<Action> actions = new ArrayList<>();
  private int many = FEW;
  private boolean left;

  /** Runs a call whose cancellation reaches whoever asks for its {@link #of leave}. */
  static <T> Mono<T> telling(Mono<T> call) {
    return Mono.defer(
        () -> {
          Leave leave = new Leave();
          return call.contextWrite(context -> context.put(KEY, leave)).doOnCancel(leave::leave);
        });
  }

  /** Returns the leave of a call. */
  static Leave of(ContextView context) {
    return context.getOrDefault(KEY, null) instanceof Leave leave ? leave : NEVER;
  }

  private Leave() {}

  /** Says whether whoever calls could tell that he leaves. */
  boolean isTold() {
    return this != NEVER;
  }

  private void leave() {
    List<Action> due;
    synchronized (this) {
      left = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(action -> action.run().run());
  }

  synchronized boolean isTaken() {
    return left;
  }

  /**
   * Does something once the caller has left; at once if it has.
   *
   * @param over tells that there is nothing to do any more, so that it need not be kept: a caller
   *     may make calls for as long as the program runs
   */
  void then(BooleanSupplier over, Runnable action) {
    synchronized (this) {
      if (!left) {
        if (actions.size() >= many) {
          actions.removeIf(one -> one.over().getAsBoolean());
          many = Math.max(FEW, 2 * actions.size());
        }
        actions.add(new Action(over, action));
        return;
      }
    }
    action.run();
  }

  /** What to do, and whether that is over. */
  private record Action(BooleanSupplier over, Runnable run) {}
}
