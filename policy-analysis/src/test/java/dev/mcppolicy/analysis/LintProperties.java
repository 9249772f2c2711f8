package dev.mcppolicy.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.rule.Predicate;
import dev.mcppolicy.internal.rule.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is said of predicates is true of every call that is tried. */
class LintProperties {

  @Property(tries = 800)
  void noCallContradictsAFinding(@ForAll long seed) {
    Chance chance = new Chance(seed);
    String json = Documents.print(Node.of(chance.policy(true)));
    List<LintFinding> findings;
    try {
      findings = Lint.check(json).findings();
    } catch (InvalidPolicyException e) {
      return;
    }
    Map<String, Predicate> predicates = new HashMap<>();
    Map<String, String> tools = new HashMap<>();
    for (ToolEntry entry : Suspicions.entries(model(json))) {
      for (List<Predicate> section : List.of(entry.require(), entry.denyIf(), entry.approveIf())) {
        for (Predicate predicate : section) {
          predicates.put(predicate.pointer(), predicate);
          tools.put(predicate.pointer(), entry.key());
        }
      }
    }
    for (int i = 0; i < 60; i++) {
      ToolCall call = chance.call();
      for (LintFinding finding : findings) {
        Predicate predicate = predicates.get(finding.pointer());
        if (predicate != null
            && Globs.covers(Objects.requireNonNull(tools.get(finding.pointer())), call.tool())) {
          check(finding, predicate.test(call), predicates, call);
        }
      }
    }
  }

  private static void check(
      LintFinding finding, Truth truth, Map<String, Predicate> predicates, ToolCall call) {
    boolean require = finding.pointer().contains("/require/");
    switch (finding.rule()) {
      case NEVER_HOLDS -> assertThat(truth).as(finding.toString()).isNotEqualTo(Truth.TRUE);
      case NEVER_FAILS -> {
        if (require) {
          assertThat(truth).as(finding.toString()).isEqualTo(Truth.TRUE);
        } else {
          assertThat(truth).as(finding.toString()).isNotEqualTo(Truth.FALSE);
        }
      }
      case IMPLIED -> {
        String other = finding.message().split("\"")[1];
        Truth passing = require ? Truth.TRUE : Truth.FALSE;
        if (Objects.requireNonNull(predicates.get(other)).test(call) == passing) {
          assertThat(truth).as(finding.toString()).isEqualTo(passing);
        }
      }
      default -> {}
    }
  }

  static PolicyModel model(String json) {
    Findings problems = new Findings();
    Node document =
        Objects.requireNonNull(JsonReader.read(json, problems, JsonReader.Numbers.BOUNDED));
    return Objects.requireNonNull(PolicyReader.read(document, problems));
  }

  /** Most predicates can be judged: the checker would else be sound by saying nothing. */
  @Property(tries = 1)
  void manyFindingsAreFound() {
    long found = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      try {
        found +=
            Lint.check(Documents.print(Node.of(new Chance(seed).policy(true)))).findings().stream()
                .filter(finding -> finding.rule().compareTo(LintRule.IMPLIED) <= 0)
                .count();
      } catch (InvalidPolicyException e) {
        continue;
      }
    }
    assertThat(found).isGreaterThan(100);
  }
}
