package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.Refund;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.quota.Cashier;
import dev.mcppolicy.internal.quota.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * What every call pays whose limits come to one, of one sliding window, in memory; and what allows
 * those that paid. A decision has the counter at stake that was paid; its mark is the instant.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Toll implements Grounds, Cashier<Decision> {

  private final Tariff tariff;
  private final Refund refund;
  private final @Nullable String policy;
  private final Shortage shortage;

  Toll(Tariff tariff, LimitRule limit, @Nullable String policy) {
    this.tariff = tariff;
    this.refund = limit.refund();
    this.policy = policy;
    this.shortage = new Shortage(limit, policy);
  }

  /** Returns the decision of a call that pays, or null if a {@link Bill} has to be written. */
  @Nullable Decision pay(String owner, PolicyClock clock) {
    Object counter = tariff.counter(owner);
    return counter == null ? null : tariff.take(counter, clock.nanos(), this);
  }

  @Override
  public Decision paid(Object counter, long at) {
    return Decisions.of(this, counter, at);
  }

  @Override
  public Decision refused(long wait) {
    return Decisions.of(shortage, null, wait);
  }

  @Override
  public Effect effect() {
    return Effect.ALLOW;
  }

  @Override
  public @Nullable String policy() {
    return policy;
  }

  @Override
  public @Nullable Reservation reservation() {
    return null;
  }

  @Override
  public void settle(Object stake, long mark, Outcome outcome) {
    try {
      if (refund.givesBack(outcome)) {
        tariff.giveBack(stake, mark);
      }
    } catch (Throwable failure) {
      Audience.report(Code.STORE_UNAVAILABLE, failure);
    }
  }
}
