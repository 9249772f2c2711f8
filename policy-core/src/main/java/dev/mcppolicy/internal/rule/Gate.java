package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.FewFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a tool's rules ask, if each of them is a {@linkplain Bar bar}: the same as the rules, in
 * the form in which most calls are let through soonest. It only ever lets through. Where it stays
 * closed, the rules say why, or that the call passes after all.
 *
 * <p>The bars are sorted by kind, and those of a kind are a list without an array: a loop over one
 * kind holds little, which the JVM keeps in registers.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Gate {

  /** The call passes. */
  public static final int NONE = -1;

  /** The call may pass or not. */
  public static final int UNSURE = -2;

  /** A gate without bars. */
  private static final Gate OPEN = new Gate(null, null, null);

  private final Bar.@Nullable Range ranges;
  private final Bar.@Nullable Texts texts;
  private final Bar.@Nullable Prefixes prefixes;

  private Gate(
      Bar.@Nullable Range ranges, Bar.@Nullable Texts texts, Bar.@Nullable Prefixes prefixes) {
    this.ranges = ranges;
    this.texts = texts;
    this.prefixes = prefixes;
  }

  /**
   * Returns the gate of conditions, or null if one of them is no bar.
   *
   * @param passing of each condition the one answer with which a call may go on
   */
  public static @Nullable Gate of(List<Condition> conditions, List<Truth> passing) {
    List<Bar> bars = new ArrayList<>(conditions.size());
    for (int i = 0; i < conditions.size(); i++) {
      Bar bar =
          conditions.get(i) instanceof Comparison comparison
              ? comparison.bar(passing.get(i) == Truth.TRUE)
              : null;
      if (bar == null) {
        return null;
      }
      bars.add(bar);
    }
    return of(bars);
  }

  private static Gate of(List<Bar> bars) {
    Bar.Range ranges = null;
    Bar.Texts texts = null;
    Bar.Prefixes prefixes = null;
    for (int i = bars.size() - 1; i >= 0; i--) {
      Bar bar = bars.get(i);
      boolean first = i == 0;
      if (bar instanceof Bar.Range range) {
        ranges = new Bar.Range(range, first, ranges);
      } else if (bar instanceof Bar.Texts some) {
        texts = new Bar.Texts(some, first, texts);
      } else if (bar instanceof Bar.Prefixes some) {
        prefixes = new Bar.Prefixes(some, first, prefixes);
      }
    }
    return bars.isEmpty() ? OPEN : new Gate(ranges, texts, prefixes);
  }

  /**
   * Returns the position of the bar that stops a call, {@link #NONE} if none does, or {@link
   * #UNSURE}: where it isn't the first of all, another may stop the call before.
   */
  @SuppressWarnings("ReferenceEquality") // the one gate without bars
  public int stop(FewFields arguments) {
    return this == OPEN ? NONE : stopAt(arguments);
  }

  private int stopAt(FewFields arguments) {
    for (Bar.Range bar = ranges; bar != null; bar = bar.next) {
      Object value = arguments.get(bar.argument);
      long number;
      if (value instanceof Integer small) {
        number = small;
      } else if (value instanceof Long great) {
        number = great;
      } else {
        return UNSURE;
      }
      if ((number >= bar.from && number <= bar.to) != bar.wanted) {
        return bar.stop;
      }
    }
    for (Bar.Texts bar = texts; bar != null; bar = bar.next) {
      if (!(arguments.get(bar.argument) instanceof String text)) {
        return UNSURE;
      }
      if (bar.describes(text) != bar.wanted) {
        return bar.stop;
      }
    }
    for (Bar.Prefixes bar = prefixes; bar != null; bar = bar.next) {
      if (!(arguments.get(bar.argument) instanceof String text)) {
        return UNSURE;
      }
      if (bar.describes(text) != bar.wanted) {
        return bar.stop;
      }
    }
    return NONE;
  }
}
