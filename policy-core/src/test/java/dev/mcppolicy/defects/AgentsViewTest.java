package dev.mcppolicy.defects;

import static dev.mcppolicy.defects.Verdicts.assertAllowed;
import static dev.mcppolicy.defects.Verdicts.assertDenied;
import static dev.mcppolicy.defects.Verdicts.call;
import static dev.mcppolicy.defects.Verdicts.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Condition;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.Limit;
import dev.mcppolicy.Policies;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Scope;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.VirtualClock;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No agent sees what is hidden from it, is misled by a denial, or learns of others from one. */
class AgentsViewTest {

  private static final Caller AGENT = Caller.byDefault();

  @Test
  void noHiddenToolAppearsOnWhicheverPageOrRefreshItIsAskedFor() {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.allowByDefault()
                .hide("delete_*", "secret")
                .tool("delete_all", t -> t.allow())
                .tool("secret", t -> t.requireApproval("Ask."))
                .build());
    List<String> tools = new ArrayList<>(List.of("secret", "read"));
    for (int i = 0; i < 300; i++) {
      tools.add("delete_" + i);
      tools.add("list_" + i);
    }
    for (int refresh = 0; refresh < 3; refresh++) {
      Stream<String> seen = tools.stream().filter(tool -> engine.isVisible(tool, AGENT));
      assertThat(seen)
          .hasSize(301)
          .allMatch(tool -> tool.equals("read") || tool.startsWith("list_"));
      engine.check(ToolCall.of("delete_1"));
    }
  }

  @Test
  void whatIsHiddenCantBeCalledEither() {
    PolicyEngine engine =
        PolicyEngine.of(Policy.allowByDefault().hide("delete_*").tool("delete_x").build());
    assertDenied(engine.check(ToolCall.of("delete_x")), Code.HIDDEN);
    assertDenied(engine.check(ToolCall.of("delete_")), Code.HIDDEN);
    assertAllowed(engine.check(ToolCall.of("delete")));
  }

  @Test
  void aListIsNotTheOneOfTheOldPolicyAfterAReload() {
    PolicyEngine engine = PolicyEngine.of(Policy.allowByDefault().build());
    assertThat(engine.isVisible("delete", AGENT)).isTrue();
    engine.replace(Policy.allowByDefault().hide("delete").build());
    assertThat(engine.isVisible("delete", AGENT)).isFalse();
    engine.replace(Policy.denyByDefault().hideDenied().tool("x").build());
    assertThat(engine.isVisible("delete", AGENT)).isFalse();
    assertThat(engine.isVisible("x", AGENT)).isTrue();
  }

  @Test
  void aListIsNotThatOfAnotherGrant() {
    PolicyEngine engine =
        PolicyEngine.builder(
                Policies.byGrant(
                    Map.of(
                        "admin", Policy.allowByDefault().build(),
                        "guest", Policy.allowByDefault().hide("delete").build())))
            .build();
    assertThat(engine.isVisible("delete", Caller.of("admin"))).isTrue();
    assertThat(engine.isVisible("delete", Caller.of("guest"))).isFalse();
    assertThat(engine.isVisible("delete", Caller.of("nobody"))).isFalse();
    assertThat(engine.isVisible("delete", Caller.unidentified())).isFalse();
  }

  @Test
  void aDenialDoesNotLookLikeAFailureOfTheTool() {
    PolicyEngine engine = PolicyEngine.of(tool(t -> t.deny("Closed.")));
    Decision decision = assertDenied(engine.check(call()), Code.DENIED);
    assertThat(decision.textForAgent()).isEqualTo("[POLICY DENIED] Closed.");
    assertThat(decision.rule()).isEqualTo("/tools/t/action");
    assertThat(decision.retryAfter()).isEmpty();
  }

  @Test
  void aDenialSaysWhetherWaitingHelps() {
    VirtualClock clock = new VirtualClock();
    PolicyEngine waits =
        PolicyEngine.builder(tool(t -> t.rateLimit("1/minute"))).clock(clock).build();
    waits.check(call());
    assertThat(waits.check(call()).message()).endsWith("Try again in 60 seconds.");
    assertThat(waits.check(call()).retryAfter()).isPresent();
    PolicyEngine never = PolicyEngine.of(tool(t -> t.limit(Limit.of(0, "lifetime"))));
    assertThat(never.check(call()).message()).endsWith("Waiting does not help.");
    assertThat(never.check(call()).retryAfter()).isEmpty();
    PolicyEngine tooMuch =
        PolicyEngine.of(tool(t -> t.limit(Limit.of(5, "day").amountFrom("args.v"))));
    assertThat(tooMuch.check(call(6)).message()).endsWith("Waiting does not help.");
    assertThat(tooMuch.check(call(6)).retryAfter()).isEmpty();
  }

  /** A store that is down in one way or another. */
  private record DownStore(CompletionStage<Taking> answer) implements CounterStore {
    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return answer;
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return CompletableFuture.failedFuture(new IllegalStateException("down"));
    }

    @Override
    public StoreStats stats() {
      return new StoreStats(0, 0, 0);
    }
  }

  @Test
  void aStoreThatIsDownIsNotToldAsALimitThatIsReached() {
    Policy policy = tool(t -> t.limit(Limit.of(5, "day").onDeny("Daily spending cap reached.")));
    for (CompletionStage<Taking> answer :
        List.of(
            CompletableFuture.<Taking>failedFuture(new IllegalStateException("down")),
            CompletableFuture.<Taking>completedFuture(null),
            new CompletableFuture<Taking>())) {
      PolicyEngine engine =
          PolicyEngine.builder(policy)
              .counters(new DownStore(answer))
              .storeTimeout(java.time.Duration.ofMillis(1))
              .build();
      Decision decision = assertDenied(engine.check(call()), Code.STORE_UNAVAILABLE);
      assertThat(decision.textForAgent())
          .doesNotContain("cap reached")
          .contains("No limit was reached");
    }
  }

  @Test
  void aDenialHoldsNoArgumentsAndNothingOfAnotherGrant() {
    List<DecisionEvent> events = new ArrayList<>();
    PolicyEngine engine =
        PolicyEngine.builder(
                tool(
                    t ->
                        t.limit(
                                Limit.of(1, "day")
                                    .scope(Scope.GLOBAL)
                                    .per("args.card")
                                    .counter("cards"))
                            .denyIf(Condition.arg("pin").eq("1234"))))
            .listener(events::add)
            .build();
    ToolCall theirs =
        ToolCall.of("t", Map.of("card", "4111-canary")).withCaller(Caller.of("their-grant"));
    assertAllowed(engine.check(theirs));
    events.clear();
    ToolCall mine = ToolCall.of("t", Map.of("card", "4111-canary"));
    Decision spent = assertDenied(engine.check(mine), Code.LIMIT_EXCEEDED);
    Decision denied =
        assertDenied(
            engine.check(ToolCall.of("t", Map.of("card", 1, "pin", "1234"))), Code.DENY_IF_MATCHED);
    String everything =
        spent + spent.textForAgent() + denied + denied.textForAgent() + events + mine;
    assertThat(everything).doesNotContain("4111", "1234", "their-grant");
  }
}
