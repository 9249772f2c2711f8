package dev.mcppolicy.internal.rule;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How a search moves on by one letter. Where it is, is a set of the characters that it has just
 * taken.
 *
 * <p>This class is thread-safe.
 */
final class Moves {

  private static final Neighbour[] NEIGHBOURS = Neighbour.values();
  private static final int KINDS = Neighbour.COUNT;

  private final Steps steps;
  private final Alphabet alphabet;
  private final int longs;

  /** By what is before and after; null between which a search walks. */
  private final @Nullable Leap[] leaps = new Leap[KINDS * KINDS];

  private final boolean fast;

  /** Whether a match may begin after the start of the text. */
  private final boolean beginsLater;

  /** The characters that may take each letter, for those letters that somebody had. */
  private volatile AtomicReferenceArray<long[]> takers = new AtomicReferenceArray<>(16);

  Moves(Steps steps, Alphabet alphabet) {
    this.steps = steps;
    this.alphabet = alphabet;
    this.longs = steps.longs();
    this.fast = findLeaps();
    this.beginsLater = canBeginLater();
  }

  private boolean findLeaps() {
    boolean allFast = true;
    for (Neighbour before : NEIGHBOURS) {
      for (Neighbour after : NEIGHBOURS) {
        if (before != Neighbour.NOTHING
            && after != Neighbour.NOTHING
            && matters(before)
            && matters(after)) {
          Leap leap = Leap.of(steps, before, after);
          leaps[before.number() * KINDS + after.number()] = leap;
          if (leap == null) {
            return false;
          }
          allFast &= leap.isFast();
        }
      }
    }
    return allFast;
  }

  private boolean matters(Neighbour neighbour) {
    return switch (neighbour) {
      case NEWLINE -> steps.mindsLines();
      case WORD -> steps.mindsWords();
      default -> true;
    };
  }

  private boolean canBeginLater() {
    for (Neighbour before : NEIGHBOURS) {
      for (Neighbour after : NEIGHBOURS) {
        if (before != Neighbour.NOTHING && matters(before) && matters(after)) {
          Steps.Walk walk = steps.new Walk(before, after).enter(steps.entry(0));
          if (walk.matched() || !new LongSet(walk.next).isEmpty()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Says whether every move takes little time, wherever the search is. */
  boolean areFast() {
    return fast;
  }

  /** Returns how much is looked at for one move, in longs and places. */
  int looks() {
    boolean leaping = leaps[Neighbour.OTHER.number() * (KINDS + 1)] != null;
    return 8 * longs + (leaping ? 0 : steps.size());
  }

  /** Returns where a search is at the start of a text. */
  long[] start() {
    long[] start = new long[longs];
    start[0] = 1;
    return start;
  }

  /**
   * Moves on by a letter.
   *
   * @param from where the search is
   * @param before what it has taken
   * @param into where to write where it is then; nowhere if there is no match whatever follows
   * @return whether a match was found instead
   */
  boolean move(long[] from, Neighbour before, int letter, long[] into) {
    Neighbour after = alphabet.neighbour(letter);
    Leap leap = leaps[before.number() * KINDS + after.number()];
    if (leap == null) {
      Steps.Walk walk = steps.new Walk(before, after).enterAll(from);
      System.arraycopy(walk.next, 0, into, 0, longs);
      if (walk.matched()) {
        return true;
      }
    } else if (leap.follow(from, into)) {
      return true;
    }
    long[] able = takers(letter);
    for (int i = 0; i < longs; i++) {
      into[i] &= able[i];
    }
    if (beginsLater) {
      into[0] |= 1;
    }
    return false;
  }

  /** Says whether a search that is there when the text ends has found a match. */
  boolean matchesAtEnd(long[] from, Neighbour before) {
    return steps.new Walk(before, Neighbour.NOTHING).enterAll(from).matched();
  }

  private long[] takers(int letter) {
    AtomicReferenceArray<long[]> known = takers;
    long[] able = letter < known.length() ? known.get(letter) : null;
    return able == null ? findTakers(letter) : able;
  }

  private synchronized long[] findTakers(int letter) {
    int example = alphabet.example(letter);
    boolean[] holds = new boolean[steps.sets().size()];
    for (int i = 0; i < holds.length; i++) {
      holds[i] = steps.sets().get(i).contains(example);
    }
    long[] able = new long[longs];
    for (int character = 1; character <= steps.size(); character++) {
      if (holds[steps.set(character)]) {
        able[character / Long.SIZE] |= 1L << character;
      }
    }
    AtomicReferenceArray<long[]> room = takers;
    if (letter >= room.length()) {
      AtomicReferenceArray<long[]> larger = new AtomicReferenceArray<>(2 * letter);
      for (int i = 0; i < room.length(); i++) {
        larger.set(i, room.get(i));
      }
      room = larger;
    }
    room.set(letter, able);
    takers = room;
    return able;
  }
}
