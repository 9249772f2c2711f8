package dev.mcppolicy.junit;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Rehearsal;
import dev.mcppolicy.testing.Rehearsal.Observation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that a {@link PolicyTester} has begun. It is made by the method that says what is expected
 * of it.
 *
 * <p>Not thread-safe.
 */
public final class TestedCall {

  private final PolicyTester tester;
  private final Rehearsal rehearsal;
  private final ToolCall call;
  private int times = 1;
  private @Nullable Outcome outcome = Outcome.OK;

  TestedCall(PolicyTester tester, Rehearsal rehearsal, ToolCall call) {
    this.tester = tester;
    this.rehearsal = rehearsal;
    this.call = call;
  }

  ToolCall call() {
    return call;
  }

  /**
   * Makes the call so often; what is expected is expected each time.
   *
   * @throws IllegalArgumentException if {@code times} is below 1
   */
  public TestedCall repeatedly(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be >= 1: " + times);
    }
    this.times = times;
    return this;
  }

  /** Says what becomes of the call if it is allowed; {@link Outcome#OK} unless given. */
  public TestedCall endingIn(Outcome outcome) {
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    return this;
  }

  /** Leaves the call without an answer if it is allowed: it stays in flight. */
  public TestedCall leftOpen() {
    this.outcome = null;
    return this;
  }

  /** Expects that the call is allowed, and nobody is asked. */
  public TestedDecision isAllowed() {
    return expect("allow", Approver.Answer.DENY, false, true, null, null);
  }

  /** Expects that the call is denied, and nobody is asked. */
  public TestedDecision isDenied() {
    return expect("deny", Approver.Answer.DENY, false, false, null, null);
  }

  /** Expects that the call is denied for a reason, and nobody is asked. */
  public TestedDecision isDeniedAs(Code code) {
    Objects.requireNonNull(code, "code");
    return expect("deny " + code, Approver.Answer.DENY, false, false, code, null);
  }

  /**
   * Expects that the call is denied by a rule, and nobody is asked.
   *
   * @param rule where the rule stands, as a JSON Pointer into the policy
   */
  public TestedDecision isDeniedBy(String rule) {
    Objects.requireNonNull(rule, "rule");
    return expect("deny " + rule, Approver.Answer.DENY, false, false, null, rule);
  }

  /** Expects that approval is asked for, and that a yes lets the call through. */
  public TestedDecision asksAndIsApproved() {
    return expect(
        "approval, answered approve: allow", Approver.Answer.APPROVE, true, true, null, null);
  }

  /** Expects that approval is asked for, and that a no denies the call. */
  public TestedDecision asksAndIsRefused() {
    return expect("approval, answered deny: deny", Approver.Answer.DENY, true, false, null, null);
  }

  /** Expects that approval is asked for, and that no answer in time denies the call. */
  public TestedDecision asksAndTimesOut() {
    return expect(
        "approval, answered timeout: deny", Approver.Answer.TIMEOUT, true, false, null, null);
  }

  /** Expects that approval is asked for, and that the call is denied while it is pending. */
  public TestedDecision asksAndIsPending() {
    return expect(
        "approval, answered pending: deny", Approver.Answer.PENDING, true, false, null, null);
  }

  private TestedDecision expect(
      String expected,
      Approver.Answer answer,
      boolean asked,
      boolean allowed,
      @Nullable Code code,
      @Nullable String rule) {
    tester.finish();
    Observation seen = observe(answer);
    int made = 1;
    while (made < times && holds(seen, asked, allowed, code, rule)) {
      made++;
      seen = observe(answer);
    }
    TestedDecision decision = new TestedDecision(tester, call, seen, made);
    if (!holds(seen, asked, allowed, code, rule)) {
      throw decision.failure(expected, seen.toString());
    }
    return decision;
  }

  private Observation observe(Approver.Answer answer) {
    Observation seen = rehearsal.call(call, answer);
    Outcome ending = outcome;
    if (seen.decision().isAllowed() && ending != null) {
      seen.decision().reservation().settle(ending);
    }
    return seen;
  }

  private static boolean holds(
      Observation seen,
      boolean asked,
      boolean allowed,
      @Nullable Code code,
      @Nullable String rule) {
    Decision decision = seen.decision();
    return seen.asked() == asked
        && decision.isAllowed() == allowed
        && (code == null || decision.code().filter(code::equals).isPresent())
        && (rule == null || decision.rule().equals(rule));
  }
}
