package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Witness;
import dev.mcppolicy.analysis.Witness.Judgement;
import dev.mcppolicy.analysis.Witness.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Witnesses read as the steps of a policy test. */
class WitnessStepsTest {

  private static final Judgement ALLOW = new Judgement(Verdict.ALLOW, Optional.empty(), "");
  private static final Judgement DENY =
      new Judgement(Verdict.DENY, Optional.of("limit_exceeded"), "/tools/run/limits/0");

  @Test
  void aCallTellsWhatIsNotTheDefault() {
    ToolCall call =
        ToolCall.of("run", Map.of("path", "/app"))
            .withCaller(Caller.of("alice").withId("a1"))
            .withServer("shop")
            .withSession("s");
    assertThat(
            lines(
                new Witness.Call(call, 10, Outcome.FAILURE),
                new Witness.Call(call.withSession("t"), 1, null)))
        .containsExactly(
            "{ \"call\": \"run\", \"args\": {\"path\":\"/app\"}, \"grant\": \"alice\", \"caller\":"
                + " {\"id\":\"a1\"}, \"server\": \"shop\", \"session\": \"s\", \"repeat\": 10,"
                + " \"outcome\": \"failure\" }",
            "{ \"call\": \"run\", \"args\": {\"path\":\"/app\"}, \"grant\": \"alice\", \"caller\":"
                + " {\"id\":\"a1\"}, \"server\": \"shop\", \"session\": \"t\", \"outcome\":"
                + " \"open\" }",
            "OLD: DENY limit_exceeded /tools/run/limits/0",
            "NEW: ALLOW");
  }

  @Test
  void timeGoesByAndListsAreLookedAt() {
    assertThat(
            lines(
                new Witness.Call(ToolCall.of("run"), 1, Outcome.OK),
                new Witness.Advance(Duration.ofMinutes(1)),
                new Witness.Look("run")))
        .startsWith(
            "{ \"call\": \"run\" }", "{ \"advance\": \"PT1M\" }", "{ \"list\": [\"run\"] }");
  }

  @Test
  void aStartIsToldUnlessItIsThatOfEveryTest() {
    Witness witness =
        new Witness(
            Instant.parse("2026-03-01T12:00:00Z"),
            List.of(new Witness.Call(ToolCall.of("run"), 1, Outcome.OK)),
            DENY,
            ALLOW);
    assertThat(WitnessSteps.lines(witness)).startsWith("starting at 2026-03-01T12:00:00Z");
    assertThat(Json.print(WitnessSteps.json(witness)))
        .isEqualTo(
            """
            {
              "start": "2026-03-01T12:00:00Z",
              "steps": [
                {
                  "call": "run"
                }
              ],
              "old": {
                "verdict": "deny",
                "code": "limit_exceeded",
                "rule": "/tools/run/limits/0"
              },
              "new": {
                "verdict": "allow",
                "rule": ""
              }
            }
            """);
  }

  private static List<String> lines(Witness.Step... steps) {
    return WitnessSteps.lines(new Witness(Instant.EPOCH, List.of(steps), DENY, ALLOW));
  }
}
