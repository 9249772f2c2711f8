package dev.mcppolicy.internal.engine;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what applies to tools by their names: to those that a key names always, and to others
 * in two generations, since agents may call by any name. When the younger is full the older is
 * forgotten, so whatever names are made up, a tool that is called again and again stays known.
 *
 * <p>This class is thread-safe.
 */
final class PlanCache {

  /** How many plans a generation holds. */
  static final int GENERATION = 5_000;

  /** How long a name may be that no key names, in characters; longer ones take too much memory. */
  static final int LONGEST = 256;

  private final NamedPlans lasting;
  private volatile Generations passing =
      new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

  private record Generations(
      ConcurrentHashMap<String, ToolPlan> young, ConcurrentHashMap<String, ToolPlan> old) {}

  /**
   * Creates a cache that knows no plan.
   *
   * @param names the names that keys name
   */
  PlanCache(Collection<String> names) {
    this.lasting = new NamedPlans(names);
  }

  /** Returns the part of it that knows the tools that a key names. */
  NamedPlans lasting() {
    return lasting;
  }

  @Nullable ToolPlan get(String tool) {
    return get(tool, tool.hashCode());
  }

  /**
   * Returns a plan, or null.
   *
   * @param hash the hash of the tool's name
   */
  @Nullable ToolPlan get(String tool, int hash) {
    ToolPlan plan = lasting.get(tool, hash);
    return plan == null ? passing(tool) : plan;
  }

  /** Returns the plan of a tool that isn't known for good, or null. */
  @Nullable ToolPlan passing(String tool) {
    Generations both = passing;
    ToolPlan plan = both.young.get(tool);
    if (plan == null) {
      plan = both.old.get(tool);
      if (plan != null) {
        remember(tool, plan);
      }
    }
    return plan;
  }

  /** Remembers a plan, for good if a key names the tool, and otherwise unless its name is long. */
  void put(String tool, ToolPlan plan) {
    if (!lasting.put(tool, plan) && tool.length() <= LONGEST) {
      remember(tool, plan);
    }
  }

  private void remember(String tool, ToolPlan plan) {
    Generations both = passing;
    both.young.put(tool, plan);
    if (both.young.mappingCount() >= GENERATION) {
      age(both);
    }
  }

  @SuppressWarnings("ReferenceEquality") // whether they are still these two, and not equal ones
  private synchronized void age(Generations full) {
    if (passing == full) {
      passing = new Generations(new ConcurrentHashMap<>(), full.young);
    }
  }

  /** How many plans are remembered. */
  int size() {
    Generations both = passing;
    return lasting.size() + both.young.size() + both.old.size();
  }
}
