package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much of some policies their tests reach: which rules were never seen to deny, and which never
 * to let a call pass.
 *
 * <p>A rule counts when a call reached it: what an earlier step of judging had already denied shows
 * nothing about the rules after it. A limit is seen to deny when it has no room.
 *
 * @param policies the policies, each with its rules
 */
public record Coverage(List<PolicyCoverage> policies) {

  /** Copies the list. */
  public Coverage {
    policies = List.copyOf(policies);
  }

  /** Returns how much there is to be seen. */
  public int total() {
    return policies.stream().mapToInt(PolicyCoverage::total).sum();
  }

  /** Returns how much of that was seen. */
  public int covered() {
    return policies.stream().mapToInt(PolicyCoverage::covered).sum();
  }

  /**
   * Returns the whole per cent that were seen, rounded down: 100 only if nothing is missing; 100
   * for policies without a rule.
   */
  public int percentage() {
    return total() == 0 ? 100 : (int) (100L * covered() / total());
  }

  /** Returns the coverage as JSON. */
  public String toJson() {
    List<Object> printed = new ArrayList<>();
    for (PolicyCoverage policy : policies) {
      Map<String, Object> one = counts(policy.covered(), policy.total());
      one.put("policy", policy.policy());
      one.put("rules", policy.rules().stream().map(Coverage::plain).toList());
      printed.add(one);
    }
    Map<String, Object> all = counts(covered(), total());
    all.put("percentage", percentage());
    all.put("policies", printed);
    return Documents.print(Node.of(all));
  }

  private static Map<String, Object> counts(int covered, int total) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("covered", covered);
    counts.put("total", total);
    return counts;
  }

  private static Map<String, Object> plain(RuleCoverage rule) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("pointer", rule.pointer());
    if (rule.line() > 0) {
      plain.put("line", rule.line());
      plain.put("column", rule.column());
    }
    plain.put("kind", rule.kind().name().toLowerCase(Locale.ROOT));
    put("restricts", rule.restricts(), plain);
    put("passes", rule.passes(), plain);
    return plain;
  }

  private static void put(String key, RuleCoverage.Seen seen, Map<String, Object> plain) {
    if (seen != RuleCoverage.Seen.NOTHING) {
      plain.put(key, seen == RuleCoverage.Seen.YES);
    }
  }

  /** Returns in lines the percentage, and for each policy what was never seen. */
  @Override
  public String toString() {
    return CoverageMessages.coverage(this);
  }
}
