package dev.mcppolicy.store.contract;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Short words for the stories that tests of stores tell. */
final class Charges {
  private Charges() {}

  static CounterId id(String name) {
    return new CounterId(name, "grant", List.of());
  }

  /** A charge of 1. */
  static Charge call(String counter, String owner, Quota... quotas) {
    return spend(Amount.ONE, counter, owner, quotas);
  }

  static Charge spend(long amount, String counter, String owner, Quota... quotas) {
    return spend(Amount.of(amount), counter, owner, quotas);
  }

  static Charge spend(String amount, String counter, String owner, Quota... quotas) {
    return spend(decimal(amount), counter, owner, quotas);
  }

  static Charge spend(Amount amount, String counter, String owner, Quota... quotas) {
    return new Charge(id(counter), owner, amount, List.of(quotas));
  }

  static Amount decimal(String value) {
    return Amount.of(new BigDecimal(value));
  }

  static Quota sliding(Duration window, long max) {
    return sliding(window, Amount.of(max));
  }

  static Quota sliding(Duration window, Amount max) {
    return new Quota(new Window.Sliding(window), max);
  }

  static Quota calendar(Duration window, String zone, long max) {
    return new Quota(new Window.Calendar(window, ZoneId.of(zone)), Amount.of(max));
  }

  static Quota lifetime(long max) {
    return new Quota(new Window.Lifetime(), Amount.of(max));
  }

  static Quota inFlight(long max) {
    return new Quota(new Window.InFlight(), Amount.of(max));
  }

  /** The same window without a maximum. */
  static Quota counted(Quota quota) {
    return new Quota(quota.window(), null);
  }

  static Moment nanos(long nanos) {
    return Moment.elapsed(nanos);
  }

  static Moment seconds(long seconds) {
    return Moment.elapsed(Duration.ofSeconds(seconds).toNanos());
  }

  /** The moment at which both clocks, the elapsed time from the epoch, say this. */
  static Moment wall(String instant) {
    return wall(Instant.parse(instant));
  }

  static Moment wall(Instant instant) {
    return Moment.of(Duration.between(Instant.EPOCH, instant).toNanos(), instant);
  }

  /** A moment later by both clocks. */
  static Moment after(Moment moment, Duration time) {
    long nanos = moment.nanos() + time.toNanos();
    return moment.hasWall() ? Moment.of(nanos, moment.wall().plus(time)) : Moment.elapsed(nanos);
  }
}
