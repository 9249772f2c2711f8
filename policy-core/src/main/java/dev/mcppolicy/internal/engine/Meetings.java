package dev.mcppolicy.internal.engine;

import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Glob;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which counters of a policy may meet in one call: those of any two entries that one tool's name
 * may match. Two globs may always meet.
 */
final class Meetings {

  private final List<ToolEntry> spending = new ArrayList<>();
  private final Map<CounterId, Set<Window>> windows;

  /**
   * Creates the meetings of a policy.
   *
   * @param windows for each counter of a limit, every window that any limit looks at
   */
  Meetings(PolicyModel model, Map<CounterId, Set<Window>> windows) {
    this.windows = windows;
    ToolEntry allTools = model.allTools();
    if (allTools != null) {
      spending.add(allTools);
    }
    spending.addAll(model.tools());
    spending.removeIf(entry -> entry.limits().isEmpty() && entry.concurrency() == null);
  }

  /** Checks each entry, and each pair that may meet, in their order. */
  void requireKeepable(CounterStore store) {
    List<Integer> globs = new ArrayList<>();
    for (int i = 0; i < spending.size(); i++) {
      if (Glob.isGlob(spending.get(i).key())) {
        globs.add(i);
      }
    }
    int globsBefore = 0;
    for (int i = 0; i < spending.size(); i++) {
      ToolEntry entry = spending.get(i);
      store.requireKeepable(counters(entry, entry));
      if (Glob.isGlob(entry.key())) {
        globsBefore++;
        requireKeepable(store, entry, spending.subList(i + 1, spending.size()));
      } else {
        // It meets no other name, and of most policies most keys are names.
        for (int glob : globs.subList(globsBefore, globs.size())) {
          requireKeepable(store, entry, List.of(spending.get(glob)));
        }
      }
    }
  }

  /** Checks an entry with each of others that it may meet. */
  private void requireKeepable(CounterStore store, ToolEntry entry, List<ToolEntry> others) {
    for (ToolEntry other : others) {
      if (mayMeet(entry.key(), other.key())) {
        store.requireKeepable(counters(entry, other));
      }
    }
  }

  /** Says whether one tool's name may match two keys of which at least one is a glob. */
  private static boolean mayMeet(String one, String other) {
    if (Glob.isGlob(one) && Glob.isGlob(other)) {
      return true;
    }
    return Glob.isGlob(one) ? Glob.of(one).matches(other) : Glob.of(other).matches(one);
  }

  private Map<CounterId, Set<Window>> counters(ToolEntry... entries) {
    Map<CounterId, Set<Window>> counters = new LinkedHashMap<>();
    for (ToolEntry entry : entries) {
      for (LimitRule limit : entry.limits()) {
        counters.put(limit.counter(), windows.getOrDefault(limit.counter(), Set.of()));
      }
      if (entry.concurrency() != null) {
        Slot slot = Slot.of(entry);
        counters.put(slot.counter(), Set.of(slot.quotas().get(0).window()));
      }
    }
    return counters;
  }
}
