package dev.mcppolicy.metrics;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.SettlementEvent;

/**
 * Writes decisions and settlements into recordings of the JDK Flight Recorder, as {@code
 * dev.mcppolicy.Decision} and {@code dev.mcppolicy.Settlement}; needs no library. While nobody
 * records, it does next to nothing.
 *
 * <p>No event holds a value of an argument. This class is immutable and thread-safe.
 */
public final class FlightEvents implements DecisionListener {

  private FlightEvents() {}

  /** Returns a listener of an engine. */
  public static FlightEvents create() {
    return new FlightEvents();
  }

  @Override
  public void decided(DecisionEvent event) {
    DecisionFlight flight = new DecisionFlight();
    if (!flight.isEnabled()) {
      return;
    }
    flight.id = event.id();
    flight.server = Names.cut(event.server().orElse(""));
    flight.tool = Names.cut(event.tool());
    flight.grant = Names.cut(event.grant().orElse(""));
    flight.effect = Names.of(event.effect());
    flight.code = event.code().map(Code::id).orElse("");
    flight.rule = Names.cut(event.rule());
    flight.shadow = event.shadow().map(Code::id).orElse("");
    flight.policy = event.policy().orElse("");
    flight.took = event.took().toNanos();
    flight.commit();
  }

  @Override
  public void settled(SettlementEvent event) {
    SettlementFlight flight = new SettlementFlight();
    if (!flight.isEnabled()) {
      return;
    }
    flight.id = event.id();
    flight.outcome = event.outcome().id();
    flight.latency = event.latency().toNanos();
    flight.commit();
  }
}
