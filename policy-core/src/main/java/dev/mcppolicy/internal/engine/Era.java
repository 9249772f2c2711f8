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
 * <p>Every call reads it. So it ends in a cache line of nothing: a collector puts behind it what it
 * finds with it, as the counter of a decision, which its owner's thread changes all the time. These
 * fields are references and the last, since those are laid out behind all else and in their order.
 * Each class that needs them has its own: what a superclass declares is laid out first.
 */
final class Era implements Grounds {
  private final Toll toll;
  private final long start;

  private @Nullable Object unused0;
  private @Nullable Object unused1;
  private @Nullable Object unused2;
  private @Nullable Object unused3;
  private @Nullable Object unused4;
  private @Nullable Object unused5;
  private @Nullable Object unused6;
  private @Nullable Object unused7;
  private @Nullable Object unused8;
  private @Nullable Object unused9;
  private @Nullable Object unused10;
  private @Nullable Object unused11;
  private @Nullable Object unused12;
  private @Nullable Object unused13;
  private @Nullable Object unused14;
  private @Nullable Object unused15;

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
