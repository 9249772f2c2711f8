package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where all characters of a set lead to, {@value Long#SIZE} at a time: most lead to the one after
 * them, which is a shift of bits; the others are grouped by where they lead to.
 *
 * <p>This class is immutable and thread-safe.
 */
@SuppressWarnings("ArrayRecordComponent") // its records are never compared
final class Leap {

  /** What a leap may cost that takes little time; one that costs ten takes some two nanoseconds. */
  private static final int LITTLE = 1_400;

  /** The most that a leap may cost. */
  private static final int MOST = 4 * LITTLE;

  private static final int COST_OF_LONG = 10;
  private static final int COST_OF_MEETING = 10;
  private static final int COST_OF_ADDING = 6;
  private static final int COST_OF_NEAR = 18;
  private static final int COST_OF_FAR = 50;

  /** How far the groups are looked for before there are too many. */
  private static final int MOST_STEPS = 2_000_000;

  /** The characters that the one before leads to. */
  private final long[] shifted;

  private final Bits matching;
  private final Near near;
  private final Far[] far;

  /** Where an entry leads to. */
  private record Reached(long[] next, boolean matched) {}

  private final int cost;

  private Leap(long[] shifted, Bits matching, Near near, List<Far> far, int cost) {
    this.cost = cost;
    this.shifted = shifted;
    this.matching = matching;
    this.near = near;
    this.far = far.toArray(Far[]::new);
  }

  /** Returns the leap between two neighbours, or null if it would take far too long. */
  static @Nullable Leap of(Steps steps, Neighbour before, Neighbour after) {
    int longs = steps.longs();
    if (COST_OF_LONG * longs > MOST) {
      return null;
    }
    long[] shifted = new long[longs];
    long[] matching = new long[longs];
    Map<LongSet, long[]> groups = new LinkedHashMap<>();
    Map<Integer, Reached> reached = new HashMap<>();
    int walked = 0;
    for (int character = 0; character <= steps.size(); character++) {
      int entry = steps.entry(character);
      Reached known = reached.get(entry);
      if (known == null) {
        Steps.Walk walk = steps.new Walk(before, after).enter(entry);
        walked += walk.steps();
        known = new Reached(walk.next, walk.matched());
        reached.put(entry, known);
      }
      long[] targets = known.next.clone();
      if (known.matched) {
        set(matching, character);
      }
      int following = character + 1;
      if (following <= steps.size() && isSet(targets, following)) {
        set(shifted, following);
        targets[following / Long.SIZE] &= ~(1L << following);
      }
      LongSet key = new LongSet(targets);
      if (!key.isEmpty()) {
        set(groups.computeIfAbsent(key, unknown -> new long[longs]), character);
      }
      if (walked > MOST_STEPS || COST_OF_NEAR * groups.size() > MOST) {
        return null;
      }
    }
    return of(shifted, Bits.of(matching), groups);
  }

  private static @Nullable Leap of(
      long[] shifted, Bits matching, Map<LongSet, long[]> membersByTargets) {
    List<Far> near = new ArrayList<>();
    List<Far> far = new ArrayList<>();
    int cost = COST_OF_LONG * shifted.length + COST_OF_MEETING * matching.longs.length;
    for (Map.Entry<LongSet, long[]> group : membersByTargets.entrySet()) {
      Far all = new Far(Bits.of(group.getValue()), Bits.of(group.getKey().bits()));
      if (all.isNear()) {
        near.add(all);
        cost += COST_OF_NEAR;
      } else {
        far.add(all);
        cost += all.cost();
      }
    }
    return cost > MOST ? null : new Leap(shifted, matching, Near.of(near), far, cost);
  }

  /** Says whether it takes little time, wherever a search is. */
  boolean isFast() {
    return cost <= LITTLE;
  }

  private static void set(long[] bits, int index) {
    bits[index / Long.SIZE] |= 1L << index;
  }

  private static boolean isSet(long[] bits, int index) {
    return (bits[index / Long.SIZE] & (1L << index)) != 0;
  }

  /**
   * Finds which characters may come next.
   *
   * @param from those that were just taken
   * @param into where to write them
   * @return whether a match was found instead
   */
  boolean follow(long[] from, long[] into) {
    if (matching.meets(from)) {
      return true;
    }
    into[0] = (from[0] << 1) & shifted[0];
    for (int i = 1; i < into.length; i++) {
      into[i] = ((from[i] << 1) | (from[i - 1] >>> (Long.SIZE - 1))) & shifted[i];
    }
    near.follow(from, into);
    for (Far group : far) {
      if (group.members.meets(from)) {
        group.targets.addTo(into);
      }
    }
    return false;
  }

  /** Characters, and where all of them lead to. */
  private record Far(Bits members, Bits targets) {

    boolean isNear() {
      return members.longs.length == 1 && targets.longs.length == 1;
    }

    int cost() {
      return COST_OF_FAR
          + COST_OF_MEETING * members.longs.length
          + COST_OF_ADDING * targets.longs.length;
    }
  }

  /** Such groups whose characters are all in one long, and all that they lead to in one. */
  private record Near(int[] at, long[] members, int[] targetAt, long[] targets) {

    static Near of(List<Far> groups) {
      return new Near(
          groups.stream().mapToInt(group -> group.members.from).toArray(),
          groups.stream().mapToLong(group -> group.members.longs[0]).toArray(),
          groups.stream().mapToInt(group -> group.targets.from).toArray(),
          groups.stream().mapToLong(group -> group.targets.longs[0]).toArray());
    }

    void follow(long[] from, long[] into) {
      for (int i = 0; i < members.length; i++) {
        long met = from[at[i]] & members[i];
        into[targetAt[i]] |= targets[i] & ((met | -met) >> (Long.SIZE - 1)); // no branch to guess
      }
    }
  }

  /**
   * Bits that aren't all zero.
   *
   * @param from the index of the first long
   */
  private record Bits(int from, long[] longs) {

    static Bits of(long[] all) {
      int from = 0;
      int to = all.length;
      while (from < to && all[from] == 0) {
        from++;
      }
      while (to > from && all[to - 1] == 0) {
        to--;
      }
      return new Bits(from, Arrays.copyOfRange(all, from, to));
    }

    boolean meets(long[] others) {
      for (int i = 0; i < longs.length; i++) {
        if ((longs[i] & others[from + i]) != 0) {
          return true;
        }
      }
      return false;
    }

    void addTo(long[] all) {
      for (int i = 0; i < longs.length; i++) {
        all[from + i] |= longs[i];
      }
    }
  }
}
