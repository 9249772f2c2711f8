package dev.mcppolicy.testing;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Documents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries the weakenings of one policy against its tests. */
final class Mutation {

  private final PolicySource source;

  /** All tests of the policy; the one that noticed last is asked first. */
  private final List<PolicyTest> tests;

  private Mutation(PolicySource source, List<PolicyTest> tests) {
    this.source = source;
    this.tests = new ArrayList<>(tests);
  }

  static PolicyMutations of(PolicySource source, List<PolicyTest> tests) {
    return new Mutation(source, tests).run();
  }

  private PolicyMutations run() {
    if (isNoticed(source.policy())) {
      return new PolicyMutations(source.name(), 0, List.of(), true);
    }
    int tried = 0;
    List<Survivor> survivors = new ArrayList<>();
    Set<String> goneUnnoticed = new HashSet<>();
    for (Weakening weakening : Weakenings.of(source.document())) {
      Policy weaker = goneUnnoticed.contains(weakening.rule()) ? null : loaded(weakening);
      if (weaker == null) {
        continue;
      }
      tried++;
      if (!isNoticed(weaker)) {
        survivors.add(weakening.survivor());
        if (weakening.whole()) {
          goneUnnoticed.add(weakening.rule());
        }
      }
    }
    return new PolicyMutations(source.name(), tried, survivors, false);
  }

  /** Returns the weaker policy, or null if the change doesn't load, as where counters disagree. */
  private static @Nullable Policy loaded(Weakening weakening) {
    try {
      return Policy.parse(Documents.compact(weakening.document()));
    } catch (InvalidPolicyException e) {
      return null;
    }
  }

  private boolean isNoticed(Policy policy) {
    for (int i = 0; i < tests.size(); i++) {
      if (!tests.get(i).isPassedBy(policy)) {
        tests.add(0, tests.remove(i));
        return true;
      }
    }
    return false;
  }
}
