package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Ticket;
import java.util.BitSet;

/** A ticket of a {@link Shelves}: the settlement that is still to come. */
sealed interface Settlement extends Ticket permits Receipt, Receipts {

  /** Who wrote it. */
  Shelves store();

  /** How many charges it is for. */
  int charges();

  /** Settles all charges, if none was settled before. */
  void settle(BitSet returned, Horizon horizon);
}
