package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;

/**
 * What was spent in one window that has no moving edge. A receipt remembers the pots that it paid
 * into, so a refund finds its own window or none: a window that is over keeps its pot, and nobody
 * looks into it any more.
 */
final class Pot extends Total {
  private final long forerunner;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long inheritedFrom = Long.MAX_VALUE;
  private long inheritedTo = Long.MIN_VALUE;

  /** Creates an empty pot; the spends of the one before it ended with the instant given. */
  Pot(long forerunner) {
    this.forerunner = forerunner;
  }

  void spend(Amount amount, long at) {
    add(amount);
    first = Math.min(first, at);
    last = Math.max(last, at);
  }

  /** Adds what was spent from {@code from} to {@code to}, before this pot was there. */
  void inherit(Amount amount, long from, long to) {
    add(amount);
    first = Math.min(first, from);
    last = Math.max(last, to);
    inheritedFrom = Math.min(inheritedFrom, from);
    inheritedTo = Math.max(inheritedTo, to);
  }

  /** Says whether what was spent at this instant is among what was inherited. */
  boolean inherited(long at) {
    return inheritedFrom <= at && at <= inheritedTo;
  }

  /** The first instant of which every spend is in this pot, if there was one at all. */
  long from() {
    return first > forerunner ? first : first + 1;
  }

  /** The instant of the latest spend, or {@link Long#MIN_VALUE} if there was none. */
  long last() {
    return last;
  }
}
