package dev.mcppolicy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
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
import dev.mcppolicy.conformance.PolicyTestFile.Advance;
import dev.mcppolicy.conformance.PolicyTestFile.Call;
import dev.mcppolicy.conformance.PolicyTestFile.Case;
import dev.mcppolicy.conformance.PolicyTestFile.Listing;
import dev.mcppolicy.conformance.PolicyTestFile.Step;
import dev.mcppolicy.conformance.PolicyTestFile.Who;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs one policy test: a fresh engine, its own clock, an approver that answers as the step says.
 */
final class CaseRunner {

  private final Case test;
  private final VirtualClock clock;
  private final PolicyEngine engine;
  private final boolean async;
  private Approver.@Nullable Answer answer;
  private int asked;

  CaseRunner(Policy policy, Case test, boolean async) {
    this.test = test;
    this.async = async;
    this.clock = new VirtualClock(test.start());
    this.engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .approver(
                request -> {
                  asked++;
                  return CompletableFuture.completedFuture(answer);
                })
            .build();
  }

  void run() {
    int index = 0;
    for (Step step : test.steps()) {
      String where = test.name() + ", step " + index++ + ": " + step;
      if (step instanceof Advance advance) {
        clock.advance(advance.by());
      } else if (step instanceof Listing listing) {
        Caller caller = caller(listing.who().or(test.who()));
        assertThat(listing.tools().stream().filter(tool -> engine.isVisible(tool, caller)).toList())
            .as(where)
            .isEqualTo(listing.visible());
      } else if (step instanceof Call call) {
        for (int i = 0; i < call.repeat(); i++) {
          call(call, where);
        }
      }
    }
  }

  private void call(Call step, String where) {
    Who who = step.who().or(test.who());
    ToolCall call =
        ToolCall.of(step.tool(), Arguments.freeze(step.args()))
            .withCaller(caller(who))
            .withServer(who.server())
            .withSession(who.session() == null ? "the session of the test" : who.session());
    Explanation explanation = engine.explain(call);
    asked = 0;
    answer =
        step.answer() == null
            ? Approver.Answer.DENY
            : Approver.Answer.valueOf(step.answer().toUpperCase(Locale.ROOT));
    Decision decision = async ? engine.checkAsync(call).join() : engine.check(call);
    String seen = where + "\n" + explanation;
    boolean approval = step.expect().equals("approval");
    assertThat(asked).as("asked for approval: " + seen).isEqualTo(approval ? 1 : 0);
    boolean allowed = step.expect().equals("allow") || "approve".equals(step.answer());
    assertThat(decision.effect()).as(seen).isEqualTo(allowed ? Effect.ALLOW : Effect.DENY);
    if (step.code() != null) {
      assertThat(decision.code().map(Code::id)).as(seen).contains(step.code());
    }
    if (step.rule() != null) {
      assertThat(decision.rule()).as(seen).isEqualTo(step.rule());
    }
    if (step.message() != null) {
      assertThat(decision.message()).as(seen).isEqualTo(step.message());
      assertThat(decision.textForAgent()).isEqualTo("[POLICY DENIED] " + step.message());
    }
    if (step.retryAfter() != null) {
      assertThat(decision.retryAfter()).as(seen).contains(step.retryAfter());
    }
    if (step.shadow() != null) {
      assertThat(decision.shadow().flatMap(Decision::code).map(Code::id))
          .as(seen)
          .contains(step.shadow());
    }
    agrees(explanation.decision(), decision, approval, seen);
    if (decision.isAllowed() && !step.outcome().equals("open")) {
      decision.reservation().settle(Outcome.valueOf(step.outcome().toUpperCase(Locale.ROOT)));
    }
  }

  private static void agrees(Decision explained, Decision made, boolean approval, String seen) {
    if (approval) {
      assertThat(explained.effect()).as("explained: " + seen).isEqualTo(Effect.ASK);
      return;
    }
    assertThat(explained.effect()).as("explained: " + seen).isEqualTo(made.effect());
    assertThat(explained.code()).as("explained: " + seen).isEqualTo(made.code());
    assertThat(explained.rule()).as("explained: " + seen).isEqualTo(made.rule());
    assertThat(explained.message()).as("explained: " + seen).isEqualTo(made.message());
    assertThat(explained.retryAfter()).as("explained: " + seen).isEqualTo(made.retryAfter());
    assertThat(explained.shadow().flatMap(Decision::code))
        .as("explained: " + seen)
        .isEqualTo(made.shadow().flatMap(Decision::code));
  }

  private static Caller caller(Who who) {
    Caller caller = who.grant() == null ? Caller.byDefault() : Caller.of(who.grant());
    return who.caller() == null ? caller : caller.withAttributes(who.caller());
  }
}
