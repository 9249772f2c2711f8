package dev.mcppolicy.internal.engine;

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
 * <p>Every call reads it. So it ends in two cache lines of nothing: a collector that follows a
 * decision puts the counter behind it, which its owner's thread changes all the time.
 */
@SuppressWarnings("unused") // nobody reads what only keeps others away
final class Era implements Grounds {
  private final Toll toll;
  private final long start;

  private long a0;
  private long a1;
  private long a2;
  private long a3;
  private long a4;
  private long a5;
  private long a6;
  private long a7;
  private long b0;
  private long b1;
  private long b2;
  private long b3;
  private long b4;
  private long b5;
  private long b6;
  private long b7;

  /**
   * Makes an era.
   *
   * @param toll what is paid
   * @param start the first instant
   */
  Era(Toll toll, long start) {
    this.toll = toll;
    this.start = start;
  }

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
      Log.notSettled(failure);
    }
  }
}
