package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Runs the policy tests of a page: a fresh engine and a clock of its own for each test. */
final class PolicyTests {

  private static final Set<String> CALL =
      Set.of(
          "call",
          "args",
          "grant",
          "caller",
          "server",
          "session",
          "repeat",
          "expect",
          "answer",
          "outcome",
          "code",
          "rule",
          "message",
          "retry_after",
          "shadow");

  private final String where;
  private final JsonNode test;
  private final TestClock clock;
  private final PolicyEngine engine;
  private Approver.Answer answer = Approver.Answer.DENY;
  private int asked;

  private PolicyTests(Policy policy, JsonNode test, String where) {
    this.where = where + " " + test.path("name").asText();
    this.test = test;
    this.clock = new TestClock(Instant.parse(test.path("start").asText("1970-01-01T00:00:00Z")));
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

  /** Runs all tests of a block. */
  static void run(Block block) {
    JsonNode file = Json.read(block.text());
    onlyKeys(file, Set.of("policy", "tests"));
    Policy policy = Policy.parse(file.get("policy").toString());
    assertThat(file.get("tests")).as(block.where()).isNotEmpty();
    for (JsonNode test : file.get("tests")) {
      onlyKeys(test, Set.of("name", "grant", "caller", "server", "session", "start", "steps"));
      assertThat(test.get("steps")).as(block.where()).isNotEmpty();
      new PolicyTests(policy, test, block.where()).run();
    }
  }

  private void run() {
    for (JsonNode step : test.get("steps")) {
      if (step.has("advance")) {
        onlyKeys(step, Set.of("advance"));
        clock.advance(Duration.parse(step.get("advance").asText()));
      } else if (step.has("list")) {
        onlyKeys(step, Set.of("list", "visible", "grant"));
        list(step);
      } else {
        onlyKeys(step, CALL);
        for (int i = 0; i < step.path("repeat").asInt(1); i++) {
          call(step);
        }
      }
    }
  }

  private void list(JsonNode step) {
    List<String> visible = new ArrayList<>();
    for (JsonNode tool : step.get("list")) {
      if (engine.isVisible(tool.asText(), caller(step))) {
        visible.add(tool.asText());
      }
    }
    assertThat(visible).as(where).isEqualTo(Json.plain(step.get("visible")));
  }

  private void call(JsonNode step) {
    JsonNode args = step.get("args");
    ToolCall call =
        ToolCall.of(
                step.get("call").asText(), Arguments.freeze(args == null ? null : Json.plain(args)))
            .withCaller(caller(step))
            .withServer(text(step, "server"))
            .withSession(text(step, "session") == null ? "the session" : text(step, "session"));
    asked = 0;
    answer = Approver.Answer.valueOf(step.path("answer").asText("deny").toUpperCase(Locale.ROOT));
    Decision decision = engine.check(call);
    String seen = where + ": " + step + "\n" + decision + "\n" + decision.message();
    String expect = step.get("expect").asText();
    assertThat(expect).as(seen).isIn("allow", "deny", "approval");
    assertThat(asked).as(seen).isEqualTo(expect.equals("approval") ? 1 : 0);
    assertThat(decision.isAllowed())
        .as(seen)
        .isEqualTo(expect.equals("allow") || step.path("answer").asText().equals("approve"));
    if (step.has("code")) {
      assertThat(decision.code().map(Code::id)).as(seen).contains(step.get("code").asText());
    }
    if (step.has("rule")) {
      assertThat(decision.rule()).as(seen).isEqualTo(step.get("rule").asText());
    }
    if (step.has("message")) {
      assertThat(decision.message()).as(seen).isEqualTo(step.get("message").asText());
    }
    if (step.has("retry_after")) {
      assertThat(decision.retryAfter())
          .as(seen)
          .contains(Duration.parse(step.get("retry_after").asText()));
    }
    if (step.has("shadow")) {
      assertThat(decision.shadow().flatMap(Decision::code).map(Code::id))
          .as(seen)
          .contains(step.get("shadow").asText());
    } else {
      assertThat(decision.shadow()).as(seen).isEmpty();
    }
    String outcome = step.path("outcome").asText("ok");
    if (!outcome.equals("open")) {
      decision.reservation().settle(Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
    }
  }

  private Caller caller(JsonNode step) {
    String grant = text(step, "grant");
    Caller caller = grant == null ? Caller.byDefault() : Caller.of(grant);
    JsonNode attributes = step.has("caller") ? step.get("caller") : test.get("caller");
    return attributes == null ? caller : caller.withAttributes(attributes(attributes));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> attributes(JsonNode node) {
    return (Map<String, ?>) Json.plain(node);
  }

  private String text(JsonNode step, String key) {
    JsonNode value = step.has(key) ? step.get(key) : test.get(key);
    return value == null ? null : value.asText();
  }

  private static void onlyKeys(JsonNode object, Set<String> known) {
    object.fieldNames().forEachRemaining(key -> assertThat(known).contains(key));
  }
}
