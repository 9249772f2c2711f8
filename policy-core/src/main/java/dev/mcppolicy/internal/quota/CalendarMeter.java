package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was spent in the current window of a clock.
 *
 * <p>A wall clock may be set. One that reads earlier than the window changes nothing: the window
 * stays the current one until the clock has caught up, so setting it back frees no budget. For a
 * clock that had been far ahead that might take years; therefore a window is also over when twice
 * its length has passed since the last spend, in elapsed time, which nobody can set. While the two
 * clocks agree to within a factor of two, that never comes first.
 */
final class CalendarMeter extends PotMeter {
  private Span span;

  CalendarMeter(Window.Calendar window, Span span) {
    super(window);
    this.span = span;
  }

  @Override
  long reach(long now, Moment judged, Horizon horizon) {
    return Nanos.of(Duration.between(span.start(), horizon.wall(judged, now)));
  }

  @Override
  Amount spent(long now, Moment judged) {
    return isOver(judged.wall(), now) ? Amount.ZERO : super.spent(now, judged);
  }

  @Override
  boolean fits(Amount amount, Amount max, long now, Moment judged) {
    return isOver(judged.wall(), now)
        ? Total.fits(0, amount, max)
        : super.fits(amount, max, now, judged);
  }

  @Override
  @Nullable Duration wait(Amount amount, Amount max, Moment given) {
    Duration byElapsed = Nanos.until(pot.last(), patience(), given.nanos());
    if (span.end().equals(Instant.MAX)) {
      return byElapsed;
    }
    Duration byClock = Duration.between(given.wall(), span.end());
    return byClock.compareTo(byElapsed) <= 0 ? byClock : byElapsed;
  }

  @Override
  Pot spend(Amount amount, long now, Charge charge, Moment judged, Horizon horizon) {
    Instant wall = horizon.wall(judged, now);
    if (isOver(wall, now)) {
      horizon.anchor(judged);
      span = horizon.span((Window.Calendar) window(), wall);
      pot = new Pot(pot.last());
    }
    return super.spend(amount, now, charge, judged, horizon);
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {
    // A spend at the very start counts.
    if (Nanos.isWithin(Nanos.after(reach(now, judged, horizon), 1), to, now)) {
      pot.inherit(amount, from, to);
    }
  }

  @Override
  boolean isIdle(long now, Moment judged, Horizon horizon) {
    return super.isIdle(now, judged, horizon) || isOver(horizon.wall(judged, now), now);
  }

  @Override
  void forget(long now, Horizon horizon) {
    horizon.raise(pot.last());
    Instant floor = pot.isZero() ? span.start() : span.end();
    horizon.raise(floor, Nanos.after(pot.last(), patience()), now);
  }

  private boolean isOver(Instant wall, long now) {
    return span.isOverAt(wall) || !Nanos.isWithin(patience(), pot.last(), now);
  }

  /** How long a window outlives its last spend whatever the wall clock says. */
  private long patience() {
    return Nanos.twice(span.nanos());
  }
}
