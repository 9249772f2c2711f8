package dev.mcppolicy.testing;

import java.util.List;
import java.util.Objects;

/**
 * What was seen of one policy.
 *
 * @param policy where the policy was read; {@code policy} if it was not read from a file
 * @param rules its rules, in the order in which they stand
 */
public record PolicyCoverage(String policy, List<RuleCoverage> rules) {

  /** Copies the list. */
  public PolicyCoverage {
    Objects.requireNonNull(policy, "policy");
    rules = List.copyOf(rules);
  }

  /** Returns how much there is to be seen. */
  public int total() {
    return rules.stream().mapToInt(RuleCoverage::total).sum();
  }

  /** Returns how much of that was seen. */
  public int covered() {
    return rules.stream().mapToInt(RuleCoverage::covered).sum();
  }

  /** Returns the rules of which something was never seen. */
  public List<RuleCoverage> uncovered() {
    return rules.stream().filter(rule -> !rule.isCovered()).toList();
  }
}
