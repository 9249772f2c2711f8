package dev.mcppolicy.testing;

import java.util.List;
import java.util.Objects;

/**
 * What became of the weakenings of one policy.
 *
 * @param policy where the policy was read
 * @param tried how many were tried; none if its tests fail as it is
 * @param survivors those that no test noticed, in the order in which they stand
 * @param testsFail whether a test fails as the policy is, so that nothing could be tried
 */
public record PolicyMutations(
    String policy, int tried, List<Survivor> survivors, boolean testsFail) {

  /** Copies the list. */
  public PolicyMutations {
    Objects.requireNonNull(policy, "policy");
    survivors = List.copyOf(survivors);
  }
}
