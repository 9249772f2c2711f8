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
 * <p>A wall clock may be set, and the elapsed time may not; so a window that holds something is
 * over when both say so. A clock that is set forward past its end changes nothing until as much
 * time has elapsed as was left of the window at its latest spend. One that is set back changes
 * nothing until it has caught up. For a clock that had been far ahead that might take years;
 * therefore a window is over in any case when twice its length has elapsed since the latest spend.
 */
final class CalendarMeter extends PotMeter {
  private Span span;

  /** How much of the window was left at the latest spend. */
  private long left;

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
  @Nullable Duration wait(
      Amount amount, Amount max, Moment given, Moment judged, long now, Horizon horizon) {
    Duration atLast = Nanos.until(pot.last(), patience(), given.nanos());
    if (span.end().equals(Instant.MAX)) {
      return atLast;
    }
    Duration byElapsed =
        Nanos.isWithin(left, pot.last(), now)
            ? Nanos.until(pot.last(), left, given.nanos())
            : Duration.ZERO;
    // A clock that was set back is taken to read later for some time only.
    boolean overByThen = span.isOverAt(horizon.judged(later(given, byElapsed)).wall());
    Duration byClock = Duration.between(given.wall(), span.end());
    Duration byBoth = overByThen || byClock.compareTo(byElapsed) < 0 ? byElapsed : byClock;
    return byBoth.compareTo(atLast) <= 0 ? byBoth : atLast;
  }

  @Override
  Pot spend(Amount amount, long now, Charge charge, Moment judged, Horizon horizon) {
    Instant wall = horizon.wall(judged, now);
    if (isOver(wall, now)) {
      horizon.anchor(judged);
      span = horizon.span((Window.Calendar) window(), wall);
      pot = new Pot(pot.last());
    }
    left = leftAt(wall, now);
    return super.spend(amount, now, charge, judged, horizon);
  }

  @Override
  void inherit(Amount amount, long from, long to, long now, Moment judged, Horizon horizon) {
    // A spend at the very start counts.
    if (Nanos.isWithin(Nanos.after(reach(now, judged, horizon), 1), to, now)) {
      pot.inherit(amount, from, to);
      left = Nanos.after(byClock(horizon.wall(judged, now)), now - pot.last());
    }
  }

  @Override
  boolean isIdle(long now, Moment judged, Horizon horizon) {
    return super.isIdle(now, judged, horizon) || isOver(horizon.wall(judged, now), now);
  }

  @Override
  void forget(long now, Horizon horizon) {
    horizon.raise(pot.isZero() ? pot.last() : Nanos.after(pot.last(), Math.min(left, patience())));
    Instant floor = pot.isZero() ? span.start() : span.end();
    horizon.raise(floor, Nanos.after(pot.last(), patience()), now);
  }

  private static Moment later(Moment given, Duration wait) {
    boolean pastAll = wait.compareTo(Duration.between(given.wall(), Instant.MAX)) > 0;
    return Moment.of(
        Nanos.after(given.nanos(), Nanos.of(wait)),
        pastAll ? Instant.MAX : given.wall().plus(wait));
  }

  private boolean isOver(Instant wall, long now) {
    boolean elapsed = pot.isZero() || !Nanos.isWithin(left, pot.last(), now);
    return (span.isOverAt(wall) && elapsed) || !Nanos.isWithin(patience(), pot.last(), now);
  }

  /** What is left of the window: by the clock or, if that was set forward, by what has elapsed. */
  private long leftAt(Instant wall, long now) {
    long byClock = byClock(wall);
    return pot.isZero() ? byClock : Math.max(byClock, left - (now - pot.last()));
  }

  private long byClock(Instant wall) {
    return Nanos.of(Duration.between(wall, span.end()));
  }

  /** How long a window outlives its last spend whatever the wall clock says. */
  private long patience() {
    return Nanos.twice(span.nanos());
  }
}
