package dev.mcppolicy.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanCacheTest {

  private final PlanCache cache = new PlanCache();

  @Test
  void namesThatAreMadeUpTakeNoMoreThanTwoGenerations() {
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan(), false);
      assertThat(cache.size()).isLessThanOrEqualTo(2 * PlanCache.GENERATION);
    }
  }

  @Test
  void whatIsCalledAgainAndAgainStaysKnownAmongThem() {
    ToolPlan plan = plan();
    cache.put("real", plan, false);
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan(), false);
      if (i % 1_000 == 0) {
        assertThat(cache.get("real")).isSameAs(plan);
      }
    }
    assertThat(cache.get("made up 0")).isNull();
  }

  @Test
  void whatAPolicyNamesStaysKnownForGood() {
    ToolPlan plan = plan();
    cache.put("named", plan, true);
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan(), false);
    }
    assertThat(cache.get("named")).isSameAs(plan);
  }

  private static ToolPlan plan() {
    return new ToolPlan(RuleSet.NOTHING, RuleSet.NOTHING, true, false);
  }
}
