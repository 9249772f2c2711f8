package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what was decided and settled. What they throw is logged once and changes nothing.
 */
final class Audience {

  private final List<Seat> seats;
  private final @Nullable DecisionRecorder recorder;
  private final PolicyClock clock;
  private final String prefix;
  private final AtomicLong number = new AtomicLong();

  Audience(
      List<DecisionListener> listeners, @Nullable DecisionRecorder recorder, PolicyClock clock) {
    List<Seat> seats = new ArrayList<>(listeners.size());
    for (DecisionListener listener : listeners) {
      seats.add(new Seat(listener));
    }
    this.seats = List.copyOf(seats);
    this.recorder = recorder;
    this.clock = clock;
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    this.prefix = HexFormat.of().formatHex(random) + "-";
  }

  private record Seat(DecisionListener listener, AtomicBoolean reported) {
    Seat(DecisionListener listener) {
      this(listener, new AtomicBoolean());
    }
  }

  boolean isEmpty() {
    return seats.isEmpty() && recorder == null;
  }

  /** Returns who writes everything down, or null. */
  @Nullable DecisionRecorder recorder() {
    return recorder;
  }

  /** Returns an id that no other decision has. */
  String nextId() {
    return prefix + number.incrementAndGet();
  }

  /** Returns the time at which something begins that listeners hear of, if it can be told. */
  @Nullable Long since() {
    try {
      return isEmpty() ? null : clock.nanos();
    } catch (Throwable failure) {
      // The clock is asked again to judge the call, which is then denied.
      return null;
    }
  }

  DecisionEvent event(String id, Opening opening, Decision decision) {
    ToolCall call = decision.judged(opening.call());
    Long since = opening.since();
    Optional<Decision> shadow = decision.shadow();
    return new DecisionEvent(
        id,
        clock.wall(),
        call.server(),
        call.tool(),
        call.caller().grant(),
        call.session(),
        call.arguments().names(),
        decision.effect(),
        decision.code(),
        decision.rule(),
        decision.message(),
        decision.retryAfter(),
        shadow.flatMap(Decision::code),
        shadow.map(Decision::rule).orElse(""),
        decision.policy(),
        since == null ? Duration.ZERO : elapsed(since),
        opening.waited(),
        decision.edited().isPresent());
  }

  void decided(Supplier<DecisionEvent> made) {
    if (!seats.isEmpty()) {
      DecisionEvent event = made.get();
      tell(listener -> listener.decided(event));
    }
  }

  /** Tells the recorder and the listeners what became of a call. */
  void settled(String id, Outcome outcome, long since) {
    try {
      SettlementEvent event = settlement(id, outcome, since);
      record(event);
      tell(listener -> listener.settled(event));
    } catch (Throwable failure) { // a clock that fails
      Log.notTold(failure);
    }
  }

  /** Tells the recorder alone that a call of which it has heard is not sent. */
  void notSent(String id, long since) {
    try {
      record(settlement(id, Outcome.NOT_SENT, since));
    } catch (Throwable failure) {
      Log.notTold(failure);
    }
  }

  private SettlementEvent settlement(String id, Outcome outcome, long since) {
    return new SettlementEvent(id, clock.wall(), outcome, elapsed(since));
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(Math.max(0, clock.nanos() - since));
  }

  private void record(SettlementEvent event) {
    if (recorder != null) {
      try {
        recorder.settled(event);
      } catch (Throwable failure) {
        Log.notTold(failure);
      }
    }
  }

  private void tell(Consumer<DecisionListener> what) {
    for (Seat seat : seats) {
      try {
        what.accept(seat.listener());
      } catch (Throwable failure) {
        if (seat.reported().compareAndSet(false, true)) {
          Log.listenerFailed(seat.listener(), failure);
        }
      }
    }
  }
}
