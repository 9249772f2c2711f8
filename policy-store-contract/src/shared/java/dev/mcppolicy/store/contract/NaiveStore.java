package dev.mcppolicy.store.contract;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store as one would write it without a thought for time or memory: every spend is kept for ever,
 * every sum is made anew.
 */
final class NaiveStore {
  private final Map<Key, Count> counts = new HashMap<>();

  record Key(CounterId counter, String owner) {}

  /** One spend of one counter. */
  static final class Spend {
    final long at;
    final BigDecimal amount;
    final Map<Window, Bucket> buckets = new HashMap<>();
    boolean returned;
    boolean open = true;

    Spend(long at, BigDecimal amount) {
      this.at = at;
      this.amount = amount;
    }
  }

  /** A calendar window that something was spent in. */
  static final class Bucket {
    final Instant start;
    final Instant end;
    long last;

    /** What was left of the window at its latest spend. */
    BigInteger left = BigInteger.ZERO;

    Bucket(Window.Calendar window, Instant at) {
      this.start = window.start(at);
      this.end = window.end(at);
    }
  }

  static final class Count {
    final List<Spend> spends = new ArrayList<>();
    final Map<Window, Bucket> current = new HashMap<>();

    long now(Moment judged) {
      return spends.stream().mapToLong(spend -> spend.at).reduce(judged.nanos(), Math::max);
    }

    BigDecimal spent(Window window, Moment judged) {
      long now = now(judged);
      return sum(spends.stream().filter(spend -> counts(spend, window, judged, now)).toList());
    }

    private boolean counts(Spend spend, Window window, Moment judged, long now) {
      if (window instanceof Window.InFlight) {
        return spend.open;
      }
      if (spend.returned) {
        return false;
      }
      if (window instanceof Window.Sliding sliding) {
        return isEndless(sliding)
            || nanos(spend.at).add(nanos(sliding.length())).compareTo(nanos(now)) > 0;
      }
      if (window instanceof Window.Calendar) {
        Bucket bucket = current.get(window);
        return bucket != null
            && spend.buckets.get(window) == bucket
            && !isOver(window, bucket, judged.wall(), now);
      }
      return true;
    }

    /** A window is over when the clock says so and as much has elapsed as was left of it. */
    boolean isOver(Window window, Bucket bucket, Instant wall, long now) {
      boolean elapsed =
          isEmpty(window, bucket) || nanos(now).compareTo(nanos(bucket.last).add(bucket.left)) >= 0;
      return (!wall.isBefore(bucket.end) && elapsed) || nanos(now).compareTo(patience(bucket)) >= 0;
    }

    boolean isEmpty(Window window, Bucket bucket) {
      return spends.stream()
          .noneMatch(spend -> !spend.returned && spend.buckets.get(window) == bucket);
    }
  }

  private static BigInteger patience(Bucket bucket) {
    Duration length = Duration.between(bucket.start, bucket.end);
    return nanos(bucket.last).add(nanos(length.multipliedBy(2)));
  }

  Count count(Charge charge) {
    return counts.computeIfAbsent(new Key(charge.counter(), charge.owner()), key -> new Count());
  }

  /**
   * What would be refused at a moment.
   *
   * @param judge as which moment another is judged
   */
  List<Refusal> refusals(List<Charge> charges, Moment given, UnaryOperator<Moment> judge) {
    Moment judged = judge.apply(given);
    List<Refusal> refusals = new ArrayList<>();
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      Count count = count(charge);
      for (int j = 0; j < charge.quotas().size(); j++) {
        Quota quota = charge.quotas().get(j);
        if (quota.max() != null) {
          BigDecimal max = quota.max().value();
          BigDecimal amount = charge.amount().value();
          if (count.spent(quota.window(), judged).add(amount).compareTo(max) > 0) {
            Duration wait = wait(count, quota.window(), amount, max, given, judge);
            refusals.add(new Refusal(Refusal.Kind.EXCEEDED, i, j, wait));
          }
        }
      }
    }
    return refusals;
  }

  private static @Nullable Duration wait(
      Count count,
      Window window,
      BigDecimal amount,
      BigDecimal max,
      Moment given,
      UnaryOperator<Moment> judge) {
    if (amount.compareTo(max) > 0) {
      return null;
    }
    if (window instanceof Window.Calendar) {
      Bucket bucket = Objects.requireNonNull(count.current.get(window));
      BigInteger elapsed = nanos(bucket.last).add(bucket.left);
      boolean overByElapsed = nanos(count.now(judge.apply(given))).compareTo(elapsed) >= 0;
      Duration byElapsed =
          overByElapsed ? Duration.ZERO : duration(elapsed.subtract(nanos(given.nanos())));
      Instant wallThen = judge.apply(after(given, byElapsed)).wall();
      boolean overByClock = !wallThen.isBefore(bucket.end);
      Duration byClock = overByClock ? Duration.ZERO : Duration.between(given.wall(), bucket.end);
      Duration byBoth = byClock.compareTo(byElapsed) > 0 ? byClock : byElapsed;
      Duration atLast = duration(patience(bucket).subtract(nanos(given.nanos())));
      return byBoth.compareTo(atLast) < 0 ? byBoth : atLast;
    }
    if (window instanceof Window.Sliding sliding && !isEndless(sliding)) {
      List<Spend> left = new ArrayList<>(count.spends.stream().filter(s -> !s.returned).toList());
      left.sort(Comparator.comparingLong(spend -> spend.at));
      long leaving = 0;
      while (sum(left).add(amount).compareTo(max) > 0) {
        leaving = left.remove(0).at;
      }
      return duration(nanos(leaving).add(nanos(sliding.length())).subtract(nanos(given.nanos())));
    }
    return null;
  }

  /** A moment later; past the last one, the last one. */
  private static Moment after(Moment given, Duration wait) {
    BigInteger nanos = nanos(given.nanos()).add(nanos(wait)).min(nanos(Long.MAX_VALUE));
    return Moment.of(nanos.longValueExact(), given.wall().plus(wait));
  }

  private static boolean isEndless(Window.Sliding window) {
    return nanos(window.length()).compareTo(nanos(Long.MAX_VALUE)) >= 0;
  }

  /** Spends all charges; the result settles them. */
  List<Spend> take(List<Charge> charges, Moment judged) {
    List<Spend> spends = new ArrayList<>();
    for (Charge charge : charges) {
      Count count = count(charge);
      long now = count.now(judged);
      Spend spend = new Spend(now, charge.amount().value());
      spends.add(spend);
      if (spend.amount.signum() == 0) {
        continue;
      }
      count.spends.add(spend);
      for (Quota quota : charge.quotas()) {
        if (quota.window() instanceof Window.Calendar calendar) {
          Bucket bucket = count.current.get(calendar);
          if (bucket == null || count.isOver(calendar, bucket, judged.wall(), now)) {
            bucket = new Bucket(calendar, judged.wall());
            count.current.put(calendar, bucket);
          }
          BigInteger byClock = nanos(Duration.between(judged.wall(), bucket.end));
          BigInteger byElapsed = bucket.left.subtract(nanos(now).subtract(nanos(bucket.last)));
          bucket.left = count.isEmpty(calendar, bucket) ? byClock : byClock.max(byElapsed);
          bucket.last = now;
          spend.buckets.put(calendar, bucket);
        }
      }
    }
    return spends;
  }

  void settle(List<Spend> spends, BitSet returned) {
    for (int i = 0; i < spends.size(); i++) {
      Spend spend = spends.get(i);
      if (spend.open) {
        spend.open = false;
        spend.returned = returned.get(i);
      }
    }
  }

  /** The most that was kept in any half-open window of a length. */
  BigDecimal fullest(Charge charge, Duration length) {
    List<Spend> kept = count(charge).spends.stream().filter(spend -> !spend.returned).toList();
    BigDecimal most = BigDecimal.ZERO;
    for (Spend end : kept) {
      BigInteger start = nanos(end.at).subtract(nanos(length));
      most =
          most.max(
              sum(
                  kept.stream()
                      .filter(s -> s.at <= end.at && nanos(s.at).compareTo(start) > 0)
                      .toList()));
    }
    return most;
  }

  static BigDecimal sum(List<Spend> spends) {
    return spends.stream().map(spend -> spend.amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static BigInteger nanos(long nanos) {
    return BigInteger.valueOf(nanos);
  }

  static BigInteger nanos(Duration length) {
    return nanos(length.getSeconds())
        .multiply(nanos(1_000_000_000))
        .add(nanos((long) length.getNano()));
  }

  private static Duration duration(BigInteger nanos) {
    BigInteger[] parts = nanos.divideAndRemainder(nanos(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }
}
