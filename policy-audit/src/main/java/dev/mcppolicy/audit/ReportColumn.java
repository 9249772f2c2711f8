package dev.mcppolicy.audit;

import java.time.Instant;

/**
 * How calls were decided in a stretch of time.
 *
 * @param from when it begins
 * @param calls how they were decided
 */
public record ReportColumn(Instant from, Tally calls) {}
