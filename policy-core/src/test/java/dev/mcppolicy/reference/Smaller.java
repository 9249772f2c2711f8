package dev.mcppolicy.reference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a scenario that fails smaller, as long as it fails in the same way. */
final class Smaller {

  private static final Duration MOST_TIME = Duration.ofSeconds(20);

  private final Predicate<Scenario> fails;
  private final long start = System.nanoTime();

  private Smaller(Predicate<Scenario> fails) {
    this.fails = fails;
  }

  static Scenario of(Scenario scenario, Predicate<Scenario> fails) {
    Smaller smaller = new Smaller(fails);
    Scenario smallest = scenario;
    while (true) {
      Scenario next = smaller.once(smallest);
      if (next.equals(smallest)) {
        return smallest;
      }
      smallest = next;
    }
  }

  private boolean fails(Scenario scenario) {
    if (System.nanoTime() - start > MOST_TIME.toNanos()) {
      return false;
    }
    try {
      return fails.test(scenario);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Scenario once(Scenario scenario) {
    Scenario smallest = scenario;
    for (int chunk = Math.max(1, smallest.steps().size() / 2); chunk > 0; chunk /= 2) {
      for (int end = smallest.steps().size(); end > 0; end -= chunk) {
        List<Step> fewer = new ArrayList<>(smallest.steps());
        fewer.subList(Math.max(0, end - chunk), Math.min(end, fewer.size())).clear();
        Scenario candidate = new Scenario(smallest.policy(), smallest.start(), fewer);
        smallest = fails(candidate) ? candidate : smallest;
      }
    }
    for (Map<String, @Nullable Object> policy = smallest.policy(); policy != null; ) {
      policy = null;
      for (Object candidate : smallerThan(smallest.policy())) {
        Scenario next = new Scenario(object(candidate), smallest.start(), smallest.steps());
        if (fails(next)) {
          smallest = next;
          policy = next.policy();
          break;
        }
      }
    }
    for (int i = 0; i < smallest.steps().size(); i++) {
      if (smallest.steps().get(i) instanceof Step.Call) {
        smallest = withSmallerCall(smallest, i);
      }
    }
    return smallest;
  }

  private Scenario withSmallerCall(Scenario scenario, int at) {
    Scenario smallest = scenario;
    boolean again = true;
    while (again) {
      again = false;
      for (Step.Call call : smallerThan((Step.Call) smallest.steps().get(at))) {
        List<Step> steps = new ArrayList<>(smallest.steps());
        steps.set(at, call);
        Scenario next = new Scenario(smallest.policy(), smallest.start(), steps);
        if (fails(next)) {
          smallest = next;
          again = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static List<Step.Call> smallerThan(Step.Call call) {
    List<Step.Call> smaller = new ArrayList<>();
    for (Object args : smallerThan((Object) call.args())) {
      smaller.add(
          new Step.Call(
              call.number(),
              call.tool(),
              object(args),
              call.grant(),
              call.caller(),
              call.server(),
              call.session(),
              call.answer()));
    }
    for (Object caller : smallerThan((Object) call.caller())) {
      smaller.add(
          new Step.Call(
              call.number(),
              call.tool(),
              call.args(),
              call.grant(),
              object(caller),
              call.server(),
              call.session(),
              call.answer()));
    }
    if (call.grant() != null) {
      smaller.add(
          new Step.Call(
              call.number(),
              call.tool(),
              call.args(),
              null,
              call.caller(),
              call.server(),
              call.session(),
              call.answer()));
    }
    if (call.server() != null) {
      smaller.add(
          new Step.Call(
              call.number(),
              call.tool(),
              call.args(),
              call.grant(),
              call.caller(),
              null,
              call.session(),
              call.answer()));
    }
    return smaller;
  }

  /** The value without one of its parts, at any depth. */
  private static List<Object> smallerThan(@Nullable Object value) {
    List<Object> smaller = new ArrayList<>();
    if (value instanceof Map<?, ?> object) {
      for (Object key : object.keySet()) {
        Map<Object, @Nullable Object> without = new LinkedHashMap<>(object);
        without.remove(key);
        smaller.add(without);
      }
      for (Map.Entry<?, ?> field : object.entrySet()) {
        for (Object part : smallerThan(field.getValue())) {
          Map<Object, @Nullable Object> with = new LinkedHashMap<>(object);
          with.put(field.getKey(), part);
          smaller.add(with);
        }
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        List<@Nullable Object> without = new ArrayList<>(list);
        without.remove(i);
        smaller.add(without);
      }
      for (int i = 0; i < list.size(); i++) {
        for (Object part : smallerThan(list.get(i))) {
          List<@Nullable Object> with = new ArrayList<>(list);
          with.set(i, part);
          smaller.add(with);
        }
      }
    }
    return smaller;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
