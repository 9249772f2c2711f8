package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * What allows the calls that paid a toll within two seconds. A decision has the counter at stake
 * that was paid; its mark says how many nanoseconds after the start of the era that was, which
 * takes half of the room of an instant.
 *
 * @param toll what was paid
 * @param start the first instant
 */
record Era(Toll toll, long start) implements Grounds {

  boolean holds(long instant) {
    long since = instant - start;
    return since >= 0 && since <= Integer.MAX_VALUE;
  }

  /** Returns the decision of a call that paid a counter at an instant of this era. */
  Decision decision(Object counter, long at) {
    return Decisions.of(this, counter, (int) (at - start));
  }

  @Override
  public Effect effect() {
    return Effect.ALLOW;
  }

  @Override
  public @Nullable String policy() {
    return toll.policy();
  }

  @Override
  public @Nullable Reservation reservation() {
    return null;
  }

  @Override
  public void settle(Object stake, int mark, Outcome outcome) {
    try {
      toll.settle(stake, start + mark, outcome);
    } catch (Throwable failure) {
      Audience.report(Code.STORE_UNAVAILABLE, failure);
    }
  }
}
