package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * Whatever a transport does with a request, its failure settles it, and nothing else is changed.
 */
class SentTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<Object, Pending> all = new ConcurrentHashMap<>();

  private Pending pending(Reservation reservation) {
    Pending pending = new Pending(all, "one", reservation, 0);
    all.put("one", pending);
    return pending;
  }

  private Mono<Void> sent(Mono<Void> sending) {
    return Sent.of(sending, pending(outcomes::add));
  }

  static List<Mono<Void>> failing() {
    IllegalStateException failure = new IllegalStateException("broken");
    return List.of(
        Mono.error(failure),
        Mono.defer(() -> Mono.error(failure)),
        Mono.create(sink -> sink.error(failure)),
        Mono.fromCallable(
            () -> {
              throw failure;
            }),
        Mono.fromRunnable(
            () -> {
              throw failure;
            }),
        Mono.delay(Duration.ofMillis(1)).then(Mono.error(failure)));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void whatFailsIsSettledAndFailsOn(Mono<Void> sending) {
    Mono<Void> sent = sent(sending);

    assertThatThrownBy(() -> sent.block(LONG)).hasMessage("broken");

    assertThat(outcomes).containsExactly(Outcome.LOST);
    assertThat(all).isEmpty();
  }

  /** Who may ask for values is told of no failure, which would then pass by what settles it. */
  @Test
  void nobodyCanAskForValuesInsteadOfHearingThem() {
    List<Subscription> seen = new ArrayList<>();
    Mono<Void> sending = Mono.fromCallable(() -> null);

    sending.doOnSubscribe(seen::add).block(LONG);
    sent(sending).doOnSubscribe(seen::add).block(LONG);

    assertThat(seen.get(0) instanceof Fuseable.QueueSubscription).isTrue();
    assertThat(seen.get(1) instanceof Fuseable.QueueSubscription).isFalse();
  }

  @Test
  void whatIsSentStaysInFlight() {
    sent(Mono.empty()).block(LONG);
    sent(Mono.fromRunnable(() -> {})).block(LONG);

    assertThat(outcomes).isEmpty();
    assertThat(all).hasSize(1);
  }

  @Test
  void whoLeavesEndsTheSending() {
    AtomicBoolean ended = new AtomicBoolean();
    Disposable call = sent(Mono.<Void>never().doOnCancel(() -> ended.set(true))).subscribe();

    call.dispose();

    assertThat(ended).isTrue();
    assertThat(outcomes).isEmpty();
  }

  @Test
  void theTransportSeesTheContextOfTheCall() {
    List<Object> seen = new ArrayList<>();
    sent(Mono.deferContextual(context -> Mono.fromRunnable(() -> seen.add(context.get("who")))))
        .contextWrite(context -> context.put("who", "me"))
        .block(LONG);

    assertThat(seen).containsExactly("me");
  }

  @Test
  void whatFailsWhileItIsSettledIsHeardOfAllTheSame() {
    List<Throwable> heard = new ArrayList<>();
    Pending pending =
        pending(
            outcome -> {
              throw new IllegalArgumentException("settled badly");
            });
    Mono<Void> sent =
        Sent.of(Mono.create(sink -> sink.error(new IllegalStateException("broken"))), pending);

    sent.subscribe(nothing -> {}, heard::add);

    assertThat(heard).hasSize(1).allMatch(IllegalStateException.class::isInstance);
  }
}
