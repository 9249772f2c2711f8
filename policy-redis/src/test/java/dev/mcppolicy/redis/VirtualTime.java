package dev.mcppolicy.redis;

import dev.mcppolicy.store.Moment;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * Gives the script the moments of a test instead of its server's clock: in nanoseconds, counted
 * from the earliest moment there is.
 */
final class VirtualTime implements Timeline {

  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
  private static final BigInteger FIRST = BigInteger.valueOf(Long.MIN_VALUE);

  private volatile Moment anchor;

  @Override
  public String elapsed(Moment moment) {
    return BigInteger.valueOf(moment.nanos()).subtract(FIRST).toString();
  }

  @Override
  public String wall(Moment moment) {
    if (moment.hasWall()) {
      anchor = moment;
      return ticks(moment.wall());
    }
    Moment known = anchor;
    return known == null
        ? "0"
        : ticks(
            known
                .wall()
                .plus(Duration.ofNanos(moment.nanos()).minus(Duration.ofNanos(known.nanos()))));
  }

  @Override
  public Instant expected(Moment moment) {
    return moment.wall();
  }

  @Override
  public String ticks(Duration length) {
    return length.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
        ? "-"
        : Long.toString(length.toNanos());
  }

  @Override
  public String ticks(Instant wall) {
    return wall.equals(Instant.MAX)
        ? "-"
        : nanos(wall.getEpochSecond(), wall.getNano())
            .subtract(nanos(Instant.MIN.getEpochSecond(), 0))
            .toString();
  }

  private static BigInteger nanos(long seconds, int nanos) {
    return BigInteger.valueOf(seconds).multiply(SECOND).add(BigInteger.valueOf(nanos));
  }

  @Override
  public Duration length(String ticks) {
    BigInteger[] parts = new BigInteger(ticks).divideAndRemainder(SECOND);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  @Override
  public Instant wall(String ticks) {
    return Instant.MIN.plus(length(ticks));
  }

  @Override
  public void answered(String wall) {}

  @Override
  public boolean isWhole(Duration length) {
    return true;
  }
}
