package dev.mcppolicy.internal.quota;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The ticket of a taking of any number of charges but one. */
final class Receipts implements Settlement {
  private final Shelves store;
  private final int charges;

  /** In the order of the charges; null once this is settled. */
  final AtomicReference<Receipt @Nullable []> receipts;

  Receipts(Shelves store, Receipt[] receipts) {
    this.store = store;
    this.charges = receipts.length;
    this.receipts = new AtomicReference<>(receipts);
  }

  @Override
  public Shelves store() {
    return store;
  }

  @Override
  public int charges() {
    return charges;
  }

  @Override
  public void settle(BitSet returned, Horizon horizon) {
    Receipt[] open = receipts.getAndSet(null);
    if (open != null) {
      for (int i = 0; i < open.length; i++) {
        open[i].settle(returned.get(i), horizon);
      }
    }
  }
}
