package dev.mcppolicy.mcp;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Settles what a call has taken by what becomes of it, before anybody else hears of that. */
final class Settlement {

  private Settlement() {}

  /**
   * Sends.
   *
   * @param reservation what the call has taken
   * @param leave ends the wait for the answer
   * @param sending sends when its answer is subscribed to
   */
  @SuppressWarnings("unchecked") // an answer of whatever type is one of an object
  static Mono<Object> of(
      Reservation reservation, Leave leave, Supplier<? extends Mono<?>> sending) {
    Mono<Object> answer;
    try {
      answer = (Mono<Object>) sending.get();
    } catch (Throwable e) {
      reservation.settle(Outcome.NOT_SENT);
      return Mono.error(e);
    }
    Mono<Object> settled =
        answer
            .doOnSuccess(result -> reservation.settle(Outcomes.ofResult(result)))
            .doOnError(error -> reservation.settle(Outcomes.ofError(error)))
            .doOnCancel(() -> reservation.settle(Outcome.CANCELLED));
    if (!leave.isTold()) {
      return settled;
    }
    Sinks.Empty<Void> left = Sinks.empty();
    AtomicBoolean over = new AtomicBoolean();
    leave.then(over::get, left::tryEmitEmpty);
    return settled.doFinally(end -> over.set(true)).takeUntilOther(left.asMono());
  }
}
