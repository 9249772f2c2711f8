package dev.mcppolicy.reference;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * A clock on a wall of the zone, which runs evenly but for its jumps. A calendar window starts
 * whenever the clock comes to show a whole number of windows since midnight (a week: Monday's), or
 * jumps over that.
 */
final class WallClock {

  private final ZoneId zone;
  private final Duration window;
  private final boolean weeks;

  WallClock(ZoneId zone, Duration window, boolean weeks) {
    this.zone = zone;
    this.window = window;
    this.weeks = weeks;
  }

  /** When the window began that the moment is in. */
  Instant startOfWindow(Instant moment) {
    Instant at = moment;
    while (true) {
      // Within the stretch of even running that the moment is in, the start lies so far back …
      Instant start = at.minus(sinceStart(at));
      ZoneOffsetTransition jump = lastJump(at);
      if (jump == null || !start.isBefore(jump.getInstant())) {
        return start;
      }
      // … unless the clock jumped meanwhile, and never showed that: then one has to look before.
      if (startsAtJump(jump)) {
        return jump.getInstant();
      }
      at = jump.getInstant().minusNanos(1);
    }
  }

  /** When the next window begins. */
  Instant startOfNextWindow(Instant moment) {
    Instant at = moment;
    while (true) {
      Instant next = at.plus(window.minus(sinceStart(at)));
      ZoneOffsetTransition jump = zone.getRules().nextTransition(at);
      if (jump == null || next.isBefore(jump.getInstant())) {
        return next;
      }
      if (startsAtJump(jump)) {
        return jump.getInstant();
      }
      at = jump.getInstant();
    }
  }

  /** The jump that the moment is at, or the last one before it. */
  private ZoneOffsetTransition lastJump(Instant at) {
    return zone.getRules().previousTransition(at.plusNanos(1));
  }

  /** Whether a window starts when the clock jumps: it then shows a start, or passed over one. */
  private boolean startsAtJump(ZoneOffsetTransition jump) {
    if (sinceStart(jump.getDateTimeAfter()).isZero()) {
      return true;
    }
    LocalDateTime last = jump.getDateTimeAfter().minusNanos(1);
    LocalDateTime start = last.minus(sinceStart(last));
    return jump.isGap() && !start.isBefore(jump.getDateTimeBefore());
  }

  private Duration sinceStart(Instant at) {
    return sinceStart(LocalDateTime.ofInstant(at, zone));
  }

  /** How far what the clock shows lies behind the last start of a window. */
  private Duration sinceStart(LocalDateTime shown) {
    LocalDateTime midnight = shown.truncatedTo(ChronoUnit.DAYS);
    if (weeks) {
      while (midnight.getDayOfWeek() != DayOfWeek.MONDAY) {
        midnight = midnight.minusDays(1);
      }
      return Duration.between(midnight, shown);
    }
    long nanos = Duration.between(midnight, shown).toNanos();
    return Duration.ofNanos(nanos % window.toNanos());
  }
}
