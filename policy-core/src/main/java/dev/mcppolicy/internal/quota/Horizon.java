package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Window;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The time before which a store no longer knows everything, because it dropped what had left its
 * window by then. A moment from before it, late or of a clock set back, is judged as if it were the
 * horizon, so that forgetting never frees budget.
 */
final class Horizon {
  private static final int REMEMBERED_SPANS = 1_000;

  private static final VarHandle FLOOR;

  static {
    try {
      FLOOR = MethodHandles.lookup().findVarHandle(Horizon.class, "floor", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long floor = Long.MIN_VALUE;
  private final AtomicReference<@Nullable Wall> walls = new AtomicReference<>();
  private final ConcurrentMap<Window.Calendar, Span> spans = new ConcurrentHashMap<>();
  private volatile @Nullable Anchor anchor;

  /**
   * A wall clock that reads earlier than {@code floor} is taken to read that, until {@code until}.
   * Each in a list has an earlier floor and a later end than the one before it.
   */
  private record Wall(Instant floor, long until, @Nullable Wall next) {

    boolean holdsAt(long now) {
      return Horizon.isBefore(now, until);
    }
  }

  /** What the wall clock read at an instant. */
  private record Anchor(long nanos, Instant wall) {}

  /**
   * The moment as which this one is judged: itself, unless it is from before the horizon. Has to be
   * asked for after the counter was looked up.
   */
  Moment judged(Moment moment) {
    long now = judged(moment.nanos());
    if (!moment.hasWall()) {
      return now == moment.nanos() ? moment : Moment.elapsed(now);
    }
    Wall bound = walls.get();
    while (bound != null && !bound.holdsAt(now)) {
      bound = bound.next;
    }
    Instant read = moment.wall();
    if (bound != null && read.isBefore(bound.floor)) {
      return Moment.of(now, bound.floor);
    }
    return now == moment.nanos() ? moment : Moment.of(now, read);
  }

  /** The same of a moment that has no wall clock. */
  long judged(long nanos) {
    return Math.max(nanos, floor);
  }

  /** The time of day of a judged moment; estimated if it was read without. */
  Instant wall(Moment judged, long now) {
    if (judged.hasWall()) {
      return judged.wall();
    }
    Anchor at = anchor;
    if (at == null) {
      throw new IllegalStateException("no moment so far was read with a wall clock");
    }
    Duration since = Nanos.between(at.nanos, now);
    boolean pastAll = since.compareTo(Duration.between(at.wall, Instant.MAX)) > 0;
    return pastAll ? Instant.MAX : at.wall.plus(since);
  }

  /** Notes what the wall clock reads at a moment, if it was read with it. */
  void anchor(Moment judged) {
    if (judged.hasWall()) {
      anchor = new Anchor(judged.nanos(), judged.wall());
    }
  }

  /** The window of the calendar that holds this time of day. */
  Span span(Window.Calendar window, Instant wall) {
    Span known = spans.get(window);
    if (known != null && known.contains(wall)) {
      return known;
    }
    Span span = CalendarWindows.around(window, wall);
    if (spans.size() >= REMEMBERED_SPANS) {
      spans.clear();
    }
    spans.put(window, span);
    return span;
  }

  /** Notes that entries were dropped that would still count before {@code instant}. */
  void raise(long instant) {
    long seen = floor;
    while (seen < instant && !FLOOR.compareAndSet(this, seen, instant)) {
      seen = floor;
    }
  }

  /**
   * Notes that sums were dropped that would still count before {@code floor}. It holds until {@code
   * until} only, so that a clock that was far ahead for a while does not hold up every calendar.
   */
  void raise(Instant floor, long until, long now) {
    if (isBefore(now, until)) {
      walls.updateAndGet(old -> insert(current(old, now), floor, until));
    } else {
      raise(until);
    }
  }

  /** Drops what no longer holds, and sees to it that no earlier moment would need it. */
  private @Nullable Wall current(@Nullable Wall old, long now) {
    Wall wall = old;
    while (wall != null && !wall.holdsAt(now)) {
      raise(wall.until);
      wall = wall.next;
    }
    return wall;
  }

  /** Says whether an instant is before an end; one at the last instant of all never comes. */
  private static boolean isBefore(long now, long until) {
    return now < until || until == Long.MAX_VALUE;
  }

  private static Wall insert(@Nullable Wall walls, Instant floor, long until) {
    if (walls == null) {
      return new Wall(floor, until, null);
    }
    if (floor.isAfter(walls.floor)) {
      return until < walls.until ? new Wall(floor, until, walls) : insert(walls.next, floor, until);
    }
    if (until <= walls.until) {
      return walls;
    }
    return floor.equals(walls.floor)
        ? insert(walls.next, floor, until)
        : new Wall(walls.floor, walls.until, insert(walls.next, floor, until));
  }
}
