package dev.mcppolicy.redis;

import dev.mcppolicy.store.Moment;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The server's clock, in microseconds. The host's own clock is only asked how long ago the last
 * answer was, to guess which windows on the clock the server may be in; a wrong guess costs a
 * second question, and never decides anything.
 */
final class ServerTime implements Timeline {

  private static final Duration TICK = ChronoUnit.MICROS.getDuration();

  /** What a {@code long} of nanoseconds holds: what is longer never ends. */
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final InstantSource host;

  /** By how many microseconds the server's clock is ahead of the host's. */
  private volatile long ahead;

  ServerTime(InstantSource host) {
    this.host = host;
  }

  @Override
  public String elapsed(Moment moment) {
    return "";
  }

  @Override
  public String wall(Moment moment) {
    return "";
  }

  @Override
  public Instant expected(Moment moment) {
    return host.instant().plus(ahead, ChronoUnit.MICROS);
  }

  @Override
  public String ticks(Duration length) {
    if (length.compareTo(FOREVER) >= 0) {
      return "-";
    }
    return Long.toString((length.toNanos() - 1) / 1_000 + 1);
  }

  @Override
  public String ticks(Instant wall) {
    return wall.equals(Instant.MAX)
        ? "-"
        : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, wall));
  }

  @Override
  public Duration length(String ticks) {
    BigInteger[] parts = new BigInteger(ticks).divideAndRemainder(BigInteger.valueOf(1_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact() * 1_000);
  }

  @Override
  public Instant wall(String ticks) {
    return Instant.EPOCH.plus(length(ticks));
  }

  @Override
  public void answered(String wall) {
    ahead = Long.parseLong(wall) - ChronoUnit.MICROS.between(Instant.EPOCH, host.instant());
  }

  @Override
  public boolean isWhole(Duration length) {
    return TICK.multipliedBy(length.dividedBy(TICK)).equals(length);
  }
}
