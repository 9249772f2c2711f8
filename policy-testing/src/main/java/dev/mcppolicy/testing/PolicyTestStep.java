package dev.mcppolicy.testing;

import java.util.Objects;

/**
 * One step of a policy test.
 *
 * @param description what is done and expected, in one line
 * @param location where it stands
 */
public record PolicyTestStep(String description, SourceLocation location) {

  /** Checks that nothing is null. */
  public PolicyTestStep {
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(location, "location");
  }
}
