package dev.mcppolicy.approvals;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How much a queue keeps, in all and of one grant, so that none pushes the others out.
 *
 * @param most how many requests in all
 * @param mostOfGrant how many of one grant
 */
record Room(int most, int mostOfGrant) {

  /** How many characters the arguments of one call may take. */
  static final int LONGEST = 64 * 1024;

  private static final int LONGEST_OF_GRANT = 512 * 1024;
  private static final int LONGEST_OF_ALL = 4 * 1024 * 1024;

  /** Says whether there is room for one more. */
  boolean holds(Entry fresh, Collection<Entry> kept) {
    Optional<String> grant = fresh.request().call().caller().grant();
    List<Entry> ofGrant =
        kept.stream()
            .filter(entry -> entry.request().call().caller().grant().equals(grant))
            .toList();
    return kept.size() < most
        && ofGrant.size() < mostOfGrant
        && length(ofGrant) + fresh.length() <= LONGEST_OF_GRANT
        && length(kept) + fresh.length() <= LONGEST_OF_ALL;
  }

  private static long length(Collection<Entry> entries) {
    return entries.stream().mapToLong(Entry::length).sum();
  }
}
