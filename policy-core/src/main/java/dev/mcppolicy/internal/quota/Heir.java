package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Amount;

/** Receives what a meter holds. */
@FunctionalInterface
interface Heir {

  /** Receives what was spent between two instants, both included; later calls bring later ones. */
  void inherit(Amount amount, long from, long to);
}
