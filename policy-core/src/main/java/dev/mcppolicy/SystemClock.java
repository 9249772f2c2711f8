package dev.mcppolicy;

import java.time.Instant;

/** The clocks of this machine. */
enum SystemClock implements PolicyClock {
  INSTANCE;

  private final long origin = System.nanoTime();

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }
}
