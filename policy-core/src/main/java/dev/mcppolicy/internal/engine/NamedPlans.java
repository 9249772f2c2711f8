package dev.mcppolicy.internal.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Objects;
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

  /** How many ways of spreading the names are tried. */
  private static final int SPREADS = 8;

  /** The odd number nearest to 2³² divided by the golden ratio, which spreads numbers well. */
  private static final int GOLDEN = 0x9E3779B9;

  private final @Nullable String[] names;

  /** The plan of the name at the same place. */
  private final @Nullable ToolPlan[] plans;

  /** How many bits of a spread hash are more than the places. */
  private final int shift;

  /** With what hashes are multiplied, so that few names share a first place. */
  private final int spread;

  NamedPlans(Collection<String> names) {
    int places = Integer.highestOneBit(Math.max(1, names.size())) << 2;
    this.names = new String[places];
    this.plans = new ToolPlan[places];
    this.shift = Integer.numberOfLeadingZeros(places) + 1;
    this.spread = bestSpread(names);
    for (String name : names) {
      enter(name);
    }
  }

  private int bestSpread(Collection<String> names) {
    int best = GOLDEN;
    int most = 0;
    for (int i = 0; i < SPREADS && most < names.size(); i++) {
      int tried = GOLDEN * (2 * i + 1);
      BitSet places = new BitSet();
      for (String name : names) {
        places.set(place(name.hashCode(), tried));
      }
      if (places.cardinality() > most) {
        most = places.cardinality();
        best = tried;
      }
    }
    return best;
  }

  private void enter(String name) {
    int first = firstPlace(name.hashCode());
    for (int i = 0; i < REACH; i++) {
      int place = (first + i) & (names.length - 1);
      if (names[place] == null) {
        names[place] = name;
        return;
      }
    }
  }

  private int firstPlace(int hash) {
    return place(hash, spread);
  }

  private int place(int hash, int spread) {
    return (hash * spread) >>> shift;
  }

  /** Returns where a name stands, or -1. */
  private int find(String name, int hash) {
    int first = firstPlace(hash);
    for (int i = 0; i < REACH; i++) {
      int place = (first + i) & (names.length - 1);
      String here = names[place];
      if (here == null || here.equals(name)) {
        return here == null ? -1 : place;
      }
    }
    return -1;
  }

  /**
   * Returns what applies to a tool, or null if that isn't known.
   *
   * @param hash the hash of its name
   */
  @Nullable ToolPlan get(String tool, int hash) {
    // The first place without a loop, which would cost more than the look at it.
    int first = firstPlace(hash);
    String here = names[first];
    return here != null && here.equals(tool) ? plans[first] : getBeyond(tool, hash);
  }

  private @Nullable ToolPlan getBeyond(String tool, int hash) {
    int place = find(tool, hash);
    return place < 0 ? null : plans[place];
  }

  /** Remembers what applies to a tool, unless its name isn't in the table. */
  boolean put(String tool, ToolPlan plan) {
    int place = find(tool, tool.hashCode());
    if (place >= 0) {
      plans[place] = plan;
    }
    return place >= 0;
  }

  /** How many plans are remembered. */
  int size() {
    return (int) Arrays.stream(plans).filter(Objects::nonNull).count();
  }
}
