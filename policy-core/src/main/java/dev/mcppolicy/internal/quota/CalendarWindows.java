package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Where the windows of a calendar limit start and end. A pure function of zone, length and instant.
 *
 * <p>The starts of a window are the local times "midnight plus a multiple of the length" (for a
 * week, Monday's midnight). A start that the clock skips is the instant at which it skips; a start
 * that comes twice starts two windows. In other words: an instant is a start if the clock shows
 * such a local time then, or skips one. Between two changes of the offset these are evenly spaced,
 * so it is enough to look at the nearest one on this side of the nearest change, and to step over
 * the change only where there is none.
 */
public final class CalendarWindows {
  private static final long SECONDS_A_DAY = 86_400;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** Past this many seconds from the epoch {@link ZoneRules} run out of years. */
  private static final long LAST_RULE = 31_556_000_000_000_000L;

  private final ZoneRules rules;
  private final boolean weekly;
  private final long lengthNanos;

  private CalendarWindows(Window.Calendar window) {
    this.rules = window.zone().getRules();
    this.weekly = window.length().equals(Window.Calendar.WEEK);
    this.lengthNanos = weekly ? Duration.ofDays(1).toNanos() : window.length().toNanos();
  }

  /** Returns the window that holds {@code at}. */
  public static Span around(Window.Calendar window, Instant at) {
    CalendarWindows windows = new CalendarWindows(window);
    return Span.of(windows.start(at), windows.end(at));
  }

  /** The latest start that is not after {@code at}. */
  private Instant start(Instant at) {
    Instant until = at;
    while (true) {
      ZoneOffset offset = offset(until);
      Instant start = local(until, offset).floor(this).at(offset);
      ZoneOffsetTransition change = changeUntil(until);
      if (change == null || !start.isBefore(change.getInstant())) {
        return start;
      }
      if (change.isGap() && skipsAStart(change)) {
        return change.getInstant();
      }
      until = change.getInstant().minusNanos(1);
    }
  }

  /** The earliest start after {@code at}. */
  private Instant end(Instant at) {
    Instant from = at;
    while (true) {
      ZoneOffset offset = offset(from);
      Instant end = local(from, offset).floor(this).next(this).at(offset);
      ZoneOffsetTransition change = changeAfter(from);
      if (change == null || end.isBefore(change.getInstant())) {
        return end;
      }
      Local then = Local.of(change.getDateTimeAfter());
      if (then.equals(then.floor(this)) || (change.isGap() && skipsAStart(change))) {
        return change.getInstant();
      }
      from = change.getInstant();
    }
  }

  private boolean skipsAStart(ZoneOffsetTransition gap) {
    Local latest = Local.of(gap.getDateTimeAfter().minusNanos(1)).floor(this);
    return latest.compareTo(Local.of(gap.getDateTimeBefore())) >= 0;
  }

  private ZoneOffset offset(Instant at) {
    long second = Math.max(-LAST_RULE, Math.min(LAST_RULE, at.getEpochSecond()));
    return rules.getOffset(Instant.ofEpochSecond(second));
  }

  /** The latest change of the offset that is not after {@code at}. */
  private @Nullable ZoneOffsetTransition changeUntil(Instant at) {
    return isBeyondRules(at) ? null : rules.previousTransition(at.plusNanos(1));
  }

  /** The earliest change of the offset after {@code at}. */
  private @Nullable ZoneOffsetTransition changeAfter(Instant at) {
    return isBeyondRules(at) ? null : rules.nextTransition(at);
  }

  private boolean isBeyondRules(Instant at) {
    return rules.isFixedOffset() || Math.abs(at.getEpochSecond()) >= LAST_RULE;
  }

  private static Local local(Instant at, ZoneOffset offset) {
    long second = at.getEpochSecond() + offset.getTotalSeconds();
    return new Local(
        Math.floorDiv(second, SECONDS_A_DAY),
        Math.floorMod(second, SECONDS_A_DAY) * NANOS_A_SECOND + at.getNano());
  }

  /**
   * A local date and time, of any year.
   *
   * @param day days since 1970-01-01, a Thursday
   * @param nanos nanoseconds since midnight
   */
  private record Local(long day, long nanos) implements Comparable<Local> {

    static Local of(LocalDateTime time) {
      return new Local(time.toLocalDate().toEpochDay(), time.toLocalTime().toNanoOfDay());
    }

    Local floor(CalendarWindows windows) {
      return windows.weekly
          ? new Local(day - Math.floorMod(day + 3, 7L), 0)
          : new Local(day, nanos - nanos % windows.lengthNanos);
    }

    /** The start after this one. */
    Local next(CalendarWindows windows) {
      if (windows.weekly) {
        return new Local(day + 7, 0);
      }
      long next = nanos + windows.lengthNanos;
      return next == SECONDS_A_DAY * NANOS_A_SECOND ? new Local(day + 1, 0) : new Local(day, next);
    }

    Instant at(ZoneOffset offset) {
      long second = day * SECONDS_A_DAY + nanos / NANOS_A_SECOND - offset.getTotalSeconds();
      if (second < Instant.MIN.getEpochSecond()) {
        return Instant.MIN;
      }
      if (second > Instant.MAX.getEpochSecond()) {
        return Instant.MAX;
      }
      return Instant.ofEpochSecond(second, nanos % NANOS_A_SECOND);
    }

    @Override
    public int compareTo(Local that) {
      int days = Long.compare(day, that.day);
      return days != 0 ? days : Long.compare(nanos, that.nanos);
    }
  }
}
