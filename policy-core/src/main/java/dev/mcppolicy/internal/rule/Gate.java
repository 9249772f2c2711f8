package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.value.FewFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a tool's rules ask, if each of them is a {@linkplain Bar bar}: the same as the rules, in
 * the form in which most calls are let through soonest. It only ever lets through, or says that the
 * first rule denies. Where it is unsure, the rules say why, or that the call passes after all.
 *
 * <p>The first bar of each kind is asked without a loop, which would take the JVM more than the bar
 * does: it keeps in memory what it has no register for around a loop. Few rules have more of them.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Gate {

  /** What a gate makes of a call. */
  public enum Answer {
    /** The call passes. */
    PASSES,
    /** The first of all conditions stops the call. */
    STOPS,
    /** The call may pass or not. */
    UNSURE
  }

  private final Bar.@Nullable Range range;
  private final Bar.@Nullable Texts texts;
  private final Bar.@Nullable Prefixes prefixes;

  /** Whether there is more than one bar of a kind. */
  private final boolean more;

  private final Bar.Range[] moreRanges;
  private final Bar.Texts[] moreTexts;
  private final Bar.Prefixes[] morePrefixes;

  /** The bar of the first of all conditions; null if there is none. */
  private final @Nullable Bar first;

  private Gate(
      List<Bar.Range> ranges,
      List<Bar.Texts> texts,
      List<Bar.Prefixes> prefixes,
      @Nullable Bar first) {
    this.range = ranges.isEmpty() ? null : ranges.get(0);
    this.texts = texts.isEmpty() ? null : texts.get(0);
    this.prefixes = prefixes.isEmpty() ? null : prefixes.get(0);
    this.moreRanges = ranges.stream().skip(1).toArray(Bar.Range[]::new);
    this.moreTexts = texts.stream().skip(1).toArray(Bar.Texts[]::new);
    this.morePrefixes = prefixes.stream().skip(1).toArray(Bar.Prefixes[]::new);
    this.more = moreRanges.length + moreTexts.length + morePrefixes.length > 0;
    this.first = first;
  }

  /**
   * Returns the gate of conditions, or null if one of them is no bar.
   *
   * @param passing of each condition the one answer with which a call may go on
   */
  public static @Nullable Gate of(List<Condition> conditions, List<Truth> passing) {
    List<Bar.Range> ranges = new ArrayList<>();
    List<Bar.Texts> texts = new ArrayList<>();
    List<Bar.Prefixes> prefixes = new ArrayList<>();
    Bar first = null;
    for (int i = 0; i < conditions.size(); i++) {
      Bar bar =
          conditions.get(i) instanceof Comparison comparison
              ? comparison.bar(passing.get(i) == Truth.TRUE)
              : null;
      if (bar instanceof Bar.Range range) {
        ranges.add(range);
      } else if (bar instanceof Bar.Texts some) {
        texts.add(some);
      } else if (bar instanceof Bar.Prefixes some) {
        prefixes.add(some);
      } else {
        return null;
      }
      first = i == 0 ? bar : first;
    }
    return new Gate(ranges, texts, prefixes, first);
  }

  /** Says what becomes of a call with these arguments. */
  public Answer ask(FewFields arguments) {
    if (range != null) {
      Answer answer = range.ask(arguments);
      if (answer != Answer.PASSES) {
        return said(answer, range);
      }
    }
    if (texts != null) {
      Answer answer = texts.ask(arguments);
      if (answer != Answer.PASSES) {
        return said(answer, texts);
      }
    }
    if (prefixes != null) {
      Answer answer = prefixes.ask(arguments);
      if (answer != Answer.PASSES) {
        return said(answer, prefixes);
      }
    }
    return more ? askMore(arguments) : Answer.PASSES;
  }

  /** A bar that isn't the first may stand behind a rule that denies before, and says so itself. */
  @SuppressWarnings("ReferenceEquality") // the same bar, not an equal one
  private Answer said(Answer answer, Bar bar) {
    return bar == first ? answer : Answer.UNSURE;
  }

  private Answer askMore(FewFields arguments) {
    for (Bar.Range bar : moreRanges) {
      if (bar.ask(arguments) != Answer.PASSES) {
        return Answer.UNSURE;
      }
    }
    for (Bar.Texts bar : moreTexts) {
      if (bar.ask(arguments) != Answer.PASSES) {
        return Answer.UNSURE;
      }
    }
    for (Bar.Prefixes bar : morePrefixes) {
      if (bar.ask(arguments) != Answer.PASSES) {
        return Answer.UNSURE;
      }
    }
    return Answer.PASSES;
  }
}
