package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.rule.PlainPattern.Characters;
import dev.mcppolicy.internal.rule.PlainPattern.Choice;
import dev.mcppolicy.internal.rule.PlainPattern.End;
import dev.mcppolicy.internal.rule.PlainPattern.Part;
import dev.mcppolicy.internal.rule.PlainPattern.Repeated;
import dev.mcppolicy.internal.rule.PlainPattern.Sequence;
import dev.mcppolicy.internal.rule.PlainPattern.Start;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as steps from place to place: a search is in many places at once, and a match is found
 * when one of them is {@link #MATCH}.
 *
 * <p>This class is immutable and thread-safe once it is compiled.
 */
final class Steps {

  /** The most places: more would make a single step of a search slow. */
  static final int MOST = 500;

  /** The place at which a match is found. */
  static final int MATCH = 0;

  /** A place: what leads on from it. */
  private static final class Place {
    /** What a character has to be in to lead on to the first; null if none is needed. */
    final @Nullable CharacterSet taken;

    final boolean atStart;
    final boolean atEnd;
    int first;
    final int second;

    Place(@Nullable CharacterSet taken, boolean atStart, boolean atEnd, int first, int second) {
      this.taken = taken;
      this.atStart = atStart;
      this.atEnd = atEnd;
      this.first = first;
      this.second = second;
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final int start;

  private Steps(Part pattern) {
    places.add(new Place(null, false, false, MATCH, MATCH));
    this.start = compile(pattern, MATCH);
  }

  /** Returns the steps of a pattern, or null if they are too many. */
  static @Nullable Steps of(Part pattern) {
    Steps steps = new Steps(pattern);
    return steps.isFull() ? null : steps;
  }

  private boolean isFull() {
    return places.size() > MOST;
  }

  private int add(Place place) {
    if (isFull()) {
      return MATCH;
    }
    places.add(place);
    return places.size() - 1;
  }

  /** Returns the place from which a part leads on to the next. */
  private int compile(Part part, int next) {
    if (part instanceof Characters characters) {
      return add(new Place(characters.set(), false, false, next, next));
    }
    if (part instanceof Start) {
      return add(new Place(null, true, false, next, next));
    }
    if (part instanceof End) {
      return add(new Place(null, false, true, next, next));
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

  private int fork(int first, int second) {
    return add(new Place(null, false, false, first, second));
  }

  private int repeat(Repeated repeated, int next) {
    int entry = next;
    if (repeated.max() < 0) {
      entry = fork(next, next);
      places.get(entry).first = compile(repeated.part(), entry);
    }
    for (int i = repeated.min(); i < repeated.max() && !isFull(); i++) {
      entry = fork(compile(repeated.part(), entry), next);
    }
    for (int i = 0; i < repeated.min() && !isFull(); i++) {
      entry = compile(repeated.part(), entry);
    }
    return entry;
  }

  /** Returns all sets that a character may have to be in. */
  List<CharacterSet> sets() {
    List<CharacterSet> sets = new ArrayList<>();
    for (Place place : places) {
      if (place.taken != null) {
        sets.add(place.taken);
      }
    }
    return sets;
  }

  /** Returns where a search waits before the first character. */
  BitSet first() {
    Walk walk = new Walk(true, false);
    walk.enter(start);
    return walk.waiting;
  }

  /** Returns where a search waits after a character; a match may begin anywhere. */
  BitSet after(BitSet before, int codePoint) {
    Walk walk = new Walk(false, false);
    for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
      Place place = places.get(i);
      if (place.taken != null && place.taken.contains(codePoint)) {
        walk.enter(place.first);
      }
    }
    walk.enter(start);
    return walk.waiting;
  }

  /** Says whether a search that waits there when the text ends has found a match. */
  boolean matchesAtEnd(BitSet before, boolean atStart) {
    Walk walk = new Walk(atStart, true);
    for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
      walk.enter(i);
    }
    return walk.waiting.get(MATCH);
  }

  /** A walk over all places that need no character. */
  private final class Walk {
    private final boolean atStart;
    private final boolean atEnd;
    private final BitSet seen = new BitSet(places.size());
    private final int[] open = new int[2 * places.size() + 1];

    /** Where a character, or the end of the text, has to come next; and the match. */
    final BitSet waiting = new BitSet(places.size());

    Walk(boolean atStart, boolean atEnd) {
      this.atStart = atStart;
      this.atEnd = atEnd;
    }

    void enter(int entry) {
      int size = 0;
      open[size++] = entry;
      while (size > 0) {
        int next = open[--size];
        if (seen.get(next)) {
          continue;
        }
        seen.set(next);
        Place place = places.get(next);
        if (next == MATCH || place.taken != null || (place.atEnd && !atEnd)) {
          waiting.set(next);
        } else if (!place.atStart || atStart) {
          open[size++] = place.first;
          open[size++] = place.second;
        }
      }
    }
  }
}
