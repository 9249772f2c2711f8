/**
 * Shows what engines do: Micrometer meters and span events, and events of the JDK Flight Recorder.
 */
@SuppressWarnings("requires-transitive-automatic") // Micrometer is not modular
module dev.mcppolicy.metrics {
  requires transitive dev.mcppolicy.core;
  requires static transitive dev.mcppolicy.reload;
  requires static transitive micrometer.core;
  requires static transitive micrometer.observation;
  requires static transitive org.jspecify;
  requires jdk.jfr;

  exports dev.mcppolicy.metrics;
}
