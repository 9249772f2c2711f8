package dev.mcppolicy.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/**
 * A call of which somebody hears goes another way than one of which nobody does; what is decided,
 * taken and given back is the same.
 */
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class SummaryCourtProperties {

  private static final DecisionListener SILENT =
      new DecisionListener() {
        @Override
        public void decided(DecisionEvent event) {}

        @Override
        public void settled(SettlementEvent event) {}
      };

  @Property
  void whoeverListensChangesNothing(
      @ForAll("policies") ObjectNode policy, @ForAll("schedules") List<Step> steps) {
    assertSame(Policy.parse(policy.toString()), steps);
  }

  @Property(tries = 1000)
  void whoeverListensToOneLimitChangesNothing(
      @ForAll("limits") String policy, @ForAll("longSchedules") List<Step> steps) {
    assertSame(Policy.parse(policy), steps);
  }

  private static void assertSame(Policy policy, List<Step> steps) {
    List<Step> twice = new ArrayList<>(steps);
    twice.addAll(steps);
    List<Player.Seen> heard = Player.on(told(policy)).play(twice);
    assertThat(Player.of(policy).play(twice)).isEqualTo(heard);
    assertThat(Player.async(policy).play(twice)).isEqualTo(heard);
  }

  private static PolicyEngine.Builder told(Policy policy) {
    return PolicyEngine.builder(policy).approver(Player.APPROVER).listener(SILENT);
  }

  @Provide
  Arbitrary<ObjectNode> policies() {
    return RandomPolicies.policies(RandomPolicies.Wanted.ALL);
  }

  @Provide
  Arbitrary<List<Step>> schedules() {
    return Step.schedules(12);
  }

  @Provide
  Arbitrary<List<Step>> longSchedules() {
    return Step.schedules(30);
  }

  /**
   * One limit, whose waits go from a nanosecond to longer than 31 or 32 bits of milliseconds hold.
   */
  @Provide
  Arbitrary<String> limits() {
    return Combinators.combine(
            Arbitraries.of(
                "second", "minute", "week", "PT0.000000001S", "PT0.9999999S", "P30D", "P60D"),
            Arbitraries.of("0", "1", "2", "2.5", "3", "300"),
            Arbitraries.of("0", "0.5", "1", "1", "1", "2"),
            Arbitraries.of("grant", "grant", "session", "global"),
            Arbitraries.of("error", "failure", "never"),
            Arbitraries.of("", ",\"on_deny\":\"Enough.\""),
            Arbitraries.of("", ",\"per\":\"args.k\""))
        .as(
            (window, max, amount, scope, refund, onDeny, per) ->
                "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"read\":{\"limits\":[{"
                    + "\"window\":\""
                    + window
                    + "\",\"max\":"
                    + max
                    + ",\"amount\":"
                    + amount
                    + ",\"scope\":\""
                    + scope
                    + "\",\"refund\":\""
                    + refund
                    + "\""
                    + onDeny
                    + per
                    + "}]}}}");
  }
}
