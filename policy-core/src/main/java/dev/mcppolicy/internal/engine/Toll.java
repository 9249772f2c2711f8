package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.Refund;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.quota.Cashier;
import dev.mcppolicy.internal.quota.Shelves;
import dev.mcppolicy.internal.quota.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * What every call pays whose limits come to one, of one sliding window, in memory.
 *
 * <p>This class is thread-safe, and immutable but for the era that it remembers.
 */
final class Toll implements Cashier<Decision> {

  private final Tariff tariff;
  private final Refund refund;
  private final @Nullable String policy;
  private final Shortage shortage;

  /** The latest, null before the first; safe to be read in a race, as all in it is final. */
  private @Nullable Era era;

  // A cache line of nothing, as every call reads the fields above; see Era. They stay the last.
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

  Toll(Tariff tariff, LimitRule limit, @Nullable String policy) {
    this.tariff = tariff;
    this.refund = limit.refund();
    this.policy = policy;
    this.shortage = new Shortage(limit, policy);
  }

  /** Says whether this is paid to a store. */
  boolean isOf(Shelves store) {
    return tariff.isOf(store);
  }

  @Nullable String policy() {
    return policy;
  }

  /** Returns the decision of a call that pays, or null if a {@link Bill} has to be written. */
  @Nullable Decision pay(String owner, PolicyClock clock) {
    Object counter = tariff.counter(owner);
    return counter == null ? null : tariff.take(counter, clock.nanos(), this);
  }

  @Override
  public Decision paid(Object counter, long at) {
    Era latest = era;
    if (latest == null || !latest.holds(at)) {
      latest = new Era(this, at);
      era = latest;
    }
    return latest.decision(counter, at);
  }

  @Override
  public Decision refused(long wait) {
    return shortage.decision(wait);
  }

  /** Gives back what a counter was paid at an instant, if the outcome is one that does. */
  void settle(Object counter, long at, Outcome outcome) {
    if (refund.givesBack(outcome)) {
      tariff.giveBack(counter, at);
    }
  }
}
