package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Moment;

/** Tells tests of other packages as which moment a store judges another. */
public final class Judging {

  private Judging() {}

  /** Returns the moment as which shelves judge another. */
  public static Moment judged(Shelves shelves, Moment moment) {
    return shelves.horizon().judged(moment);
  }
}
