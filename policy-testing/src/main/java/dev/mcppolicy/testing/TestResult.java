package dev.mcppolicy.testing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one test.
 *
 * @param name its name
 * @param location where it stands
 * @param steps what became of its steps, in their order
 */
public record TestResult(String name, SourceLocation location, List<StepResult> steps) {

  /** Copies the list. */
  public TestResult {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
    steps = List.copyOf(steps);
  }

  /** Returns its name as it can be shown: escaped where it isn't plainly visible, never blank. */
  public String title() {
    return TestingMessages.title(name, location);
  }

  /** Says whether every step passed. */
  public boolean passed() {
    return failure().isEmpty();
  }

  /** Returns the step that failed, if one did; the steps after it were not run. */
  public Optional<StepResult> failure() {
    return steps.stream().filter(step -> step.status() == StepResult.Status.FAILED).findFirst();
  }
}
