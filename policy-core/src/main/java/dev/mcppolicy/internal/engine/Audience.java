package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what was decided and settled. What they throw is logged once and changes nothing.
 */
final class Audience {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private final List<Seat> seats;
  private final PolicyClock clock;
  private final String prefix;
  private final AtomicLong number = new AtomicLong();

  Audience(List<DecisionListener> listeners, PolicyClock clock) {
    this.seats = listeners.stream().map(Seat::new).toList();
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
    return seats.isEmpty();
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

  void decided(
      String id,
      ToolCall call,
      Decision decision,
      @Nullable Long since,
      Optional<Duration> waited) {
    Optional<Decision> shadow = decision.shadow();
    tell(
        listener ->
            listener.decided(
                new DecisionEvent(
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
                    waited)));
  }

  void settled(String id, Outcome outcome, long since) {
    tell(
        listener ->
            listener.settled(new SettlementEvent(id, clock.wall(), outcome, elapsed(since))));
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(Math.max(0, clock.nanos() - since));
  }

  private void tell(Consumer<DecisionListener> what) {
    for (Seat seat : seats) {
      try {
        what.accept(seat.listener());
      } catch (Throwable failure) {
        if (seat.reported().compareAndSet(false, true)) {
          LOG.log(
              System.Logger.Level.WARNING,
              () -> "A decision listener failed; decisions stand: " + seat.listener().getClass(),
              failure);
        }
      }
    }
  }

  /** Logs what kept a call from being judged. */
  static void report(Code code, Throwable failure) {
    LOG.log(System.Logger.Level.WARNING, () -> "A call was denied with " + code, failure);
  }
}
