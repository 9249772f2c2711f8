package dev.mcppolicy.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** Tests of policies told in Java, and what they say when something doesn't hold. */
class PolicyTesterTest {

  private static final Policy POLICY =
      Policy.parse(
          """
          { "version": "1", "default": "deny", "hide": ["secret"],
            "tools": {
              "run": {
                "require": [ { "conditions": [ { "path": "args.path", "op": "within", "value": "/app" } ],
                               "on_deny": "Only /app." } ],
                "limits": [ { "window": "minute", "max": 10 } ] },
              "refund": { "action": "require_approval" },
              "job": { "concurrency": 1 },
              "fetch": { "limits": [ { "window": "hour", "max": 1, "refund": "failure" } ] },
              "who": { "require": [ { "conditions": [
                { "path": "caller.id", "op": "eq", "value": "alice" },
                { "path": "server.name", "op": "eq", "value": "payments" } ] } ] },
              "talk": { "limits": [ { "window": "lifetime", "max": 1, "scope": "session" } ] },
              "nightly": { "limits": [ { "window": "day", "max": 1, "align": "calendar" } ] },
              "trial": { "mode": "shadow", "action": "deny" } } }
          """);

  private static final Map<String, Object> APP = Map.of("path", "/app");

  private final PolicyTester tester = PolicyTester.of(POLICY);

  @Test
  void tellsAStory() {
    tester
        .as("ci-runner")
        .call("run", APP)
        .repeatedly(10)
        .isAllowed()
        .then()
        .isDeniedBy("/tools/run/limits/0")
        .withCode(Code.LIMIT_EXCEEDED)
        .retryAfter(Duration.ofSeconds(60))
        .after(Duration.ofSeconds(60))
        .isAllowed()
        .and()
        .as("another")
        .call("run", APP)
        .isAllowed();
  }

  @Test
  void knowsWhyACallIsDenied() {
    tester
        .call("run", Map.of("path", "/etc"))
        .isDeniedAs(Code.REQUIRE_FAILED)
        .withRule("/tools/run/require/0")
        .withMessage("Only /app.")
        .withoutRetry();
    tester.call("unheard-of").isDenied().withCode(Code.NOT_LISTED).withRule("/default");
  }

  @Test
  void simulatesApprovals() {
    tester
        .call("refund")
        .asksAndIsApproved()
        .then()
        .asksAndIsRefused()
        .withCode(Code.APPROVAL_DENIED)
        .then()
        .asksAndTimesOut()
        .withCode(Code.APPROVAL_TIMEOUT)
        .then()
        .asksAndIsPending()
        .withCode(Code.APPROVAL_PENDING);
  }

  @Test
  void neitherInterruptsNorRealTimeDecide() {
    Policy impatient =
        Policy.parse(
            "{\"version\": \"1\", \"default\": \"allow\", \"approvals\": {\"timeout\":"
                + " \"PT0.000000001S\"}, \"tools\": {\"t\": {\"action\": \"require_approval\"}}}");
    Thread.currentThread().interrupt();
    PolicyTester.of(impatient).call("t").repeatedly(100).asksAndIsApproved();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void simulatesWhatBecomesOfACall() {
    tester.call("fetch").endingIn(Outcome.FAILURE).isAllowed().then().isAllowed().then().isDenied();
    TestedDecision open = tester.call("job").leftOpen().isAllowed();
    tester.call("job").isDeniedAs(Code.CONCURRENCY_EXCEEDED);
    open.settle(Outcome.OK).then().isAllowed();
  }

  @Test
  void knowsWhoCallsWhereAndInWhichSession() {
    tester.call("who").isDenied();
    tester
        .withCaller("id", "alice")
        .onServer("payments")
        .as("a-grant")
        .call("who")
        .isAllowed()
        .and()
        .onServer("other")
        .call("who")
        .isDenied();
    tester.inSession("one").call("talk").isAllowed().then().isDenied();
    tester.inSession("two").call("talk").isAllowed();
    tester.as(Caller.unidentified()).call("job").isDenied();
  }

  @Test
  void startsWhenItIsTold() {
    PolicyTester.startingAt(POLICY, Instant.parse("2026-03-01T23:59:00Z"))
        .call("nightly")
        .isAllowed()
        .then()
        .isDenied()
        .retryAfter(Duration.ofMinutes(1))
        .after(Duration.ofMinutes(1))
        .isAllowed();
  }

  @Test
  void seesWhatIsVisible() {
    tester.sees("run", "refund").doesNotSee("secret").after(Duration.ofDays(1)).sees("run");
  }

  @Test
  void tellsWhatEnforcingWouldHaveAnswered() {
    tester.call("trial").isAllowed().inShadow(Code.DENIED);
    tester.call("run", APP).isAllowed().notInShadow();
  }

  @Test
  void knowsWhatItReached() {
    PolicyTester small =
        PolicyTester.of(
            Policy.parse(
                "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"rate_limit\":"
                    + " \"1/day\"}}}"));
    small.call("t").isAllowed().then().isDenied().call("other").isDenied();
    assertThat(small.coverage().percentage()).isEqualTo(100);
    small.reaches(100);
    fails(one -> one.call("run", APP).isAllowed().and().reaches(90))
        .hasMessageStartingWith(
            """
            the test has to reach 90% of the policy
            coverage: 3 of\
            """)
        .hasMessageContaining("  /tools/run/require/0: never seen to deny");
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> fails(
      Consumer<PolicyTester> story) {
    return assertThatThrownBy(() -> story.accept(PolicyTester.of(POLICY)))
        .isInstanceOf(AssertionFailedError.class);
  }

  @Test
  void aWrongDecisionIsExplained() {
    fails(one -> one.as("ci").call("run", Map.of("path", "/etc")).isAllowed())
        .hasMessage(
            """
            call run {"path":"/etc"} by ci
              expected: allow
              actual:   deny require_failed /tools/run/require/0
              how it was decided:
                DENY require_failed /tools/run/require/0
                  Only /app.
                  /tools/run/require/0 denies: Only /app.
                    false: args.path within "/app" (saw "/etc")
                  /tools/run/limits/0 has room: 0 of 10 (minute), this call adds 1""")
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            failure -> {
              assertThat(failure.getExpected().getStringRepresentation()).isEqualTo("allow");
              assertThat(failure.getActual().getStringRepresentation())
                  .isEqualTo("deny require_failed /tools/run/require/0");
            });
  }

  @Test
  void everyOtherFailureIsASentence() {
    fails(one -> one.call("run", APP).repeatedly(12).isAllowed())
        .hasMessageStartingWith(
            """
            call run {"path":"/app"} by default, time 11
              expected: allow
              actual:   deny limit_exceeded /tools/run/limits/0, retry after PT1M
            """);
    fails(one -> one.call("run", APP).isDenied())
        .hasMessageContaining("\n  expected: deny\n  actual:   allow\n");
    fails(one -> one.call("none").isDeniedAs(Code.HIDDEN))
        .hasMessageContaining("\n  expected: deny hidden\n  actual:   deny not_listed /default\n");
    fails(one -> one.call("none").isDeniedBy("/hide/0"))
        .hasMessageContaining("\n  expected: deny /hide/0\n  actual:   deny not_listed /default\n");
    fails(one -> one.call("refund").isAllowed())
        .hasMessageContaining(
            "\n  expected: allow\n  actual:   approval: deny approval_denied /tools/refund/action\n");
    fails(one -> one.call("run", APP).asksAndIsApproved())
        .hasMessageContaining(
            "\n  expected: approval, answered approve: allow\n  actual:   allow\n");
    fails(one -> one.call("none").isDenied().retryAfter(Duration.ofSeconds(1)))
        .hasMessageContaining("\n  expected: retry after PT1S\n  actual:   no retry after\n");
    fails(one -> one.call("none").isDenied().withMessage("No."))
        .hasMessageContaining("\n  expected: message No.\n  actual:   message ");
    fails(one -> one.call("run", APP).isAllowed().inShadow(Code.DENIED))
        .hasMessageContaining("\n  expected: in shadow denied\n  actual:   no in shadow\n");
    fails(one -> one.sees("run", "secret")).hasMessage("tools/list by default leaves out secret");
    fails(one -> one.as(Caller.unidentified()).doesNotSee("run", "secret"))
        .hasMessage("tools/list by nobody known shows run");
  }

  @Test
  void aCallThatIsBegunAndNeverMadeIsAMistake() {
    TestedCall begun = tester.call("run", APP);
    assertThatThrownBy(() -> tester.call("refund"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "call run {\"path\":\"/app\"} was begun and never made: say what is expected of it, as"
                + " in isAllowed()");
    assertThatThrownBy(tester::coverage).isInstanceOf(IllegalStateException.class);
    begun.isAllowed();
    tester.call("refund").asksAndIsApproved();
    assertThatThrownBy(() -> tester.call("run").repeatedly(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("times must be >= 1: 0");
  }

  @Test
  void hostileArgumentsAreShownHarmlessly() {
    fails(one -> one.call("run", Map.of("path", Double.NaN)).isAllowed())
        .hasMessageStartingWith("call run [path] by default\n");
    fails(one -> one.call("run\u001b", Map.of("path", "\u202e")).isAllowed())
        .hasMessageStartingWith("call \"run\\u001b\" {\"path\":\"\\u202e\"} by default\n");
    fails(one -> one.call("run", Map.of("path", new Object())).isAllowed())
        .hasMessageStartingWith("call run (invalid: ");
  }
}
