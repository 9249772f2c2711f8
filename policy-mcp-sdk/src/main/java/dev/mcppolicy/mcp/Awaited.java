package dev.mcppolicy.mcp;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A decision that is waited for: it is acted upon, or given back if nobody waits any more. */
final class Awaited {

  private Awaited() {}

  /**
   * Returns what follows from a decision, once it has come.
   *
   * @param then settles what the decision took, whatever becomes of it
   */
  static Mono<Void> of(CompletableFuture<Decision> judged, Function<Decision, Mono<Void>> then) {
    AtomicBoolean over = new AtomicBoolean();
    return Mono.fromFuture(judged, true)
        .doOnCancel(
            () -> {
              if (over.compareAndSet(false, true) && !judged.cancel(true)) {
                giveBack(judged);
              }
            })
        .flatMap(decision -> over.compareAndSet(false, true) ? then.apply(decision) : Mono.empty());
  }

  private static void giveBack(CompletableFuture<Decision> judged) {
    if (!judged.isCompletedExceptionally()) {
      judged.join().reservation().settle(Outcome.NOT_SENT);
    }
  }
}
