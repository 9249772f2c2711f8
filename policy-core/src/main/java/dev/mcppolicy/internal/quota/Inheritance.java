package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a new window of an old counter starts with, so that a reload which changes {@code hour} to
 * {@code day} doesn't wipe the count.
 *
 * <p>All windows of a counter end now, so of any two the one that reaches back further holds all
 * that the other does. The longest sliding window knows the instant of each spend; what a sum holds
 * beyond that was spent earlier, at an unknown instant. It is taken to be the latest one possible:
 * what isn't known counts.
 */
final class Inheritance {
  private final Meter heir;
  private final long now;
  private final Moment judged;
  private final Horizon horizon;
  private final Total exact = new Total();
  private long oldest = Long.MAX_VALUE;

  private Inheritance(Meter heir, long now, Moment judged, Horizon horizon) {
    this.heir = heir;
    this.now = now;
    this.judged = judged;
    this.horizon = horizon;
  }

  /** Returns a meter for {@code window} with what the counter holds that counts there. */
  static Meter meter(Window window, Counter counter, long now, Moment judged, Horizon horizon) {
    Meter heir = Meter.of(window, now, judged, horizon);
    new Inheritance(heir, now, judged, horizon).from(counter);
    return heir;
  }

  private void from(Counter counter) {
    long reach = reach(heir);
    SlidingMeter sliding = null;
    PotMeter sum = null;
    for (Meter meter = counter.first(); meter != null; meter = meter.next()) {
      if (meter instanceof SlidingMeter found) {
        sliding = sliding == null || reach(found) > reach(sliding) ? found : sliding;
      } else if (meter instanceof PotMeter found && !(meter instanceof InFlightMeter)) {
        sum = closer(sum, found, reach);
      }
    }
    if (sliding != null) {
      sliding.bequeath(this::know);
    }
    if (sum != null && (sliding == null || reach(sliding) < reach)) {
      guess(sum.pot());
    }
    if (sliding != null) {
      sliding.bequeath(this::hand);
    }
  }

  /** Of two sums, the narrowest that reaches far enough, or else the widest. */
  private PotMeter closer(@Nullable PotMeter one, PotMeter other, long reach) {
    if (one == null) {
      return other;
    }
    PotMeter narrow = reach(one) < reach(other) ? one : other;
    PotMeter wide = narrow == one ? other : one;
    return reach(narrow) >= reach ? narrow : wide;
  }

  private void know(Amount amount, long from, long to) {
    exact.add(amount);
    oldest = Math.min(oldest, from);
  }

  private void guess(Pot pot) {
    BigDecimal rest = pot.value().subtract(exact.value());
    if (rest.signum() > 0) {
      long to = oldest > pot.last() ? pot.last() : oldest - 1;
      hand(Amount.of(rest), Math.min(pot.from(), to), to);
    }
  }

  private void hand(Amount amount, long from, long to) {
    heir.inherit(amount, from, to, now, judged, horizon);
  }

  private long reach(Meter meter) {
    return meter.reach(now, judged, horizon);
  }
}
