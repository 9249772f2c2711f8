package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Approver;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every call is judged with.
 *
 * @param store where quotas are kept
 * @param clock where time comes from
 * @param approver who is asked, or null
 * @param audience who hears of it
 * @param storeTimeout how long the store may take
 * @param patience waits for the store and the approver
 * @param acceptsEdits whether an approver may change the arguments
 */
record Court(
    CounterStore store,
    PolicyClock clock,
    @Nullable Approver approver,
    Audience audience,
    Duration storeTimeout,
    Patience patience,
    boolean acceptsEdits) {

  /** Reads the clock: the wall clock too, if a window of these rules stands on it. */
  Moment now(RuleSet rules) {
    return rules.needsWallClock()
        ? Moment.of(clock.nanos(), clock.wall())
        : Moment.elapsed(clock.nanos());
  }
}
