package dev.mcppolicy.internal.engine;

import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A place among the calls in flight that one entry allows each grant.
 *
 * @param pointer where the number stands
 * @param max the number
 * @param counter the counter of the calls in flight
 * @param quotas its one quota
 */
record Slot(String pointer, int max, CounterId counter, List<Quota> quotas) {

  /** Returns the places that entries ask for. */
  static List<Slot> all(List<ToolEntry> entries) {
    List<Slot> slots = new ArrayList<>();
    for (ToolEntry entry : entries) {
      if (entry.concurrency() != null) {
        slots.add(of(entry));
      }
    }
    return List.copyOf(slots);
  }

  static Slot of(ToolEntry entry) {
    String pointer = entry.pointer() + "/concurrency";
    int max = Objects.requireNonNull(entry.concurrency());
    return new Slot(
        pointer,
        max,
        new CounterId(pointer, "grant", List.of()),
        List.of(new Quota(new Window.InFlight(), Amount.of(max))));
  }

  Charge charge(String grant) {
    return new Charge(counter, grant, Amount.ONE, quotas);
  }
}
