package dev.mcppolicy.store;

import java.util.List;

/** The answer to {@link CounterStore#take}: all charges were taken, or none. */
public sealed interface Taking {

  /** Everything was taken. */
  record Taken(Ticket ticket) implements Taking {}

  /**
   * Nothing was taken.
   *
   * @param refusals each quota that had no room, and each key for which there was none; never empty
   */
  record Refused(List<Refusal> refusals) implements Taking {
    /** Copies the list. */
    public Refused {
      refusals = List.copyOf(refusals);
      if (refusals.isEmpty()) {
        throw new IllegalArgumentException("refusals must not be empty");
      }
    }
  }
}
