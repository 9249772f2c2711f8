package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.rule.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values worth trying where a path leads: at, around and beyond the constants of comparisons. */
final class Values {

  private static final int MOST = 160;

  private Values() {}

  static List<@Nullable Object> of(List<Comparison> comparisons, boolean textsOnly) {
    Set<@Nullable Object> values = new LinkedHashSet<>();
    for (Comparison comparison : comparisons) {
      crafted(comparison, values);
    }
    for (Sample sample : Samples.toTry(comparisons, textsOnly)) {
      values.add(sample.value());
    }
    List<@Nullable Object> all = new ArrayList<>();
    all.add(Route.ABSENT);
    for (Object value : values) {
      if (all.size() < MOST && (!textsOnly || value instanceof String)) {
        all.add(value);
      }
    }
    return all;
  }

  private static void crafted(Comparison comparison, Set<@Nullable Object> values) {
    Object constant = comparison.constant();
    List<?> constants = constant instanceof List<?> list ? list : listOf(constant);
    switch (comparison.operator()) {
      case STARTS_WITH, ENDS_WITH, CONTAINS, NOT_CONTAINS ->
          constants.forEach(
              text -> {
                values.add(text);
                values.add(text + "x");
                values.add("x" + text);
                values.add(listOf(text));
              });
      case REGEX, NOT_REGEX -> {
        String guess = Patterns.guess(String.valueOf(constant));
        values.add(guess);
        values.add("x" + guess);
        values.add(guess + "x");
        values.add(guess + "\nx");
      }
      case WITHIN, NOT_WITHIN ->
          constants.forEach(
              folder -> {
                values.add(folder);
                values.add(folder + "/x");
                values.add(folder + "x");
                values.add(folder + "/../elsewhere");
                values.add("/elsewhere");
                values.add("C:\\elsewhere");
              });
      case HOST_IN, HOST_NOT_IN ->
          constants.forEach(
              host -> {
                values.add("https://" + String.valueOf(host).replace("*", "a") + "/");
                values.add("https://x." + String.valueOf(host).replace("*.", "") + "/");
                values.add("https://elsewhere.test/");
              });
      default -> {}
    }
  }

  private static List<@Nullable Object> listOf(@Nullable Object value) {
    List<@Nullable Object> list = new ArrayList<>();
    list.add(value);
    return list;
  }
}
