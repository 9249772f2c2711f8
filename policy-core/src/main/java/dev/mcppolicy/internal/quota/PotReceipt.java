package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;

/** A receipt of a counter that has pots. */
final class PotReceipt extends Receipt {
  private final Pot[] pots;

  PotReceipt(Shelves store, Counter counter, Amount amount, long at, Pot[] pots) {
    super(store, counter, amount, at);
    this.pots = pots;
  }

  @Override
  boolean holds(Pot pot) {
    for (Pot paid : pots) {
      if (paid == pot) {
        return true;
      }
    }
    return false;
  }
}
