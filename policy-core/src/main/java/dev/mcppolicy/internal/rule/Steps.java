package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.rule.Part.Between;
import dev.mcppolicy.internal.rule.Part.Characters;
import dev.mcppolicy.internal.rule.Part.Choice;
import dev.mcppolicy.internal.rule.Part.Repeated;
import dev.mcppolicy.internal.rule.Part.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as characters that are taken and what leads from one to the next. Characters are
 * numbered from 1 in the order of the pattern, repetitions written out; 0 is where a match begins.
 * Where a search is, is a set of those that it has just taken, as bits.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Steps {

  private static final int MATCH = 0;

  /** What leads on: one character, an edge, or nothing but a fork. */
  private record Place(int set, @Nullable Edge edge, int first, int second) {}

  private static final int NO_SET = -1;

  private final Place[] places;
  private final List<CharacterSet> sets;

  /** The character that a place takes, or 0. */
  private final int[] taken;

  /** Where a search goes on that has taken a character. */
  private final int[] entries;

  /** The number of the set of each character. */
  private final int[] setOf;

  private final boolean mindsLines;
  private final boolean mindsWords;

  Steps(Part pattern) {
    Compiler compiler = new Compiler();
    int start = compiler.compile(pattern, MATCH);
    this.places = compiler.places.toArray(Place[]::new);
    this.sets = List.copyOf(compiler.numbers.keySet());
    this.taken = new int[places.length];
    int count = (int) Arrays.stream(places).filter(place -> place.set != NO_SET).count();
    this.entries = new int[count + 1];
    this.setOf = new int[count + 1];
    this.entries[0] = start;
    int next = count; // places are made from the last to the first
    for (int i = 0; i < places.length; i++) {
      Place place = places[i];
      if (place.set != NO_SET) {
        taken[i] = next;
        entries[next] = place.first;
        setOf[next] = place.set;
        next--;
      }
    }
    this.mindsLines = minds(Edge.LINE_START, Edge.LINE_END);
    this.mindsWords = minds(Edge.WORD_EDGE, Edge.NO_WORD_EDGE);
  }

  private boolean minds(Edge one, Edge other) {
    return Arrays.stream(places).anyMatch(place -> place.edge == one || place.edge == other);
  }

  /** Makes places, each of which leads on to those that were made before. */
  private static final class Compiler {

    final List<Place> places = new ArrayList<>(List.of(new Place(NO_SET, null, MATCH, MATCH)));
    final Map<CharacterSet, Integer> numbers = new LinkedHashMap<>();

    private int add(int set, @Nullable Edge edge, int first, int second) {
      places.add(new Place(set, edge, first, second));
      return places.size() - 1;
    }

    private int fork(int first, int second) {
      return add(NO_SET, null, first, second);
    }

    /** Returns the place from which a part leads on to the next. */
    int compile(Part part, int next) {
      if (part instanceof Characters characters) {
        int set = numbers.computeIfAbsent(characters.set(), unknown -> numbers.size());
        return add(set, null, next, next);
      }
      if (part instanceof Between between) {
        return add(NO_SET, between.edge(), next, next);
      }
      if (part instanceof Sequence sequence) {
        int entry = next;
        for (int i = sequence.parts().size() - 1; i >= 0; i--) {
          entry = compile(sequence.parts().get(i), entry);
        }
        return entry;
      }
      if (part instanceof Choice choice) {
        int entry = compile(choice.parts().get(0), next);
        for (Part branch : choice.parts().subList(1, choice.parts().size())) {
          entry = fork(compile(branch, next), entry);
        }
        return entry;
      }
      return repeat((Repeated) part, next);
    }

    private int repeat(Repeated repeated, int next) {
      int entry = next;
      if (repeated.max() < 0) {
        entry = fork(next, next);
        int loop = compile(repeated.part(), entry);
        places.set(entry, new Place(NO_SET, null, loop, next));
      }
      for (int i = repeated.min(); i < repeated.max(); i++) {
        entry = fork(compile(repeated.part(), entry), next);
      }
      for (int i = 0; i < repeated.min(); i++) {
        entry = compile(repeated.part(), entry);
      }
      return entry;
    }
  }

  /** How many characters there are, repetitions written out. */
  int size() {
    return setOf.length - 1;
  }

  /** Returns the different sets that characters have to be in. */
  List<CharacterSet> sets() {
    return sets;
  }

  /** Returns the number of the set that a character has to be in. */
  int set(int character) {
    return setOf[character];
  }

  /** Where a search goes on that has taken a character: those with one entry go on alike. */
  int entry(int character) {
    return entries[character];
  }

  /** Says whether it matters where lines end. */
  boolean mindsLines() {
    return mindsLines;
  }

  /** Says whether it matters what is part of a word. */
  boolean mindsWords() {
    return mindsWords;
  }

  /** How many longs hold a bit for each character and the start. */
  int longs() {
    return size() / Long.SIZE + 1;
  }

  /** A walk over all that leads on without a character, between two neighbours. */
  final class Walk {
    private final Neighbour before;
    private final Neighbour after;
    private final boolean[] seen = new boolean[places.length];
    private final int[] open = new int[2 * places.length + 1];

    /** The characters that may come next. */
    final long[] next = new long[longs()];

    private int steps;
    private boolean matched;

    Walk(Neighbour before, Neighbour after) {
      this.before = before;
      this.after = after;
    }

    /** Says whether it has come to the end of the pattern. */
    boolean matched() {
      return matched;
    }

    /** How far it went. */
    int steps() {
      return steps;
    }

    /** Goes on from where all characters of a set lead to. */
    Walk enterAll(long[] from) {
      for (int i = 0; i < from.length; i++) {
        for (long rest = from[i]; rest != 0; rest &= rest - 1) {
          enter(entries[i * Long.SIZE + Long.numberOfTrailingZeros(rest)]);
        }
      }
      return this;
    }

    Walk enter(int entry) {
      int size = 0;
      open[size++] = entry;
      while (size > 0) {
        int at = open[--size];
        steps++;
        if (seen[at]) {
          continue;
        }
        seen[at] = true;
        Place place = places[at];
        if (at == MATCH) {
          matched = true;
        } else if (place.set != NO_SET) {
          next[taken[at] / Long.SIZE] |= 1L << taken[at];
        } else if (place.edge == null || place.edge.holds(before, after)) {
          open[size++] = place.first;
          open[size++] = place.second;
        }
      }
      return this;
    }
  }
}
