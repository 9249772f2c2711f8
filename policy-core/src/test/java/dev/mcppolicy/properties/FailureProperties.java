package dev.mcppolicy.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.properties.Player.Seen;
import dev.mcppolicy.properties.RandomPolicies.Wanted;
import dev.mcppolicy.store.CounterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever fails, and wherever: an error never yields allow. */
@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
class FailureProperties {

  /** Kept, or its level is forgotten with it. */
  private static final Logger LOG = Logger.getLogger("dev.mcppolicy");

  @BeforeContainer
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterContainer
  static void speak() {
    LOG.setLevel(null);
  }

  @Property
  void aCallDuringWhichTheStoreFailsIsDenied(
      @ForAll("policies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Faults faults = new Faults(random, 0.2);
    everyFailureDenies(
        faults, builder(policy).counters(faults.in(CounterStore.inMemory())), steps, random);
  }

  @Property
  void aCallDuringWhichTheApproverFailsIsDenied(
      @ForAll("policies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Faults faults = new Faults(random, 0.5);
    ObjectNode asking = policy.deepCopy();
    for (var entry : asking.path("tools")) {
      ((ObjectNode) entry).put("action", "require_approval");
    }
    everyFailureDenies(faults, builder(asking).approver(faults.in(Player.APPROVER)), steps, random);
  }

  @Property
  void aCallDuringWhichTheClockFailsIsDenied(
      @ForAll("policies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Faults faults = new Faults(random, 0.2);
    PolicyEngine engine = builder(policy).clock(faults.in(new VirtualClock())).build();
    List<Decision> allowed = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Call call) {
        faults.fired();
        Decision decision =
            random.nextBoolean()
                ? engine.check(call.toCall())
                : engine.checkAsync(call.toCall()).join();
        deniedIfFailed(faults, decision);
        if (decision.isAllowed()) {
          allowed.add(decision);
        }
      }
    }
    allowed.forEach(decision -> neverThrows(decision, Outcome.ERROR));
  }

  private static void everyFailureDenies(
      Faults faults, PolicyEngine.Builder builder, List<Step> steps, Random random) {
    Player player = random.nextBoolean() ? Player.on(builder) : Player.asyncOn(builder);
    for (Step step : steps) {
      if (step instanceof Step.Call call) {
        faults.fired();
        Decision explained = player.engine().explain(call.toCall()).decision();
        if (faults.fired()) {
          assertThat(explained.effect()).isEqualTo(Effect.DENY);
        }
      }
      faults.fired();
      player.play(step).ifPresent(decision -> deniedIfFailed(faults, decision));
    }
  }

  private static void deniedIfFailed(Faults faults, Decision decision) {
    boolean failed = faults.fired();
    if (failed) {
      assertThat(decision.effect()).isEqualTo(Effect.DENY);
      assertThat(decision.code().orElseThrow())
          .isIn(
              Code.STORE_UNAVAILABLE,
              Code.INTERNAL_ERROR,
              Code.APPROVAL_DENIED,
              Code.APPROVAL_TIMEOUT);
      assertThat(decision.message()).isNotNull();
    }
    Statistics.collect(failed ? "failed" : "did not fail");
    Statistics.coverage(coverage -> coverage.check("failed").percentage(share -> share > 0.5));
  }

  private static void neverThrows(Decision decision, Outcome outcome) {
    assertThatCode(() -> decision.reservation().settle(outcome)).doesNotThrowAnyException();
  }

  @Property
  void aListenerThatFailsChangesNothing(
      @ForAll("allPolicies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Faults faults = new Faults(random, 0.5);
    List<Seen> without = Player.on(builder(policy)).play(steps);
    PolicyEngine.Builder two =
        builder(policy).listener(faults.listener()).listener(faults.listener());
    assertThat(Player.on(two).play(steps)).isEqualTo(without);
  }

  @Property
  void nothingThatFailsIsThrownInShadowEither(
      @ForAll("allPolicies") ObjectNode policy,
      @ForAll("schedules") List<Step> steps,
      @ForAll Random random) {
    Faults faults = new Faults(random, 0.3);
    PolicyEngine.Builder failing =
        builder(policy)
            .counters(faults.in(CounterStore.inMemory()))
            .approver(faults.in(Player.APPROVER))
            .listener(faults.listener());
    Player player = Player.on(failing);
    for (Step step : steps) {
      assertThatCode(() -> player.play(step)).doesNotThrowAnyException();
    }
    assertThatCode(player::visible).doesNotThrowAnyException();
  }

  private static PolicyEngine.Builder builder(ObjectNode policy) {
    return PolicyEngine.builder(Policy.parse(policy.toString())).approver(Player.APPROVER);
  }

  @Provide
  Arbitrary<ObjectNode> policies() {
    return RandomPolicies.policies(Wanted.ENFORCED);
  }

  @Provide
  Arbitrary<ObjectNode> allPolicies() {
    return RandomPolicies.policies(Wanted.ALL);
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    return Step.schedules(12);
  }
}
