/**
 * Shows what engines do.
 *
 * <p>{@link dev.mcppolicy.metrics.PolicyMetrics} and {@link dev.mcppolicy.metrics.ReloadMetrics}
 * are Micrometer meters, {@link dev.mcppolicy.metrics.PolicySpanEvents} are events of Micrometer
 * Observation, and {@link dev.mcppolicy.metrics.FlightEvents} are events of the JDK Flight
 * Recorder, which need no library.
 */
@NullMarked
package dev.mcppolicy.metrics;

import org.jspecify.annotations.NullMarked;
