package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the policy and the schedule, the engine answers as the reference does.
 *
 * <p>With {@code -Dmcppolicy.thorough=true} each try has forty-five scenarios instead of one.
 */
class EngineAgreesWithReferenceTest {

  private static final int SCENARIOS_A_TRY = Boolean.getBoolean("mcppolicy.thorough") ? 45 : 1;
  private static final EngineUnderTest.Loader ENGINE = ProductUnderTest::load;

  @Property(tries = 800, shrinking = ShrinkingMode.OFF)
  void onConditions(@ForAll("conditions") List<Scenario> scenarios) {
    scenarios.forEach(EngineAgreesWithReferenceTest::compare);
  }

  @Property(tries = 800, shrinking = ShrinkingMode.OFF)
  void onQuotas(@ForAll("quotas") List<Scenario> scenarios) {
    scenarios.forEach(EngineAgreesWithReferenceTest::compare);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void onCalendars(@ForAll("calendars") List<Scenario> scenarios) {
    scenarios.forEach(EngineAgreesWithReferenceTest::compare);
  }

  @Property(tries = 550, shrinking = ShrinkingMode.OFF)
  void inShadow(@ForAll("shadows") List<Scenario> scenarios) {
    scenarios.forEach(EngineAgreesWithReferenceTest::compare);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void onCrowds(@ForAll("crowds") List<Scenario> scenarios) {
    scenarios.forEach(EngineAgreesWithReferenceTest::compare);
  }

  @Property(tries = 250, shrinking = ShrinkingMode.OFF)
  void whateverTheTimeOfDayWithoutCalendars(@ForAll("quotas") List<Scenario> scenarios) {
    for (Scenario scenario : scenarios) {
      withoutCalendars(scenario.policy());
      compare(scenario, ProductUnderTest::loadWithJumpingWall);
    }
  }

  /** Of up to 256 spends in a window, the oldest leaves it exactly one window later. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 255, 256})
  void asManyAs256SpendsLeaveTheirWindowExactly(int max) {
    Map<String, @Nullable Object> limit = Map.of("window", "minute", "max", new BigDecimal(max));
    Map<String, @Nullable Object> policy =
        Map.of("version", "1", "default", "allow", "all_tools", Map.of("limits", List.of(limit)));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      steps.add(call(i));
      steps.add(new Step.Advance(Duration.ofMillis(1)));
    }
    steps.add(new Step.Advance(Duration.ofMillis(60_000 - max)));
    for (int i = max; i < 2 * max; i++) {
      steps.add(call(i));
      steps.add(call(10_000 + i));
      steps.add(new Step.Advance(Duration.ofMillis(1)));
    }

    Scenario scenario = new Scenario(policy, Instant.EPOCH, steps);

    assertThat(Comparison.difference(scenario, ENGINE)).isNull();
  }

  private static Step.Call call(int number) {
    return new Step.Call(number, "t", Map.of(), null, Map.of(), null, null, Answer.NO_APPROVER);
  }

  private static void withoutCalendars(@Nullable Object node) {
    if (node instanceof Map<?, ?> object) {
      object.values().forEach(EngineAgreesWithReferenceTest::withoutCalendars);
    } else if (node instanceof List<?> list) {
      list.removeIf(
          each -> each instanceof Map<?, ?> limit && "calendar".equals(limit.get("align")));
      list.forEach(EngineAgreesWithReferenceTest::withoutCalendars);
    }
  }

  @Provide
  Arbitrary<List<Scenario>> crowds() {
    return Generators.crowds(500).list().ofSize(SCENARIOS_A_TRY);
  }

  @Provide
  Arbitrary<List<Scenario>> conditions() {
    return Generators.scenarios(Emphasis.CONDITIONS, 25).list().ofSize(SCENARIOS_A_TRY);
  }

  @Provide
  Arbitrary<List<Scenario>> quotas() {
    return Generators.scenarios(Emphasis.QUOTAS, 40).list().ofSize(SCENARIOS_A_TRY);
  }

  @Provide
  Arbitrary<List<Scenario>> calendars() {
    return Generators.scenarios(Emphasis.CALENDARS, 40).list().ofSize(SCENARIOS_A_TRY);
  }

  @Provide
  Arbitrary<List<Scenario>> shadows() {
    return Generators.scenarios(Emphasis.SHADOW, 25).list().ofSize(SCENARIOS_A_TRY);
  }

  private static void compare(Scenario scenario) {
    compare(scenario, ENGINE);
  }

  private static void compare(Scenario scenario, EngineUnderTest.Loader engine) {
    String difference = Comparison.difference(scenario, engine);
    if (difference == null) {
      return;
    }
    String kind = kindOf(difference);
    Scenario smaller =
        Smaller.of(
            scenario,
            each -> {
              String other = Comparison.difference(each, engine);
              return other != null && kindOf(other).equals(kind);
            });
    fail("%s%n%s", Comparison.difference(smaller, engine), smaller);
  }

  /** What differs, without the values: "effect", "retry after". */
  private static String kindOf(String difference) {
    int colon = difference.indexOf(':');
    String head = colon < 0 ? difference : difference.substring(0, colon);
    return head.replaceFirst("^call #\\d+, ", "");
  }
}
