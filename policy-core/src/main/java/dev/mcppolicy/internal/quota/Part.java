package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import java.util.List;

/**
 * One charge of a {@link Batch}. The order of parts is that of their counters' keys; it is total,
 * and the same in all batches.
 *
 * @param charge the charge
 * @param position its position in the list of charges
 * @param counter the counter that it is taken from
 * @param isNew whether that counter is on no shelf yet
 */
record Part(Charge charge, int position, Counter counter, boolean isNew)
    implements Comparable<Part> {

  /** Says whether the counter has to be put on its shelf: one that spent nothing need not. */
  boolean needsKey() {
    return isNew && !charge.amount().isZero();
  }

  @Override
  public int compareTo(Part that) {
    int ids = compare(charge.counter(), that.charge.counter());
    return ids != 0 ? ids : charge.owner().compareTo(that.charge.owner());
  }

  private static int compare(CounterId one, CounterId other) {
    int names = one.name().compareTo(other.name());
    if (names != 0) {
      return names;
    }
    int scopes = one.scope().compareTo(other.scope());
    return scopes != 0 ? scopes : compare(one.per(), other.per());
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int paths = one.get(i).compareTo(other.get(i));
      if (paths != 0) {
        return paths;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
