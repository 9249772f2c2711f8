package dev.mcppolicy.internal.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The letters of a pattern: code points that its sets can't tell apart are one letter. Where sets
 * hold classes by name, letters are found when a text first has them.
 *
 * <p>This class is thread-safe, and the letter of a code point never changes.
 */
final class Alphabet {

  private static final int ASCII = 0x80;
  private static final int PAGE = UnicodeClass.PAGE;

  /** The first code points of the ranges that no set tells apart by its ranges. */
  private final int[] firsts;

  private final List<CharacterSet.Named> classes;
  private final boolean mindsLines;
  private final boolean mindsWords;
  private final int[] ascii = new int[ASCII];

  /** The letters of each page that a text had; null if no set holds a class. */
  private final @Nullable AtomicReferenceArray<int[]> pages;

  private final Map<Kind, Integer> letters = new HashMap<>();

  /** A code point of each letter. */
  private volatile int[] examples;

  /** What makes a letter: the range, and which of the classes hold it. */
  private record Kind(int range, List<Boolean> classes) {}

  Alphabet(Steps steps) {
    this.mindsLines = steps.mindsLines();
    this.mindsWords = steps.mindsWords();
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0));
    Set<CharacterSet.Named> named = new LinkedHashSet<>();
    for (CharacterSet set : steps.sets()) {
      addBounds(set, bounds);
      named.addAll(set.classes());
    }
    if (mindsLines) {
      addBounds(CharacterSet.of('\n'), bounds);
    }
    if (mindsWords) {
      addBounds(CharacterReader.WORD, bounds);
    }
    bounds.remove(Character.MAX_CODE_POINT + 1);
    this.firsts = bounds.stream().mapToInt(Integer::intValue).toArray();
    this.classes = List.copyOf(named);
    this.examples = classes.isEmpty() ? firsts : new int[0];
    this.pages =
        classes.isEmpty()
            ? null
            : new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);
    for (int c = 0; c < ASCII; c++) {
      ascii[c] = find(c);
    }
  }

  private static void addBounds(CharacterSet set, Set<Integer> bounds) {
    for (CharacterSet.Range range : set.ranges()) {
      bounds.add(range.from());
      bounds.add(range.to() + 1);
    }
  }

  /** Says whether no text will ever bring another letter. */
  boolean isComplete() {
    return pages == null;
  }

  /** How many letters there are so far; those of ASCII are among them. */
  int size() {
    return examples.length;
  }

  /** Returns the letter of a code point of ASCII. */
  int ascii(int codePoint) {
    return ascii[codePoint];
  }

  /** Returns the letter of a code point. */
  int letter(int codePoint) {
    if (codePoint < ASCII) {
      return ascii[codePoint];
    }
    AtomicReferenceArray<int[]> known = pages;
    if (known == null) {
      return range(codePoint);
    }
    int[] page = known.get(codePoint / PAGE);
    return (page == null ? page(known, codePoint / PAGE) : page)[codePoint % PAGE];
  }

  /** Returns a code point that is this letter. */
  int example(int letter) {
    return examples[letter];
  }

  /** Returns what a letter is to its neighbours. */
  Neighbour neighbour(int letter) {
    if (!mindsLines && !mindsWords) {
      return Neighbour.OTHER;
    }
    int example = examples[letter];
    if (mindsLines && example == '\n') {
      return Neighbour.NEWLINE;
    }
    return mindsWords && CharacterReader.WORD.contains(example) ? Neighbour.WORD : Neighbour.OTHER;
  }

  private int range(int codePoint) {
    int found = Arrays.binarySearch(firsts, codePoint);
    return found >= 0 ? found : -found - 2;
  }

  private int find(int codePoint) {
    return pages == null ? range(codePoint) : named(codePoint);
  }

  private synchronized int named(int codePoint) {
    List<Boolean> held = new ArrayList<>(classes.size());
    classes.forEach(named -> held.add(named.contains(codePoint)));
    Kind kind = new Kind(range(codePoint), held);
    Integer known = letters.get(kind);
    if (known != null) {
      return known;
    }
    int letter = examples.length;
    int[] more = Arrays.copyOf(examples, letter + 1);
    more[letter] = codePoint;
    examples = more;
    letters.put(kind, letter);
    return letter;
  }

  private synchronized int[] page(AtomicReferenceArray<int[]> known, int number) {
    int[] page = new int[PAGE];
    for (int i = 0; i < PAGE; i++) {
      page[i] = named(number * PAGE + i);
    }
    int[] before = number == 0 ? null : known.get(number - 1);
    int[] kept = before != null && Arrays.equals(before, page) ? before : page;
    known.set(number, kept);
    return kept;
  }
}
