package dev.mcppolicy.redis;

import dev.mcppolicy.store.Moment;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How a store behaves.
 *
 * @param keys how keys are named
 * @param timeout how long an answer is waited for
 * @param lease how long a slot in flight outlives its host
 * @param executor where answers are handed over
 */
record Settings(KeyNames keys, Duration timeout, Duration lease, Executor executor) {

  /** What a settlement is given where the server reads its own clock. */
  static final Moment NO_MOMENT = Moment.elapsed(0);

  /** How long a settled reservation is remembered, against requests that come twice. */
  static final Duration CLOSED_FOR = Duration.ofSeconds(10);

  /** How long an unsettled reservation is remembered: nothing is given back after that. */
  private static final Duration RECORDED = Duration.ofDays(1);

  /** How long a cancelled reservation is remembered, against requests that come late. */
  Duration cancelledFor() {
    return Duration.ofMinutes(2);
  }

  /** How long a slot outlives its host, as the script is told; empty if it never ends. */
  String leaseTicks(Timeline time) {
    String ticks = time.ticks(lease);
    return ticks.equals("-") ? "" : ticks;
  }

  String recordMillis() {
    Duration longest = lease.compareTo(RECORDED) > 0 && lease.toDays() < 365 ? lease : RECORDED;
    return Long.toString(longest.toMillis());
  }
}
