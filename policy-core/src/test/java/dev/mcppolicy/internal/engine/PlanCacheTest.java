package dev.mcppolicy.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Reservation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanCacheTest {

  private final PlanCache cache = new PlanCache(List.of("named"));

  @Test
  void namesThatAreMadeUpTakeNoMoreThanTwoGenerations() {
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan());
      assertThat(cache.size()).isLessThanOrEqualTo(2 * PlanCache.GENERATION);
    }
  }

  @Test
  void namesThatAreMadeUpAndLongTakeNothing() {
    String longest = "x".repeat(PlanCache.LONGEST);
    cache.put(longest, plan());
    cache.put(longest + "x", plan());

    assertThat(cache.get(longest)).isNotNull();
    assertThat(cache.get(longest + "x")).isNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void aPolicyMayGiveALongName() {
    String named = "x".repeat(PlanCache.LONGEST + 1);
    PlanCache longNamed = new PlanCache(List.of(named));
    ToolPlan plan = plan();
    longNamed.put(named, plan);

    assertThat(longNamed.get(named)).isSameAs(plan);
  }

  @Test
  void whatIsCalledAgainAndAgainStaysKnownAmongThem() {
    ToolPlan plan = plan();
    cache.put("real", plan);
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan());
      if (i % 1_000 == 0) {
        assertThat(cache.get("real")).isSameAs(plan);
      }
    }
    assertThat(cache.get("made up 0")).isNull();
  }

  @Test
  void whatAPolicyNamesStaysKnownForGood() {
    ToolPlan plan = plan();
    cache.put("named", plan);
    for (int i = 0; i < 5 * PlanCache.GENERATION; i++) {
      cache.put("made up " + i, plan());
    }
    assertThat(cache.get("named")).isSameAs(plan);
  }

  @Test
  void aNameIsKnownByItsCharactersWhicheverTextHoldsThem() {
    ToolPlan plan = plan();
    cache.put(copied("named"), plan);
    assertThat(cache.get(copied("named"))).isSameAs(plan);
    assertThat(cache.get("Named")).isNull();
  }

  @Test
  void manyNamesAreEachKnownByTheirOwnPlan() {
    List<String> names = IntStream.range(0, 10_000).mapToObj(i -> "tool_" + i).toList();
    PlanCache many = new PlanCache(names);
    List<ToolPlan> plans = names.stream().map(name -> plan()).toList();
    for (int i = 0; i < names.size(); i++) {
      assertThat(many.get(names.get(i))).isNull();
      many.put(names.get(i), plans.get(i));
    }
    for (int i = 0; i < names.size(); i++) {
      assertThat(many.get(copied(names.get(i)))).isSameAs(plans.get(i));
    }
    assertThat(many.size()).isEqualTo(names.size());
    assertThat(many.get("tool_10000")).isNull();
  }

  @Test
  void namesOfOneHashAreToldApartAndTakeNoLongWay() {
    List<String> names = ofOneHash(12);
    assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);
    PlanCache crowded = new PlanCache(names);
    List<ToolPlan> plans = names.stream().map(name -> plan()).toList();
    for (int i = 0; i < names.size(); i++) {
      crowded.put(names.get(i), plans.get(i));
    }
    for (int i = 0; i < names.size(); i++) {
      assertThat(crowded.get(copied(names.get(i)))).isSameAs(plans.get(i));
    }
  }

  /** Returns 2 to the power of so many texts, in which "Aa" or "BB" follow each other. */
  private static List<String> ofOneHash(int pairs) {
    return IntStream.range(0, 1 << pairs)
        .mapToObj(
            bits ->
                IntStream.range(0, pairs)
                    .mapToObj(i -> (bits >> i & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining()))
        .toList();
  }

  private static String copied(String name) {
    return new String(name.toCharArray());
  }

  private static ToolPlan plan() {
    return new ToolPlan(
        RuleSet.NOTHING,
        RuleSet.NOTHING,
        true,
        false,
        "",
        Decision.allow(null, Reservation.NOTHING, null));
  }
}
