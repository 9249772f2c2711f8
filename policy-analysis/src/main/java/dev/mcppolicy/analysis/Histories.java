package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What counters know when one policy takes the place of another while they count.
 *
 * <p>A counter that keeps its name, scope and {@code per} keeps its history. If it goes away while
 * another comes, that may be the same one under another name, which begins with nothing; and a
 * window that took the place of a longer one may stand for another limit whose history ends there.
 */
final class Histories {

  private final Map<CounterId, Set<Window>> windows = new HashMap<>();

  private Histories(PolicyModel model) {
    for (ToolEntry entry : Suspicions.entries(model)) {
      for (LimitRule limit : entry.limits()) {
        windows.computeIfAbsent(limit.counter(), id -> new HashSet<>()).add(limit.window());
      }
      if (entry.concurrency() != null) {
        CounterId slot = new CounterId(entry.pointer() + "/concurrency", "grant", List.of());
        windows.computeIfAbsent(slot, id -> new HashSet<>()).add(new Window.InFlight());
      }
    }
  }

  /** Says whether it isn't certain that the newer policy counts on with what the older counted. */
  static boolean mayBeLost(PolicyModel older, PolicyModel newer) {
    Map<CounterId, Set<Window>> before = new Histories(older).windows;
    Map<CounterId, Set<Window>> after = new Histories(newer).windows;
    boolean comes = !before.keySet().containsAll(after.keySet());
    for (Map.Entry<CounterId, Set<Window>> counter : before.entrySet()) {
      Set<Window> kept = after.get(counter.getKey());
      boolean lost =
          kept == null
              ? comes
              : counter.getValue().stream()
                  .anyMatch(window -> kept.stream().noneMatch(other -> covers(other, window)));
      if (lost) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(Window wide, Window narrow) {
    return wide.equals(narrow)
        || (wide instanceof Window.Lifetime && !(narrow instanceof Window.InFlight))
        || (wide instanceof Window.Sliding one
            && narrow instanceof Window.Sliding two
            && one.length().compareTo(two.length()) >= 0);
  }
}
