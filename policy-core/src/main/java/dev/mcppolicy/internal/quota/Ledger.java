package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The spends of a sliding window, oldest first, when they are too many or too various for bare
 * instants.
 *
 * <p>Spends at the same instant are one entry. Up to {@value #EXACT} entries everything is exact.
 * From there on a spend joins the newest entry if that one began less than a 256th of the window
 * before; the entry leaves when the last of its spends does. So a window never holds too much, a
 * spend counts less than a 256th of the window too long, and there are never more than twice
 * {@value #EXACT} entries and one: those there were, and one for each 256th of the window.
 */
final class Ledger {
  /** How many entries are kept apart whatever their distance. */
  static final int EXACT = 256;

  private static final int FIRST_CAPACITY = 4;

  private long[] firsts = new long[FIRST_CAPACITY];
  private long[] lasts = new long[FIRST_CAPACITY];

  /** The amounts of the entries, but for those that {@link #decimals} has. */
  private long[] units = new long[FIRST_CAPACITY];

  private @Nullable BigDecimal @Nullable [] decimals;
  private int head;
  private int size;
  private final Total total = new Total();

  int size() {
    return size;
  }

  /** The instant of the latest spend; there has to be one. */
  long newest() {
    return lasts[index(size - 1)];
  }

  boolean isZero() {
    return total.isZero();
  }

  Amount spent(long length, long now) {
    int gone = gone(length, now);
    if (isWhole()) {
      return Amount.of(unitsWithout(gone));
    }
    return Amount.of(valueWithout(gone));
  }

  boolean fits(Amount amount, Amount max, long length, long now) {
    int gone = gone(length, now);
    return isWhole()
        ? Total.fits(unitsWithout(gone), amount, max)
        : Total.fits(valueWithout(gone), amount, max);
  }

  /** The instant of the entry that must leave before an amount fits that is at most {@code max}. */
  long makesRoom(Amount amount, Amount max) {
    int leaving = 0;
    if (isWhole()) {
      long left = total.units();
      while (!Total.fits(left, amount, max)) {
        left -= units[index(leaving++)];
      }
    } else {
      BigDecimal left = total.value();
      while (!Total.fits(left, amount, max)) {
        left = left.subtract(value(index(leaving++)));
      }
    }
    return lasts[index(leaving - 1)];
  }

  /** Adds a spend, or several from {@code from} to {@code to}, later than all others. */
  void add(Amount amount, long from, long to, long length) {
    if (size > 0 && isZero(index(size - 1))) {
      size--;
    }
    if (size > 0) {
      int newest = index(size - 1);
      if (joins(newest, from, length)) {
        put(newest, amount);
        lasts[newest] = to;
        return;
      }
    }
    if (size == lasts.length) {
      grow();
    }
    int next = index(size++);
    firsts[next] = from;
    lasts[next] = to;
    put(next, amount);
  }

  private boolean joins(int newest, long from, long length) {
    // No instant is ever in two entries: a refund finds its own.
    return from == lasts[newest]
        || (size >= EXACT && Nanos.isWithin(step(length), firsts[newest], from));
  }

  /** A 256th of the window, rounded up. */
  private static long step(long length) {
    return (length - 1) / EXACT + 1;
  }

  /**
   * Takes back what was spent at an instant, if its entry is still here. An entry of nothing goes,
   * but for the newest: it says how far time has come.
   */
  void remove(Amount amount, long at) {
    for (int i = size - 1; i >= 0; i--) {
      int entry = index(i);
      if (firsts[entry] <= at) {
        if (at <= lasts[entry]) {
          take(entry, amount);
          if (isZero(entry) && i < size - 1) {
            close(i);
          }
        }
        return;
      }
    }
  }

  /** Drops the entries that have left. */
  void purge(long length, long now) {
    for (int gone = gone(length, now); gone > 0; gone--) {
      take(head, amount(head));
      head = index(1);
      size--;
    }
  }

  /** Hands what is held to another meter, oldest first. */
  void bequeath(Heir heir) {
    for (int i = 0; i < size; i++) {
      int entry = index(i);
      heir.inherit(amount(entry), firsts[entry], lasts[entry]);
    }
  }

  private int gone(long length, long now) {
    int gone = 0;
    while (gone < size && !Nanos.isWithin(length, lasts[index(gone)], now)) {
      gone++;
    }
    return gone;
  }

  private boolean isWhole() {
    return decimals == null && total.isWhole();
  }

  private long unitsWithout(int gone) {
    long left = total.units();
    for (int i = 0; i < gone; i++) {
      left -= units[index(i)];
    }
    return left;
  }

  private BigDecimal valueWithout(int gone) {
    BigDecimal left = total.value();
    for (int i = 0; i < gone; i++) {
      left = left.subtract(value(index(i)));
    }
    return left;
  }

  private int index(int i) {
    int index = head + i;
    return index < lasts.length ? index : index - lasts.length;
  }

  private boolean isZero(int entry) {
    return units[entry] == 0 && decimal(entry) == null;
  }

  private @Nullable BigDecimal decimal(int entry) {
    return decimals == null ? null : decimals[entry];
  }

  private BigDecimal value(int entry) {
    BigDecimal decimal = decimal(entry);
    return decimal == null ? BigDecimal.valueOf(units[entry]) : decimal;
  }

  private Amount amount(int entry) {
    BigDecimal decimal = decimal(entry);
    return decimal == null ? Amount.of(units[entry]) : Amount.of(decimal);
  }

  /** Adds to an entry. */
  private void put(int entry, Amount amount) {
    total.add(amount);
    if (amount.isWhole() && decimal(entry) == null) {
      long sum = units[entry] + amount.wholeValue();
      if (sum >= 0) {
        units[entry] = sum;
        return;
      }
    }
    set(entry, value(entry).add(amount.value()));
  }

  /** Takes from an entry. */
  private void take(int entry, Amount amount) {
    total.subtract(amount);
    if (decimal(entry) == null && amount.isWhole()) {
      units[entry] -= amount.wholeValue();
    } else {
      set(entry, value(entry).subtract(amount.value()));
    }
  }

  private void set(int entry, BigDecimal value) {
    if (decimals == null) {
      decimals = new BigDecimal[lasts.length];
    }
    decimals[entry] = value.signum() == 0 ? null : value;
    units[entry] = 0;
  }

  /** Moves the entries after position {@code i} down by one. */
  private void close(int i) {
    for (int to = i; to < size - 1; to++) {
      copy(index(to + 1), index(to));
    }
    size--;
    int freed = index(size);
    units[freed] = 0;
    if (decimals != null) {
      decimals[freed] = null;
    }
  }

  private void copy(int from, int to) {
    firsts[to] = firsts[from];
    lasts[to] = lasts[from];
    units[to] = units[from];
    if (decimals != null) {
      decimals[to] = decimals[from];
    }
  }

  private void grow() {
    int capacity = Math.max(size + 1, Math.min(2 * size, 2 * EXACT + 1));
    long[] grownFirsts = new long[capacity];
    long[] grownLasts = new long[capacity];
    long[] grownUnits = new long[capacity];
    @Nullable BigDecimal @Nullable [] grownDecimals =
        decimals == null ? null : new BigDecimal[capacity];
    for (int i = 0; i < size; i++) {
      int entry = index(i);
      grownFirsts[i] = firsts[entry];
      grownLasts[i] = lasts[entry];
      grownUnits[i] = units[entry];
      if (grownDecimals != null) {
        grownDecimals[i] = decimal(entry);
      }
    }
    firsts = grownFirsts;
    lasts = grownLasts;
    units = grownUnits;
    decimals = grownDecimals;
    head = 0;
  }
}
