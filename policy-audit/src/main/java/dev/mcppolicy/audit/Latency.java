package dev.mcppolicy.audit;

import java.time.Duration;

/**
 * How long calls took, from the decision to their outcome. A percentile is the least of some steps
 * that is not below it: up to 6.3 % too long, never too short, and never above the longest.
 *
 * @param count how many calls ended
 * @param median half of them took no longer
 * @param p90 nine tenths of them took no longer
 * @param p99 ninety-nine hundredths of them took no longer
 * @param longest the longest
 */
public record Latency(long count, Duration median, Duration p90, Duration p99, Duration longest) {}
