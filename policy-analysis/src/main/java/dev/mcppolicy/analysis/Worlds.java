package dev.mcppolicy.analysis;

import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All the ways in which the comparisons of one path can come out together: at least those that
 * exist, found by running them. What can't be told apart by trying is taken to be possible.
 */
final class Worlds {

  private static final int MOST = 600;

  private static final int MOST_COMPARISONS = 40;

  private final List<Comparison> comparisons;
  private final Set<List<Truth>> found = new LinkedHashSet<>();
  private boolean complete = true;

  private Worlds(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  /**
   * Returns the ways, or null if there may be others.
   *
   * @param comparisons comparisons of one path
   * @param tool the name of the tool, or null if it may be any
   */
  static @Nullable List<List<Truth>> of(List<Comparison> comparisons, @Nullable String tool) {
    Route route = Route.of(comparisons.get(0).path());
    if (route == null || comparisons.size() > MOST_COMPARISONS) {
      return null;
    }
    Worlds worlds = new Worlds(comparisons);
    worlds.explore(route, tool);
    return worlds.complete ? new ArrayList<>(worlds.found) : null;
  }

  private void explore(Route route, @Nullable String tool) {
    ToolCall base = ToolCall.of("t");
    if (tool != null && route.path().root() == Path.Root.TOOL_NAME) {
      found.add(truths(route.put(base, tool)));
      return;
    }
    if (route.leadsNowhere()) {
      found.add(truths(base));
      return;
    }
    route.cut(base).forEach(call -> found.add(truths(call)));
    List<Sample> samples = Samples.of(comparisons, route.leadsToText());
    if (samples == null) {
      complete = false;
      return;
    }
    for (Sample sample : samples) {
      if (route.path().root() == Path.Root.TOOL_NAME && !isName(sample.value())) {
        continue;
      }
      if (!(sample.value() instanceof String) && route.leadsToText()) {
        continue;
      }
      List<Truth> truths = truths(route.put(base, sample.value()));
      if (sample.alone()) {
        found.add(truths);
      } else {
        branch(truths, sample.value(), 0);
      }
      if (found.size() > MOST || !complete) {
        complete = false;
        return;
      }
    }
    if (route.path().hasEach()) {
      mix();
    }
  }

  private static boolean isName(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty();
  }

  private List<Truth> truths(ToolCall call) {
    return comparisons.stream().map(comparison -> comparison.test(call)).toList();
  }

  /** Adds every way in which what can't be told by trying may come out. */
  private void branch(List<Truth> truths, @Nullable Object value, int from) {
    if (found.size() > MOST) {
      complete = false;
      return;
    }
    for (int i = from; i < comparisons.size(); i++) {
      List<Truth> possible = Opacity.of(comparisons.get(i), value);
      if (!possible.isEmpty()) {
        for (Truth truth : possible) {
          if (fits(truths, i, truth, value)) {
            List<Truth> branch = new ArrayList<>(truths);
            branch.set(i, truth);
            branch(List.copyOf(branch), value, i + 1);
          }
        }
        return;
      }
    }
    found.add(truths);
  }

  private boolean fits(List<Truth> truths, int at, Truth truth, @Nullable Object value) {
    for (int i = 0; i < at && value instanceof String; i++) {
      boolean opaque = !Opacity.of(comparisons.get(i), value).isEmpty();
      if (opaque
          && !Opacity.together(comparisons.get(i), truths.get(i), comparisons.get(at), truth)) {
        return false;
      }
    }
    return true;
  }

  /** Adds the ways of lists whose elements come out differently: where they disagree, unknown. */
  private void mix() {
    List<List<Truth>> todo = new ArrayList<>(found);
    List<List<Truth>> single = List.copyOf(found);
    for (int i = 0; i < todo.size(); i++) {
      for (List<Truth> other : single) {
        List<Truth> mixed = mixed(todo.get(i), other);
        if (found.add(mixed)) {
          todo.add(mixed);
        }
      }
      if (found.size() > MOST) {
        complete = false;
        return;
      }
    }
  }

  private static List<Truth> mixed(List<Truth> a, List<Truth> b) {
    List<Truth> mixed = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      mixed.add(a.get(i) == b.get(i) ? a.get(i) : Truth.UNKNOWN);
    }
    return List.copyOf(mixed);
  }
}
