package dev.mcppolicy.internal.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a value equals one of a list: the Kleene <i>or</i> over it. */
final class OneOf implements Test {

  private final Constant[] constants;
  private final boolean negated;

  /** All of the list if they are texts, else none. */
  private final Set<String> texts;

  /** All of the list, sorted, if they are whole numbers that fit a long, else none. */
  private final long[] longs;

  OneOf(List<?> list, boolean negated) {
    this.constants = list.stream().map(Constant::of).toArray(Constant[]::new);
    this.negated = negated;
    this.texts = texts(list);
    this.longs = longs(constants);
  }

  private static Set<String> texts(List<?> list) {
    return list.stream().allMatch(value -> value instanceof String)
        ? list.stream().map(value -> (String) value).collect(Collectors.toSet())
        : Set.of();
  }

  private static long[] longs(Constant[] constants) {
    boolean all =
        Arrays.stream(constants)
            .allMatch(value -> value instanceof Constant.Figure figure && figure.number().isLong());
    return all
        ? Arrays.stream(constants)
            .mapToLong(value -> ((Constant.Figure) value).number().longValue())
            .sorted()
            .toArray()
        : new long[0];
  }

  @Override
  public Truth test(@Nullable Object value) {
    Truth member = member(value);
    return negated ? member.not() : member;
  }

  private Truth member(@Nullable Object value) {
    if (value instanceof String text && !texts.isEmpty()) {
      return Truth.of(texts.contains(text));
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
}
