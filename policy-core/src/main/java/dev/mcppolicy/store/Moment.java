package dev.mcppolicy.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one moment at which a call is judged: a reading of the elapsed time, which only ever grows,
 * and of the wall clock where a calendar window needs it.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Moment {
  private final long nanos;
  private final @Nullable Instant wall;

  private Moment(long nanos, @Nullable Instant wall) {
    this.nanos = nanos;
    this.wall = wall;
  }

  /** Returns a moment for which nobody will ask the wall clock. */
  public static Moment elapsed(long nanos) {
    return new Moment(nanos, null);
  }

  /** Returns a moment. */
  public static Moment of(long nanos, Instant wall) {
    return new Moment(nanos, Objects.requireNonNull(wall, "wall"));
  }

  /** Returns the elapsed time in nanoseconds since an origin that is the same for all moments. */
  public long nanos() {
    return nanos;
  }

  /** Says whether this moment was read with the wall clock. */
  public boolean hasWall() {
    return wall != null;
  }

  /**
   * Returns the time of day.
   *
   * @throws IllegalStateException if this moment was read without it
   */
  public Instant wall() {
    if (wall == null) {
      throw new IllegalStateException("this moment was read without a wall clock");
    }
    return wall;
  }

  @Override
  public String toString() {
    return wall == null ? nanos + " ns" : nanos + " ns, " + wall;
  }
}
