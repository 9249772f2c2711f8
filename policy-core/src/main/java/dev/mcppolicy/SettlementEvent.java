package dev.mcppolicy;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of an allowed call.
 *
 * @param id the id of the decision
 * @param time when it was settled
 * @param outcome what became of the call
 * @param latency how long it took from the decision
 */
public record SettlementEvent(String id, Instant time, Outcome outcome, Duration latency) {}
