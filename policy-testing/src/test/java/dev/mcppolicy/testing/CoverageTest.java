package dev.mcppolicy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of a policy reach, counted exactly. */
class CoverageTest {

  @TempDir Path folder;
  private Written written;

  @BeforeEach
  void write() {
    written = new Written(folder);
  }

  private Coverage coverage(String policy, String steps) {
    return written.suite(policy, "{'name': 'n', 'steps': [" + steps + "]}").run().coverage();
  }

  private String shown(String policy, String steps) {
    return written.shown(coverage(policy, steps));
  }

  private static final String RUN =
      "{'version': '1', 'default': 'deny',\n"
          + "'tools': {\n"
          + "'run': {\n"
          + "'require': [{'conditions': [{'path': 'args.n', 'op': 'lte', 'value': 5}]}],\n"
          + "'deny_if': [{'conditions': [{'path': 'args.n', 'op': 'eq', 'value': 3}]}],\n"
          + "'limits': [{'window': 'minute', 'max': 1}]}}}";

  @Test
  void nothingCalledIsNothingReached() {
    assertThat(shown(RUN, "{'advance': 'PT1S'}"))
        .isEqualTo(
            """
            coverage: 0 of 8 (0%)
            t.policy-tests.json: 0 of 8
              1:29 /default: never seen to deny
              3:1 /tools/run: never seen to pass
              4:13 /tools/run/require/0: never seen to deny, and never to pass
              5:13 /tools/run/deny_if/0: never seen to deny, and never to pass
              6:12 /tools/run/limits/0: never seen to deny, and never to pass""");
  }

  @Test
  void anAllowedCallShowsThatEveryRulePasses() {
    assertThat(shown(RUN, "{'call': 'run', 'args': {'n': 1}, 'expect': 'allow'}"))
        .isEqualTo(
            """
            coverage: 4 of 8 (50%)
            t.policy-tests.json: 4 of 8
              1:29 /default: never seen to deny
              4:13 /tools/run/require/0: never seen to deny
              5:13 /tools/run/deny_if/0: never seen to deny
              6:12 /tools/run/limits/0: never seen to deny""");
  }

  @Test
  void whatAnEarlierStepDeniedSaysNothingOfALaterOne() {
    assertThat(shown(RUN, "{'call': 'run', 'args': {'n': 9}, 'expect': 'deny'}"))
        .isEqualTo(
            """
            coverage: 1 of 8 (12%)
            t.policy-tests.json: 1 of 8
              1:29 /default: never seen to deny
              3:1 /tools/run: never seen to pass
              4:13 /tools/run/require/0: never seen to pass
              5:13 /tools/run/deny_if/0: never seen to deny, and never to pass
              6:12 /tools/run/limits/0: never seen to deny, and never to pass""");
    assertThat(coverage(RUN, "{'call': 'run', 'args': {'n': 3}, 'expect': 'deny'}").covered())
        .as("require passed, deny_if denied")
        .isEqualTo(2);
    assertThat(coverage(RUN, "{'call': 'other', 'expect': 'deny'}").covered()).isEqualTo(1);
  }

  @Test
  void everythingSeenIsAHundredPerCent() {
    Coverage coverage =
        coverage(
            RUN,
            "{'call': 'run', 'args': {'n': 1}, 'expect': 'allow'},"
                + "{'call': 'run', 'args': {'n': 1}, 'expect': 'deny'},"
                + "{'call': 'run', 'args': {'n': 3}, 'expect': 'deny'},"
                + "{'call': 'run', 'args': {'n': 9}, 'expect': 'deny'},"
                + "{'call': 'other', 'expect': 'deny'}");
    assertThat(coverage.percentage()).isEqualTo(100);
    assertThat(coverage.policies().get(0).uncovered()).isEmpty();
    assertThat(written.shown(coverage))
        .isEqualTo("coverage: 8 of 8 (100%)\nt.policy-tests.json: 8 of 8");
  }

  @Test
  void aPolicyWithoutRulesIsReachedWhole() {
    assertThat(coverage("{'version': '1', 'default': 'allow'}", "{'advance': 'PT1S'}").percentage())
        .isEqualTo(100);
  }

  private static final String REST =
      "{'version': '1', 'default': 'deny', 'hide': ['d', 'd*', 'b'], 'hide_denied': true, 'tools': {"
          + "'ask': {'action': 'require_approval'}, 'no': {'action': 'deny'},"
          + "'args': {'allowed_args': ['x'], 'approve_if': [{'conditions': [{'path': 'args.x', 'op':"
          + " 'eq', 'value': 1}]}], 'concurrency': 1, 'rate_limit': '5/minute'}}}";

  @Test
  void everyKindOfRuleIsHeard() {
    assertThat(shown(REST, "{'advance': 'PT1S'}")).startsWith("coverage: 0 of 17 (0%)");
    assertThat(
            shown(
                REST,
                "{'list': ['d', 'no', 'args'], 'visible': ['args']},"
                    + "{'call': 'ask', 'expect': 'approval', 'answer': 'approve'},"
                    + "{'call': 'no', 'expect': 'deny'},"
                    + "{'call': 'args', 'args': {'y': 1}, 'expect': 'deny'},"
                    + "{'call': 'args', 'args': {'x': 1}, 'expect': 'approval', 'answer': 'deny'},"
                    + "{'call': 'args', 'args': {'x': 2}, 'expect': 'allow', 'outcome': 'open'},"
                    + "{'call': 'args', 'args': {'x': 2}, 'expect': 'deny'}"))
        .isEqualTo(
            """
            coverage: 14 of 17 (82%)
            t.policy-tests.json: 14 of 17
              1:29 /default: never seen to deny
              1:68 /hide/2: never seen to hide
              1:388 /tools/args/rate_limit: never seen to deny"""
                .replace(
                    "1:388", "1:" + (REST.indexOf("'rate_limit'") + "{'policy': ".length() + 1)));
  }

  @Test
  void rulesInShadowAreHeardAsIfTheyWereEnforced() {
    String policy =
        "{'version': '1', 'default': 'allow', 'tools': {'t': {'mode': 'shadow', 'require':"
            + " [{'conditions': [{'path': 'args.n', 'op': 'exists', 'value': true}]}], 'limits':"
            + " [{'window': 'minute', 'max': 1}]}, '*': {'deny_if': [{'conditions': [{'path':"
            + " 'args.z', 'op': 'exists', 'value': true}]}]}}}";
    assertThat(shown(policy, "{'call': 't', 'expect': 'allow', 'shadow': 'require_failed'}"))
        .startsWith("coverage: 2 of 6 (33%)")
        .contains("/tools/t/require/0: never seen to pass")
        .contains("/tools/t/limits/0: never seen to deny, and never to pass")
        .contains("/tools/*/deny_if/0: never seen to deny");
  }

  @Test
  void theOrderOfRulesChangesNothing() {
    List<Coverage> orders =
        List.of("order-1-as-written", "order-2-reversed", "order-3-sorted").stream()
            .map(name -> TestFiles.conformance(name + ".policy-tests.json"))
            .map(file -> PolicyTestSuite.read(List.of(file)).run().coverage())
            .toList();
    assertThat(orders).extracting(Coverage::covered).containsOnly(orders.get(0).covered());
    assertThat(orders).extracting(Coverage::total).containsOnly(orders.get(0).total());
  }

  @Test
  void testsOfOnePolicyFileAreCountedTogether() {
    written.file("p.json", RUN);
    Path one =
        written.file(
            "1.policy-tests.json",
            "{'policy': 'p.json', 'tests': [{'name': 'n', 'steps': [{'call': 'x', 'expect': 'deny'}]}]}");
    Path two =
        written.file(
            "2.policy-tests.json",
            "{'policy': './p.json', 'tests': [{'name': 'n', 'steps': [{'call': 'run', 'args': {'n': 1},"
                + " 'expect': 'allow'}]}]}");
    Coverage coverage = PolicyTestSuite.read(List.of(one, two)).run().coverage();
    assertThat(coverage.policies()).hasSize(1);
    assertThat(coverage.covered()).isEqualTo(5);
  }

  @Test
  void theCoverageIsPrintedAsJson() {
    String policy =
        "{'version': '1', 'default': 'allow', 'hide': ['a'], 'tools': {'t': {'rate_limit': '1/day'}}}";
    assertThat(written.shown(coverage(policy, "{'call': 't', 'expect': 'allow'}").toJson()))
        .isEqualTo(
            """
            {
              "covered": 1,
              "total": 3,
              "percentage": 33,
              "policies": [
                {
                  "covered": 1,
                  "total": 3,
                  "policy": "t.policy-tests.json",
                  "rules": [
                    {
                      "pointer": "/hide/0",
                      "line": 1,
                      "column": 58,
                      "kind": "hides",
                      "restricts": false
                    },
                    {
                      "pointer": "/tools/t/rate_limit",
                      "line": 1,
                      "column": 80,
                      "kind": "denies",
                      "restricts": false,
                      "passes": true
                    }
                  ]
                }
              ]
            }
            """);
  }

  @Test
  void aRehearsalKnowsItsCoverage() {
    Rehearsal rehearsal = Rehearsal.of(Policy.parse(RUN.replace('\'', '"')));
    assertThat(rehearsal.coverage().covered()).isZero();
    rehearsal.call(ToolCall.of("run", Map.of("n", 1)), Approver.Answer.DENY);
    assertThat(rehearsal.coverage().toString())
        .startsWith("coverage: 4 of 8 (50%)\npolicy: 4 of 8\n  /default: never seen to deny\n");
  }
}
