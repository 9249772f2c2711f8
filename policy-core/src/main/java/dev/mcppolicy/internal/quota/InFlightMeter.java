package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;

/**
 * What is taken and not settled yet. It inherits nothing: which of the earlier calls are still in
 * flight isn't known, and one counted wrongly would never end.
 */
final class InFlightMeter extends PotMeter {

  InFlightMeter(Window window) {
    super(window);
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {}

  @Override
  void settle(Receipt receipt, boolean returned, Horizon horizon) {
    super.settle(receipt, true, horizon);
  }
}
