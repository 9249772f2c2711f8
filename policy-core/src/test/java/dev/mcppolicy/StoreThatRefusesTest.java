package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A store says which policies it can't keep before any call is judged by them. */
class StoreThatRefusesTest {

  /** Notes what may meet, and refuses a counter called {@code bad}. */
  private static final class Picky extends ForwardingStore {
    final List<Map<CounterId, Set<Window>>> asked = new ArrayList<>();

    Picky() {
      super(CounterStore.inMemory());
    }

    @Override
    public void requireKeepable(Map<CounterId, Set<Window>> counters) {
      asked.add(counters);
      if (counters.keySet().stream().anyMatch(id -> id.name().equals("bad"))) {
        throw new IllegalArgumentException("not this one");
      }
    }

    Set<String> meetings() {
      Set<String> names = new TreeSet<>();
      for (Map<CounterId, Set<Window>> counters : asked) {
        names.add(
            String.join(
                " ", new TreeSet<>(counters.keySet().stream().map(CounterId::name).toList())));
      }
      return names;
    }
  }

  private static Policy policy(String tools) {
    return Policy.parse("{\"version\":\"1\",\"default\":\"deny\"," + tools + "}");
  }

  private static String limit(String counter) {
    return "\"limits\":[{\"counter\":\"" + counter + "\",\"window\":\"minute\",\"max\":1}]";
  }

  @Test
  void engineIsNotBuiltWithAPolicyThatItsStoreCannotKeep() {
    Policy bad = policy("\"tools\":{\"a\":{" + limit("bad") + "}}");
    PolicyEngine.Builder builder = PolicyEngine.builder(bad).counters(new Picky());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not this one");
  }

  @Test
  void replacementThatTheStoreCannotKeepChangesNothing() {
    Policy good = policy("\"tools\":{\"a\":{" + limit("good") + "}}");
    PolicyEngine engine = PolicyEngine.builder(good).counters(new Picky()).build();
    Policy bad = policy("\"tools\":{\"b\":{" + limit("bad") + "}}");
    assertThatThrownBy(() -> engine.replace(bad)).hasMessage("not this one");
    assertThat(engine.check(ToolCall.of("a")).isAllowed()).isTrue();
    assertThat(engine.check(ToolCall.of("b")).isAllowed()).isFalse();
  }

  @Test
  void replacementThatOneStoreCannotKeepChangesNoEngine() {
    Policies good = Policies.of(policy("\"tools\":{\"a\":{" + limit("good") + "}}"));
    PolicyEngine plain = PolicyEngine.builder(good).build();
    PolicyEngine picky = PolicyEngine.builder(good).counters(new Picky()).build();
    List<PolicyEngine> engines = List.of(plain, picky);
    Policies bad = Policies.of(policy("\"tools\":{\"b\":{" + limit("bad") + "}}"));
    assertThatThrownBy(() -> PolicyEngine.replaceAll(engines, bad)).hasMessage("not this one");
    for (PolicyEngine engine : engines) {
      assertThat(engine.check(ToolCall.of("a")).isAllowed()).isTrue();
      assertThat(engine.check(ToolCall.of("b")).isAllowed()).isFalse();
    }
    Policies other = Policies.of(policy("\"tools\":{\"b\":{" + limit("good") + "}}"));
    PolicyEngine.replaceAll(engines, other);
    for (PolicyEngine engine : engines) {
      assertThat(engine.check(ToolCall.of("b")).code()).contains(Code.LIMIT_EXCEEDED);
    }
  }

  @Test
  void storeCanBeAskedBeforeAnythingChanges() {
    Policy good = policy("\"tools\":{\"a\":{" + limit("good") + "}}");
    PolicyEngine engine = PolicyEngine.builder(good).counters(new Picky()).build();
    Policies bad = Policies.of(policy("\"tools\":{\"b\":{" + limit("bad") + "}}"));
    assertThatThrownBy(() -> engine.requireKeepable(bad)).hasMessage("not this one");
    engine.requireKeepable(Policies.of(policy("\"tools\":{\"b\":{}}")));
    assertThat(engine.check(ToolCall.of("a")).isAllowed()).isTrue();
    assertThat(engine.check(ToolCall.of("b")).isAllowed()).isFalse();
  }

  @Test
  void storeIsAskedForWhatMayMeetInOneCallAndForNothingElse() {
    Picky store = new Picky();
    PolicyEngine.builder(
            policy(
                "\"all_tools\":{"
                    + limit("all")
                    + "},\"tools\":{\"a\":{"
                    + limit("a")
                    + ",\"concurrency\":2},\"b\":{"
                    + limit("b")
                    + "},\"a*\":{"
                    + limit("glob")
                    + "},\"*b\":{"
                    + limit("other")
                    + "},\"c\":{}}"))
        .counters(store)
        .build();
    assertThat(store.meetings())
        .containsExactlyInAnyOrder(
            "all",
            "/tools/a/concurrency a",
            "b",
            "glob",
            "other",
            "/tools/a/concurrency a all",
            "all b",
            "all glob",
            "all other",
            "/tools/a/concurrency a glob",
            "b other",
            "glob other");
  }

  @Test
  void storeIsToldAllWindowsOfACounterAndOfASlot() {
    Picky store = new Picky();
    PolicyEngine.builder(
            policy(
                "\"tools\":{\"a\":{"
                    + limit("shared")
                    + ",\"concurrency\":1},\"b\":{\"limits\":"
                    + "[{\"counter\":\"shared\",\"window\":\"hour\",\"max\":1}]}}"))
        .counters(store)
        .build();
    assertThat(store.asked.get(0).values())
        .containsExactlyInAnyOrder(
            Set.of(
                new Window.Sliding(Duration.ofMinutes(1)), new Window.Sliding(Duration.ofHours(1))),
            Set.of(new Window.InFlight()));
  }

  @Test
  void everyPairThatMayMeetIsAskedForInTheOrderOfTheDocument() {
    List<String> keys = List.of("a", "ab", "a*", "*b", "?", "b", "**", "c", "a?");
    Random random = new Random(20261122);
    for (int round = 0; round < 300; round++) {
      List<String> named = new ArrayList<>(keys);
      Collections.shuffle(named, random);
      named = named.subList(0, random.nextInt(keys.size()));
      boolean allTools = random.nextInt(4) == 0;
      Picky store = new Picky();

      PolicyEngine.builder(policy(named, allTools)).counters(store).build();

      if (allTools) {
        named = new ArrayList<>(named);
        named.add(0, "*");
      }
      List<List<String>> asked = new ArrayList<>();
      store.asked.forEach(
          counters -> asked.add(counters.keySet().stream().map(CounterId::name).toList()));
      assertThat(asked).as("%s", named).isEqualTo(meetings(named));
    }
  }

  private static Policy policy(List<String> keys, boolean allTools) {
    PolicyBuilder policy = Policy.denyByDefault();
    if (allTools) {
      policy.allTools(rules -> rules.limit(Limit.of(1, Duration.ofDays(1)).counter("of *")));
    }
    for (String key : keys) {
      policy.tool(key, rules -> rules.limit(Limit.of(1, Duration.ofDays(1)).counter("of " + key)));
    }
    return policy.build();
  }

  /** The names of the counters of each pair, found in the simplest way. */
  private static List<List<String>> meetings(List<String> keys) {
    List<List<String>> meetings = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      meetings.add(List.of("of " + keys.get(i)));
      for (int j = i + 1; j < keys.size(); j++) {
        if (mayMeet(keys.get(i), keys.get(j))) {
          meetings.add(List.of("of " + keys.get(i), "of " + keys.get(j)));
        }
      }
    }
    return meetings;
  }

  private static boolean mayMeet(String one, String other) {
    return isGlob(one) && isGlob(other) || matches(one, other) || matches(other, one);
  }

  private static boolean isGlob(String key) {
    return key.contains("*") || key.contains("?");
  }

  private static boolean matches(String glob, String name) {
    return name.matches(glob.replace("*", ".*").replace("?", "."));
  }
}
