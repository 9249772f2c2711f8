package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What one charge paid: the ticket of a taking of one charge, or part of a {@link Receipts}. */
sealed class Receipt implements Settlement permits PotReceipt {
  private static final VarHandle COUNTER;

  static {
    try {
      COUNTER = MethodHandles.lookup().findVarHandle(Receipt.class, "counter", Counter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Shelves store;
  private final Amount amount;
  private final long at;

  /** Null once this is settled. */
  @SuppressWarnings("unused") // through COUNTER
  private @Nullable Counter counter;

  Receipt(Shelves store, Counter counter, Amount amount, long at) {
    this.store = store;
    this.counter = counter;
    this.amount = amount;
    this.at = at;
  }

  @Override
  public final Shelves store() {
    return store;
  }

  @Override
  public final int charges() {
    return 1;
  }

  @Override
  public final void settle(BitSet returned, Horizon horizon) {
    settle(returned.get(0), horizon);
  }

  final void settle(boolean returned, Horizon horizon) {
    Counter paid = (Counter) COUNTER.getAndSet(this, null);
    if (paid == null) {
      return;
    }
    if (paid.lock()) {
      try {
        paid.discharge(this, returned, horizon);
      } finally {
        paid.unlock();
      }
    }
  }

  final Amount amount() {
    return amount;
  }

  /** The instant at which the counter recorded the spend. */
  final long at() {
    return at;
  }

  /** Says whether this paid into the pot. */
  boolean holds(Pot pot) {
    return false;
  }
}
