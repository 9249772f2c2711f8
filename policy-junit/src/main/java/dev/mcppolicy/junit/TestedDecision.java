package dev.mcppolicy.junit;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Rehearsal.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/**
 * What was decided of a call that a {@link PolicyTester} made; of repeated calls, of the last.
 *
 * <p>Not thread-safe.
 */
public final class TestedDecision {

  private final PolicyTester tester;
  private final ToolCall call;
  private final Observation seen;
  private final int repetition;

  TestedDecision(PolicyTester tester, ToolCall call, Observation seen, int repetition) {
    this.tester = tester;
    this.call = call;
    this.seen = seen;
    this.repetition = repetition;
  }

  /** Expects that waiting so long helps. */
  public TestedDecision retryAfter(Duration wait) {
    return equal("retry after", Optional.of(wait), decision().retryAfter());
  }

  /** Expects that no waiting helps. */
  public TestedDecision withoutRetry() {
    return equal("retry after", Optional.empty(), decision().retryAfter());
  }

  /** Expects a reason. */
  public TestedDecision withCode(Code code) {
    return equal("code", Optional.of(code), decision().code());
  }

  /**
   * Expects a rule.
   *
   * @param rule where it stands, as a JSON Pointer into the policy
   */
  public TestedDecision withRule(String rule) {
    return equal("rule", Optional.of(rule), Optional.of(decision().rule()));
  }

  /** Expects what the agent is told, without the prefix. */
  public TestedDecision withMessage(String message) {
    return equal("message", Optional.of(message), Optional.of(decision().message()));
  }

  /** Expects that enforcing would have denied the call for a reason, or asked for approval. */
  public TestedDecision inShadow(Code code) {
    return equal("in shadow", Optional.of(code), decision().shadow().flatMap(Decision::code));
  }

  /** Expects that enforcing would have let the call through too. */
  public TestedDecision notInShadow() {
    return equal("in shadow", Optional.empty(), decision().shadow().flatMap(Decision::code));
  }

  /** Says what became of a call that was left open. */
  public TestedDecision settle(Outcome outcome) {
    decision().reservation().settle(outcome);
    return this;
  }

  /** Begins the same call once more, by whoever calls now. */
  public TestedCall then() {
    return tester.begun(call);
  }

  /** Lets time pass, and begins the same call once more. */
  public TestedCall after(Duration time) {
    tester.after(time);
    return tester.begun(call);
  }

  /** Begins another call without arguments. */
  public TestedCall call(String tool) {
    return tester.call(tool);
  }

  /** Begins another call. */
  public TestedCall call(String tool, Map<String, ?> arguments) {
    return tester.call(tool, arguments);
  }

  /** Returns the tester, for whatever comes next. */
  public PolicyTester and() {
    return tester;
  }

  /** Returns the decision. */
  public Decision decision() {
    return seen.decision();
  }

  private TestedDecision equal(String what, Optional<?> expected, Optional<?> actual) {
    if (!expected.equals(actual)) {
      throw failure(TesterMessages.part(what, expected), TesterMessages.part(what, actual));
    }
    return this;
  }

  AssertionFailedError failure(String expected, String actual) {
    return TesterMessages.unexpected(call, repetition, expected, actual, seen.explanation());
  }
}
