package dev.mcppolicy.internal.engine;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What applies to the tools that a policy names: a table of the names, made once, and beside each
 * name the plan of its tool from when that is first called.
 *
 * <p>This class is thread-safe. Its names never change, and a plan may be read in a race, as all in
 * it is final: whoever doesn't see it makes it again.
 */
final class NamedPlans {

  /** How many places a name may stand at. One that finds them taken isn't in the table. */
  private static final int REACH = 16;

  private final @Nullable Entry[] table;

  /** The last place; what is left of a hash when only its low bits are looked at. */
  private final int mask;

  NamedPlans(Collection<String> names) {
    table = new Entry[Integer.highestOneBit(Math.max(1, names.size())) << 2];
    mask = table.length - 1;
    for (String name : names) {
      enter(name);
    }
  }

  private static final class Entry {
    private final String name;
    private final int hash;
    private @Nullable ToolPlan plan;

    Entry(String name) {
      this.name = name;
      this.hash = name.hashCode();
    }

    boolean is(String other, int otherHash) {
      return hash == otherHash && name.equals(other);
    }
  }

  private void enter(String name) {
    int first = firstPlace(name.hashCode());
    for (int i = 0; i < REACH; i++) {
      int place = (first + i) & mask;
      if (table[place] == null) {
        table[place] = new Entry(name);
        return;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // whoever names a tool twice mostly has one text for it
  private @Nullable Entry find(String name, int hash) {
    int first = firstPlace(hash);
    for (int i = 0; i < REACH; i++) {
      Entry entry = table[(first + i) & mask];
      if (entry == null || entry.name == name || entry.is(name, hash)) {
        return entry;
      }
    }
    return null;
  }

  private static int firstPlace(int hash) {
    return hash ^ (hash >>> 16);
  }

  /**
   * Returns what applies to a tool, or null if that isn't known.
   *
   * @param hash the hash of its name
   */
  @Nullable ToolPlan get(String tool, int hash) {
    Entry entry = find(tool, hash);
    return entry == null ? null : entry.plan;
  }

  /** Remembers what applies to a tool, unless its name isn't in the table. */
  boolean put(String tool, ToolPlan plan) {
    Entry entry = find(tool, tool.hashCode());
    if (entry != null) {
      entry.plan = plan;
    }
    return entry != null;
  }

  /** How many plans are remembered. */
  int size() {
    int size = 0;
    for (Entry entry : table) {
      size += entry == null || entry.plan == null ? 0 : 1;
    }
    return size;
  }
}
