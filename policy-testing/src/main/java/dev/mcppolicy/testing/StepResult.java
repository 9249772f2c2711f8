package dev.mcppolicy.testing;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one step.
 *
 * @param step what was done
 * @param status how it ended
 * @param expected what was expected, in a line; empty if the step expects nothing
 * @param actual what came, in a line; empty if the step expects nothing or was skipped
 * @param repetition which repetition of a call this tells of, counted from 1: the first that
 *     failed, or the last; 0 if there was none
 * @param decision what was decided; empty if the step is no call or was skipped
 * @param explanation how it came to that; empty if the step is no call or was skipped
 */
public record StepResult(
    PolicyTestStep step,
    Status status,
    String expected,
    String actual,
    int repetition,
    Optional<Decision> decision,
    Optional<Explanation> explanation) {

  /** How a step ended. */
  public enum Status {
    /** What was expected came. */
    PASSED,
    /** Something else came. */
    FAILED,
    /** An earlier step of the test failed, and this one was not run. */
    SKIPPED
  }

  /** Checks that nothing is null. */
  public StepResult {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(explanation, "explanation");
  }

  static StepResult skipped(Step step) {
    return new StepResult(
        step.shown(), Status.SKIPPED, "", "", 0, Optional.empty(), Optional.empty());
  }

  static StepResult done(Step step) {
    return new StepResult(
        step.shown(), Status.PASSED, "", "", 0, Optional.empty(), Optional.empty());
  }

  /** Returns what is done and expected, in one line. */
  public String description() {
    return step.description();
  }

  /** Returns where the step stands. */
  public SourceLocation location() {
    return step.location();
  }

  /**
   * Says in lines what was expected, what came instead and how it came to that; empty if the step
   * passed.
   */
  public String message() {
    return switch (status) {
      case PASSED -> "";
      case SKIPPED -> TestingMessages.skipped();
      case FAILED -> TestingMessages.failedStep(this);
    };
  }
}
