package dev.mcppolicy.tools;

import java.time.Duration;

/** The moment at which a server's time is over. */
final class Deadline {

  private final Duration time;
  private final long end;

  private Deadline(Duration time) {
    this.time = time;
    this.end = System.nanoTime() + time.toNanos();
  }

  static Deadline in(Duration time) {
    return new Deadline(time);
  }

  /** Returns how much is left, never less than nothing. */
  long nanosLeft() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Returns how long it was at first. */
  Duration time() {
    return time;
  }
}
