package dev.mcppolicy.internal.rule;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a value equals one of a list: the Kleene <i>or</i> over it. */
final class OneOf extends Test {

  /** Up to so many texts are compared one by one, which needs no hash. */
  private static final int FEW = 4;

  private final Constant[] constants;
  private final boolean negated;

  /** All of the list if they are texts, and few. */
  private final String @Nullable [] fewTexts;

  /** All of the list if they are texts, and many; else none. */
  private final Set<String> manyTexts;

  /** All of the list, sorted, if they are whole numbers that fit a long, else none. */
  private final long[] longs;

  OneOf(List<?> list, boolean negated) {
    this.constants = Constant.all(list);
    this.negated = negated;
    String[] texts = texts(constants);
    this.fewTexts = texts.length > 0 && texts.length <= FEW ? texts : null;
    this.manyTexts = new HashSet<>(texts.length > FEW ? List.of(texts) : List.of());
    this.longs = longs(constants);
  }

  /** Returns the constants if they all are texts, else none. */
  private static String[] texts(Constant[] constants) {
    String[] texts = new String[constants.length];
    for (int i = 0; i < texts.length; i++) {
      if (!(constants[i] instanceof Constant.Text text)) {
        return new String[0];
      }
      texts[i] = text.text();
    }
    return texts;
  }

  private static long[] longs(Constant[] constants) {
    long[] longs = new long[constants.length];
    for (int i = 0; i < longs.length; i++) {
      if (!(constants[i] instanceof Constant.Figure figure) || !figure.number().isLong()) {
        return new long[0];
      }
      longs[i] = figure.number().longValue();
    }
    Arrays.sort(longs);
    return longs;
  }

  @Override
  Truth test(@Nullable Object value) {
    Truth member = member(value);
    return negated ? member.not() : member;
  }

  private Truth member(@Nullable Object value) {
    if (value instanceof String text && fewTexts != null) {
      return Truth.of(isOneOf(fewTexts, text));
    }
    return memberOfMany(value);
  }

  private Truth memberOfMany(@Nullable Object value) {
    if (value instanceof String text && !manyTexts.isEmpty()) {
      return Truth.of(manyTexts.contains(text));
    }
    if ((value instanceof Integer || value instanceof Long) && longs.length > 0) {
      return Truth.of(Arrays.binarySearch(longs, ((Number) value).longValue()) >= 0);
    }
    Truth any = Truth.FALSE;
    for (int i = 0; i < constants.length && any != Truth.TRUE; i++) {
      any = any.or(constants[i].equalTo(value, negated));
    }
    return any;
  }

  @Override
  @Nullable Bar bar(String argument, boolean wanted) {
    return fewTexts == null ? null : new Bar.Texts(argument, wanted != negated, List.of(fewTexts));
  }

  private static boolean isOneOf(String[] few, String text) {
    for (String each : few) {
      if (each.equals(text)) {
        return true;
      }
    }
    return false;
  }
}
