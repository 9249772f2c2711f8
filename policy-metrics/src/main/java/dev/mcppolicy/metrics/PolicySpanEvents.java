package dev.mcppolicy.metrics;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Effect;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;

/**
 * Puts each decision as an event on the observation that is current on the thread, which Micrometer
 * Tracing turns into an event of the span: {@code mcp.policy.allowed}, or {@code mcp.policy.denied
 * limit_exceeded /tools/run/limits/0}. A denied call also gives the observation the key values
 * {@code mcp.policy.code} and {@code mcp.policy.rule}, which go to traces only. No event holds a
 * value of an argument.
 *
 * <p>A decision that a person was asked for is told on that person's thread, whose observation is
 * another's; it is left out.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicySpanEvents implements DecisionListener {

  private final ObservationRegistry registry;

  private PolicySpanEvents(ObservationRegistry registry) {
    this.registry = registry;
  }

  /** Returns a listener that adds to the current observation of a registry. */
  public static PolicySpanEvents of(ObservationRegistry registry) {
    return new PolicySpanEvents(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void decided(DecisionEvent event) {
    Observation current = registry.getCurrentObservation();
    if (current == null || event.waited().isPresent()) {
      return;
    }
    if (event.effect() == Effect.ALLOW) {
      String shadow = event.shadow().map(code -> " shadow " + code).orElse("");
      current.event(Observation.Event.of("mcp.policy.allowed", "mcp.policy.allowed" + shadow));
      return;
    }
    String code = event.code().map(Code::id).orElse("");
    String rule = Names.cut(event.rule());
    current.highCardinalityKeyValue("mcp.policy.code", code);
    current.highCardinalityKeyValue("mcp.policy.rule", rule);
    current.event(
        Observation.Event.of("mcp.policy.denied", "mcp.policy.denied " + code + " " + rule));
  }
}
