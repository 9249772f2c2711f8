package dev.mcppolicy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.properties.Player.Seen;
import dev.mcppolicy.properties.RandomPolicies;
import dev.mcppolicy.properties.RandomPolicies.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** Whatever a host hands over as a call: the engine answers, and means what it says. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class EngineFuzz {

  @Property(tries = 1_000)
  void anyArgumentsAreJudgedOnceAndAsTheyAreSent(
      @ForAll("policies") ObjectNode policy, @ForAll long seed) {
    judge(policy, seed);
  }

  @Property(tries = 200_000)
  @Tag("fuzz")
  void anyArgumentsAreJudgedOnceAndAsTheyAreSentForLong(
      @ForAll("policies") ObjectNode policy, @ForAll long seed) {
    judge(policy, seed);
  }

  private static void judge(ObjectNode document, long seed) {
    Random random = new Random(seed);
    ObjectNode open = document.deepCopy().put("default", "allow");
    Policy policy = Policy.parse((random.nextBoolean() ? open : document).toString());
    PolicyEngine engine = engine(policy);
    PolicyEngine async = engine(policy);
    PolicyEngine again = engine(policy);
    for (int i = 0; i < 4; i++) {
      Arguments arguments = freeze(random);
      ToolCall call = call(random, arguments);
      String frozen = frozen(arguments);
      Explanation explanation = engine.explain(call);
      assertThat(explanation.toString()).isNotBlank();
      Decision decision = engine.check(call);
      agrees(Seen.of(explanation.decision()), Seen.of(decision));
      assertThat(decision.code()).isNotEqualTo(Optional.of(Code.INTERNAL_ERROR));
      assertThat(call.toString()).isNotBlank();
      boolean valid = arguments.problem().isEmpty() && !isNameless(call.tool());
      Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
      settleLike(decision, outcome, async.checkAsync(call).join());
      if (valid) {
        // What was judged is what is sent: a plain copy of it is judged alike
        assertThat(HostileValues.isPlain(arguments.asMap())).isTrue();
        ToolCall sent = call.withArguments(Arguments.freeze(copy(arguments.asMap())));
        assertThat(sent.arguments().digest()).isEqualTo(arguments.digest());
        settleLike(decision, outcome, again.check(sent));
      } else {
        assertThat(decision.code()).contains(Code.INVALID_CALL);
        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.message()).doesNotContain("secret");
      }
      assertThat(frozen(arguments)).isEqualTo(frozen);
      decision.reservation().settle(outcome);
      decision.reservation().settle(Outcome.ERROR);
      Statistics.collect(valid ? decision.effect() : "invalid");
      Statistics.coverage(
          coverage -> {
            coverage.check("invalid").percentage(share -> share > 5);
            coverage.check(Effect.ALLOW).percentage(share -> share > 5);
            coverage.check(Effect.DENY).percentage(share -> share > 5);
          });
    }
  }

  /** Freezes within small limits mostly, and sometimes within those that hosts have. */
  private static Arguments freeze(Random random) {
    Object arguments = new HostileValues(random).arguments();
    return random.nextInt(30) > 0
        ? Arguments.freeze(arguments, HostileValues.LIMITS)
        : Arguments.freeze(arguments);
  }

  private static void settleLike(Decision decision, Outcome outcome, Decision other) {
    assertThat(Seen.of(other)).isEqualTo(Seen.of(decision));
    other.reservation().settle(outcome);
  }

  private static PolicyEngine engine(Policy policy) {
    return PolicyEngine.builder(policy).clock(new VirtualClock()).build();
  }

  private static ToolCall call(Random random, Arguments arguments) {
    List<String> tools = new ArrayList<>(RandomPolicies.TOOLS);
    tools.addAll(RandomPolicies.TOOLS);
    tools.addAll(RandomPolicies.TOOLS);
    tools.addAll(List.of("", "\ud800", "\u0000", "*", "?", "x".repeat(5_000)));
    return ToolCall.of(tools.get(random.nextInt(tools.size())), arguments)
        .withCaller(random.nextInt(8) == 0 ? Caller.unidentified() : Caller.of("a").withId("a"))
        .withServer(random.nextBoolean() ? "a" : null)
        .withSession(random.nextInt(4) > 0 ? "s" : null);
  }

  private static boolean isNameless(String tool) {
    return tool.isEmpty() || tool.equals("\ud800");
  }

  private static void agrees(Seen explained, Seen made) {
    if (explained.effect() == Effect.ASK) {
      assertThat(made.code()).contains(Code.APPROVAL_DENIED);
      assertThat(made.rule()).isEqualTo(explained.rule());
    } else {
      assertThat(explained).isEqualTo(made);
    }
  }

  private static String frozen(Arguments arguments) {
    return arguments.problem().orElseGet(arguments::digest) + arguments.names();
  }

  private static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, part) -> copy.put(key, copy(part)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(part -> copy.add(copy(part)));
      return copy;
    }
    return value;
  }

  /**
   * Another thread writes into the arguments all the time, before, while and after they are read.
   */
  @Property(tries = 60)
  void whatWasFrozenStaysAsItIsWhateverAnotherThreadWrites(
      @ForAll("policies") ObjectNode document, @ForAll long seed) throws InterruptedException {
    PolicyEngine engine = engine(Policy.parse(document.toString()));
    Map<String, Object> original = new ConcurrentHashMap<>(Map.of("v", "a", "n", 1));
    List<Object> list = new ArrayList<>(List.of("a", "a"));
    original.put("l", list);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              Random random = new Random(seed);
              while (!done.get()) {
                original.put("v", random.nextBoolean() ? "/app/x" : "/etc/shadow");
                original.put("k" + random.nextInt(3), random.nextInt());
                if (random.nextBoolean()) {
                  list.add("b");
                } else {
                  list.clear();
                }
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 5; i++) {
        ToolCall call = ToolCall.of("read", original);
        String frozen = frozen(call.arguments());
        Decision decision = engine.check(call);
        assertThat(frozen(call.arguments())).isEqualTo(frozen);
        if (call.arguments().problem().isPresent()) {
          assertThat(decision.code()).contains(Code.INVALID_CALL);
        }
      }
    } finally {
      done.set(true);
      writer.join();
    }
  }

  @Property(tries = 500)
  void whatIsHandedOnCanNotBeChanged(@ForAll long seed) {
    Arguments arguments = freeze(new Random(seed));
    if (arguments.problem().isEmpty()) {
      cantBeChanged(arguments.asMap());
    } else {
      assertThatThrownBy(arguments::asMap).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(arguments::digest).isInstanceOf(IllegalStateException.class);
    }
  }

  @SuppressWarnings("unchecked")
  private static void cantBeChanged(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> writable = (Map<Object, Object>) map;
      assertThatThrownBy(() -> writable.put("new", 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> writable.putAll(Map.of("new", 1)))
          .isInstanceOf(UnsupportedOperationException.class);
      if (!map.isEmpty()) {
        assertThatThrownBy(() -> writable.entrySet().iterator().next().setValue(1))
            .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
      }
      map.values().forEach(EngineFuzz::cantBeChanged);
    } else if (value instanceof List<?> list) {
      assertThatThrownBy(() -> ((List<Object>) list).add(1))
          .isInstanceOf(UnsupportedOperationException.class);
      if (list.size() < 100) {
        list.forEach(EngineFuzz::cantBeChanged);
      }
    }
  }

  @Provide
  Arbitrary<ObjectNode> policies() {
    return RandomPolicies.policies(Wanted.ALL);
  }
}
