package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;

/** Everything a counter has ever spent. */
final class LifetimeMeter extends PotMeter {

  LifetimeMeter(Window window) {
    super(window);
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {
    pot.inherit(amount, from, to);
  }
}
