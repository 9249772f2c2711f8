package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the tests notice when their policies are weakened, one change at a time: a rule dropped,
 * a comparison loosened, a {@code max} raised, a tool no longer hidden.
 *
 * <p>Where no test notices that a rule is gone, its smaller changes are not tried.
 *
 * @param policies the policies, in the order in which they were first tested
 */
public record MutationReport(List<PolicyMutations> policies) {

  /** Copies the list. */
  public MutationReport {
    policies = List.copyOf(policies);
  }

  /** Returns how many changes were tried. */
  public int tried() {
    return policies.stream().mapToInt(PolicyMutations::tried).sum();
  }

  /** Returns how many changes no test noticed. */
  public int survived() {
    return policies.stream().mapToInt(policy -> policy.survivors().size()).sum();
  }

  /** Says whether every change of every policy was noticed. */
  public boolean isSuccess() {
    return survived() == 0 && policies.stream().noneMatch(PolicyMutations::testsFail);
  }

  /** Returns the report as JSON. */
  public String toJson() {
    List<Object> printed = new ArrayList<>();
    for (PolicyMutations policy : policies) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("policy", policy.policy());
      one.put("tried", policy.tried());
      one.put("testsFail", policy.testsFail());
      one.put("survivors", policy.survivors().stream().map(MutationReport::plain).toList());
      printed.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("tried", tried());
    all.put("survived", survived());
    all.put("policies", printed);
    return Documents.print(Node.of(all));
  }

  private static Map<String, Object> plain(Survivor survivor) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("pointer", survivor.pointer());
    plain.put("line", survivor.line());
    plain.put("column", survivor.column());
    plain.put("message", survivor.message());
    return plain;
  }

  /** Returns in lines how many changes were noticed, and every one that was not. */
  @Override
  public String toString() {
    return MutationMessages.report(this);
  }
}
