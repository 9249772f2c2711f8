package dev.mcppolicy.reference;

import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/**
 * Random scenarios: a valid policy, and a schedule of calls, replies and time under it.
 *
 * <p>A scenario that fails is made smaller by {@link Smaller}, not by jqwik: that keeps policies
 * valid and calls near their rules.
 */
final class Generators {

  private Generators() {}

  /** Scenarios with at most so many steps. */
  static Arbitrary<Scenario> scenarios(Emphasis emphasis, int steps) {
    return Arbitraries.randomValue(random -> scenario(random, emphasis, steps));
  }

  static Scenario scenario(Random random, Emphasis emphasis, int most) {
    Draw draw = new Draw(random);
    Map<String, @Nullable Object> policy = new Policies(draw, emphasis).policy();
    Schedules schedules = new Schedules(draw, policy, most);
    List<Step> steps = schedules.steps();
    return new Scenario(policy, schedules.start(), steps);
  }

  /** Scenarios of so many calls of one tool. */
  static Arbitrary<Scenario> crowds(int calls) {
    return Arbitraries.randomValue(random -> new Crowds(new Draw(random)).scenario(calls));
  }
}
