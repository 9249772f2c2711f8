package dev.mcppolicy.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Short words for the stories that tests of stores tell. */
public final class Charges {
  private Charges() {}

  public static CounterId id(String name) {
    return new CounterId(name, "grant", List.of());
  }

  /** A charge of 1. */
  public static Charge call(String counter, String owner, Quota... quotas) {
    return spend(Amount.ONE, counter, owner, quotas);
  }

  public static Charge spend(long amount, String counter, String owner, Quota... quotas) {
    return spend(Amount.of(amount), counter, owner, quotas);
  }

  public static Charge spend(String amount, String counter, String owner, Quota... quotas) {
    return spend(decimal(amount), counter, owner, quotas);
  }

  public static Charge spend(Amount amount, String counter, String owner, Quota... quotas) {
    return new Charge(id(counter), owner, amount, List.of(quotas));
  }

  public static Amount decimal(String value) {
    return Amount.of(new BigDecimal(value));
  }

  public static Quota sliding(Duration window, long max) {
    return sliding(window, Amount.of(max));
  }

  public static Quota sliding(Duration window, Amount max) {
    return new Quota(new Window.Sliding(window), max);
  }

  public static Quota calendar(Duration window, String zone, long max) {
    return new Quota(new Window.Calendar(window, ZoneId.of(zone)), Amount.of(max));
  }

  public static Quota lifetime(long max) {
    return new Quota(new Window.Lifetime(), Amount.of(max));
  }

  public static Quota inFlight(long max) {
    return new Quota(new Window.InFlight(), Amount.of(max));
  }

  /** The same window without a maximum. */
  public static Quota counted(Quota quota) {
    return new Quota(quota.window(), null);
  }

  public static Moment nanos(long nanos) {
    return Moment.elapsed(nanos);
  }

  public static Moment seconds(long seconds) {
    return Moment.elapsed(Duration.ofSeconds(seconds).toNanos());
  }

  /** The moment at which both clocks, the elapsed time from the epoch, say this. */
  public static Moment wall(String instant) {
    return wall(Instant.parse(instant));
  }

  public static Moment wall(Instant instant) {
    return Moment.of(Duration.between(Instant.EPOCH, instant).toNanos(), instant);
  }

  /** A moment later by both clocks. */
  public static Moment after(Moment moment, Duration time) {
    long nanos = moment.nanos() + time.toNanos();
    return moment.hasWall() ? Moment.of(nanos, moment.wall().plus(time)) : Moment.elapsed(nanos);
  }
}
