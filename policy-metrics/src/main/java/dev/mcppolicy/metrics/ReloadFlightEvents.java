package dev.mcppolicy.metrics;

import dev.mcppolicy.reload.Reload;
import dev.mcppolicy.reload.ReloadListener;
import dev.mcppolicy.reload.ReloadProblem;

/**
 * Writes reloads and what kept policies from being taken into recordings of the JDK Flight
 * Recorder, as {@code dev.mcppolicy.Reload}.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ReloadFlightEvents implements ReloadListener {

  private ReloadFlightEvents() {}

  /** Returns a listener of a source of policies. */
  public static ReloadFlightEvents create() {
    return new ReloadFlightEvents();
  }

  @Override
  public void reloaded(Reload reload) {
    ReloadFlight flight = new ReloadFlight();
    flight.file = reload.file().toString();
    flight.grant = Names.cut(reload.grant().orElse(""));
    flight.older = reload.older().digest();
    flight.newer = reload.newer().digest();
    flight.problem = "";
    flight.commit();
  }

  @Override
  public void refused(ReloadProblem problem) {
    ReloadFlight flight = new ReloadFlight();
    flight.file = problem.file().toString();
    flight.grant = Names.cut(problem.grant().orElse(""));
    flight.older = "";
    flight.newer = "";
    flight.problem = problem.kind().id();
    flight.commit();
  }
}
