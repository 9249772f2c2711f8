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
import org.jspecify.annotations.Nullable;

/**
 * Which counters of a policy may meet in one call: those of any two entries that one tool's name
 * may match. Two globs may always meet.
 */
final class Meetings {

  private final List<ToolEntry> spending = new ArrayList<>();
  private final Map<CounterId, Set<Window>> windows;
  private final @Nullable ToolEntry allTools;

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
    this.allTools = allTools;
  }

  void requireKeepable(CounterStore store) {
    for (int i = 0; i < spending.size(); i++) {
      for (int j = i; j < spending.size(); j++) {
        if (mayMeet(spending.get(i), spending.get(j))) {
          store.requireKeepable(counters(spending.get(i), spending.get(j)));
        }
      }
    }
  }

  private boolean mayMeet(ToolEntry one, ToolEntry other) {
    if (one.pointer().equals(other.pointer()) || appliesToAll(one) || appliesToAll(other)) {
      return true;
    }
    boolean globs = Glob.isGlob(one.key());
    boolean otherGlobs = Glob.isGlob(other.key());
    if (globs && otherGlobs) {
      return true;
    }
    return globs ? matches(one, other) : otherGlobs && matches(other, one);
  }

  private boolean appliesToAll(ToolEntry entry) {
    return allTools != null && entry.pointer().equals(allTools.pointer());
  }

  private static boolean matches(ToolEntry glob, ToolEntry exact) {
    return Glob.of(glob.key()).matches(exact.key().codePoints().toArray());
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
