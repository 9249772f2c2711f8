package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A meter whose window is one pot at a time, here one that no time empties. */
abstract class PotMeter extends Meter {
  Pot pot = new Pot(Long.MIN_VALUE);

  PotMeter(Window window) {
    super(window);
  }

  final Pot pot() {
    return pot;
  }

  @Override
  long reach(long now, Moment judged, Horizon horizon) {
    return Nanos.FOREVER;
  }

  @Override
  final long newest() {
    return pot.last();
  }

  @Override
  Amount spent(long now, Moment judged) {
    return pot.amount();
  }

  @Override
  boolean fits(Amount amount, Amount max, long now, Moment judged) {
    return pot.fits(amount, max);
  }

  @Override
  @Nullable Duration wait(
      Amount amount, Amount max, Moment given, Moment judged, long now, Horizon horizon) {
    return null;
  }

  @Override
  Pot spend(Amount amount, long now, Charge charge, Moment judged, Horizon horizon) {
    pot.spend(amount, now);
    return pot;
  }

  @Override
  void settle(Receipt receipt, boolean returned, Horizon horizon) {
    Amount amount = receipt.amount();
    if (returned && !amount.isZero() && (receipt.holds(pot) || pot.inherited(receipt.at()))) {
      pot.subtract(amount);
    }
  }

  @Override
  boolean isIdle(long now, Moment judged, Horizon horizon) {
    return pot.isZero();
  }

  @Override
  void forget(long now, Horizon horizon) {}
}
