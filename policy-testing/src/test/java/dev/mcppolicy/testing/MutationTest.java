package dev.mcppolicy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Effect;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.internal.document.Documents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether tests notice a weaker policy. */
class MutationTest {

  @TempDir Path folder;
  private Written written;

  @BeforeEach
  void write() {
    written = new Written(folder);
  }

  private static final String POLICY =
      "{'version': '1', 'default': 'deny', 'hide': ['delete_*'], 'hide_denied': true,"
          + "'all_tools': {'limits': [{'window': 'lifetime', 'max': 50, 'scope': 'global', 'refund': 'never'}]},"
          + "'tools': {"
          + "'delete_all': {'rate_limit': '1/day'},"
          + "'list': {},"
          + "'never': {'action': 'deny'}, 'shut': {'action': 'deny'},"
          + "'ask': {'action': 'require_approval'},"
          + "'run': {'allowed_args': ['path', 'n', 'who'],"
          + " 'require': [{'conditions': [{'path': 'args.n', 'op': 'lte', 'value': 500}, {'path': 'args.n', 'op': 'gt', 'value': 0}]}],"
          + " 'deny_if': [{'conditions': [{'any': [{'path': 'args.path', 'op': 'starts_with', 'value': ['/etc', '/root']},"
          + " {'path': 'args.who', 'op': 'eq', 'value': 'root'}]}]}],"
          + " 'approve_if': [{'conditions': [{'path': 'args.n', 'op': 'gte', 'value': 100}]}],"
          + " 'limits': [{'window': 'minute', 'max': 600, 'amount_from': 'args.n'}], 'concurrency': 2}}}";

  private static final List<String> TESTS =
      List.of(
          "{'name': 'unknown tools', 'steps': [{'call': 'other', 'expect': 'deny'}]}",
          "{'name': 'what is seen', 'steps': [{'list': ['list', 'delete_all', 'shut'], 'visible': ['list']}]}",
          "{'name': 'closed', 'steps': [{'call': 'never', 'expect': 'deny'}]}",
          "{'name': 'asking', 'steps': [{'call': 'ask', 'expect': 'approval', 'answer': 'approve'}]}",
          "{'name': 'arguments', 'steps': [{'call': 'run', 'args': {'n': 1, 'z': 1}, 'expect': 'deny'}]}",
          "{'name': 'too much', 'steps': [{'call': 'run', 'args': {'n': 501}, 'expect': 'deny', 'code': 'require_failed'}]}",
          "{'name': 'too little', 'steps': [{'call': 'run', 'args': {'n': 0}, 'expect': 'deny', 'code': 'require_failed'}]}",
          "{'name': 'in /etc', 'steps': [{'call': 'run', 'args': {'n': 1, 'path': '/etc/x'}, 'expect': 'deny'}]}",
          "{'name': 'in /root', 'steps': [{'call': 'run', 'args': {'n': 1, 'path': '/root'}, 'expect': 'deny'}]}",
          "{'name': 'root', 'steps': [{'call': 'run', 'args': {'n': 1, 'who': 'root'}, 'expect': 'deny'}]}",
          "{'name': 'asking for much', 'steps': [{'call': 'run', 'args': {'n': 100}, 'expect': 'approval', 'answer': 'deny'}]}",
          "{'name': 'the minute', 'steps': [{'call': 'run', 'args': {'n': 500}, 'expect': 'approval', 'answer': 'approve'},"
              + " {'call': 'run', 'args': {'n': 99}, 'expect': 'allow'}, {'call': 'run', 'args': {'n': 1}, 'expect': 'allow'},"
              + " {'call': 'run', 'args': {'n': 1}, 'expect': 'deny', 'retry_after': 'PT60S'}]}",
          "{'name': 'in flight', 'steps': [{'call': 'run', 'args': {'n': 1}, 'expect': 'allow', 'outcome': 'open', 'repeat': 2},"
              + " {'call': 'run', 'args': {'n': 1}, 'expect': 'deny'}]}",
          "{'name': 'fifty for all', 'steps': [{'call': 'list', 'expect': 'allow', 'outcome': 'error', 'repeat': 50},"
              + " {'advance': 'P30D'}, {'call': 'list', 'grant': 'b', 'expect': 'deny'}]}");

  private MutationReport mutate(List<String> tests) {
    return written.suite(POLICY, String.join(",\n", tests)).mutate();
  }

  @Test
  void aPolicyWithFullTestsHasNoSurvivor() {
    MutationReport report = mutate(TESTS);
    assertThat(written.shown(report)).isEqualTo("mutation: the tests notice 29 of 29 weakenings");
    assertThat(report.isSuccess()).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> withoutOneTestSomethingSurvives() {
    return TESTS.stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.substring(10, test.indexOf('\'', 10)),
                    () -> {
                      List<String> others = new ArrayList<>(TESTS);
                      others.remove(test);
                      MutationReport report = mutate(others);
                      assertThat(report.survived()).isPositive();
                      assertThat(report.isSuccess()).isFalse();
                    }));
  }

  private String survivors(String policy, String steps) {
    return written.shown(
        written
            .suite(policy, "{'name': 'n', 'steps': [" + steps + "]}")
            .mutate()
            .policies()
            .get(0)
            .survivors()
            .stream()
            .map(one -> one.pointer() + ": " + one.message())
            .toList());
  }

  private static final String PASS = "{'advance': 'PT1S'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'default': 'deny' | /default: no test notices when the default becomes "allow"; add a call of a tool that the policy doesn't name
          'default': 'allow', 'hide': ['a*'] | /hide/0: no test notices when this no longer hides; add a "list" with a tool that only "a*" hides, or a call of it
          'default': 'allow', 'tools': {'t': {'action': 'deny'}} | /tools/t/action: no test notices when this becomes "allow"; add a call that is expected to be denied
          'default': 'allow', 'tools': {'t': {'action': 'require_approval'}} | /tools/t/action: no test notices when this becomes "allow"; add a call that is expected to ask for approval
          'default': 'allow', 'tools': {'t': {'allowed_args': ['a']}} | /tools/t/allowed_args: no test notices when every argument is allowed; add a call with an argument that is not among these
          'default': 'allow', 'tools': {'t': {'validate_args': true}} | /tools/t/validate_args: no test notices when arguments are not validated; add a call with a "definition" whose "fits" is false
          'default': 'allow', 'definitions': {'output': 'deny', 'widened': 'report'} | /definitions/output: no test notices when this is only reported; add a call with a "definition" whose "changes" are ["output"]
          'default': 'allow', 'tools': {'t': {'require': [{'conditions': [{'path': 'args.n', 'op': 'lte', 'value': 5}]}]}} | /tools/t/require/0: no test notices when this predicate is dropped; add a call that only it denies
          'default': 'allow', 'tools': {'t': {'approve_if': [{'conditions': [{'path': 'args.n', 'op': 'lte', 'value': 5}]}]}} | /tools/t/approve_if/0: no test notices when this predicate is dropped; add a call for which only it asks
          'default': 'allow', 'tools': {'t': {'limits': [{'window': 'day', 'max': 3}]}} | /tools/t/limits/0: no test notices when this limit is dropped; add calls up to the limit and one more
          'default': 'allow', 'tools': {'t': {'rate_limit': '3/day'}} | /tools/t/rate_limit: no test notices when this limit is dropped; add calls up to the limit and one more
          'default': 'allow', 'tools': {'t': {'concurrency': 3}} | /tools/t/concurrency: no test notices when any number of calls may be in flight; add calls with "outcome": "open", and one more that is denied
          """)
  void everyRuleThatNobodyTestsIsReportedOnce(String policy, String survivor) {
    assertThat(survivors("{'version': '1', " + policy + "}", PASS)).isEqualTo("[" + survivor + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          require | 'op': 'lte', 'value': 5   | {'n': 9} | value: no test notices when `lte 5` becomes `lte 6`; add a call with 6 at this place
          require | 'op': 'lte', 'value': 0.50 | {'n': 9} | value: no test notices when `lte 0.50` becomes `lte 0.51`; add a call with 0.51 at this place
          require | 'op': 'lt', 'value': 5    | {'n': 9} | op: no test notices when `lt 5` becomes `lte 5`; add a call with 5 at this place
          require | 'op': 'gte', 'value': 5   | {'n': 1} | value: no test notices when `gte 5` becomes `gte 4`; add a call with 4 at this place
          require | 'op': 'gt', 'value': 5    | {'n': 1} | op: no test notices when `gt 5` becomes `gte 5`; add a call with 5 at this place
          require | 'op': 'length_lte', 'value': 2 | {'n': 'long'} | value: no test notices when `length_lte 2` becomes `length_lte 3`; add a call with a length of 3 at this place
          require | 'op': 'length_gte', 'value': 3 | {'n': ''} | value: no test notices when `length_gte 3` becomes `length_gte 2`; add a call with a length of 2 at this place
          require | 'op': 'not_in', 'value': [1, 2] | {'n': 1} | value/1: no test notices when 2 is dropped from the list; add a call for which only it decides
          deny_if | 'op': 'gt', 'value': 5    | {'n': 9} | value: no test notices when `gt 5` becomes `gt 6`; add a call with 6 at this place
          deny_if | 'op': 'gte', 'value': 5   | {'n': 9} | op: no test notices when `gte 5` becomes `gt 5`; add a call with 5 at this place
          deny_if | 'op': 'lt', 'value': 5    | {'n': 1} | value: no test notices when `lt 5` becomes `lt 4`; add a call with 4 at this place
          deny_if | 'op': 'lte', 'value': 5   | {'n': 1} | op: no test notices when `lte 5` becomes `lt 5`; add a call with 5 at this place
          deny_if | 'op': 'length_gte', 'value': 2 | {'n': 'long'} | value: no test notices when `length_gte 2` becomes `length_gte 3`; add a call with a length of 2 at this place
          deny_if | 'op': 'length_lte', 'value': 2 | {'n': ''} | value: no test notices when `length_lte 2` becomes `length_lte 1`; add a call with a length of 2 at this place
          deny_if | 'op': 'in', 'value': ['a', 'b'] | {'n': 'a'} | value/1: no test notices when "b" is dropped from the list; add a call for which only it decides
          deny_if | 'op': 'within', 'value': ['/a', '/a/b', '/ab'] | {'n': '/a'} | value/2: no test notices when "/ab" is dropped from the list; add a call for which only it decides
          deny_if | 'op': 'host_in', 'value': ['*.x.org', 'a.x.org', 'x.org'] | {'n': 'http://b.x.org/'} | value/2: no test notices when "x.org" is dropped from the list; add a call for which only it decides
          """)
  void everyBoundThatNobodyTestsIsReported(
      String key, String condition, String denied, String survivor) {
    String policy =
        "{'version': '1', 'default': 'allow', 'tools': {'t': {'"
            + key
            + "': [{'conditions': [{'path': 'args.n', "
            + condition
            + "}]}]}}}";
    assertThat(survivors(policy, "{'call': 't', 'args': " + denied + ", 'expect': 'deny'}"))
        .isEqualTo("[/tools/t/" + key + "/0/conditions/0/" + survivor + "]");
  }

  @Test
  void deniedToolsThatAreListedAreReported() {
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'hide_denied': true, 'tools': {'t':"
                    + " {'action': 'deny'}}}",
                "{'call': 't', 'expect': 'deny'}"))
        .isEqualTo(
            "[/hide_denied: no test notices when denied tools are listed; add a \"list\" with a"
                + " tool that is denied but not hidden]");
  }

  @Test
  void looserLimitsThatNobodyTestsAreReported() {
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'tools': {'t': {'limits': [{'window': 60,"
                    + " 'max': 1, 'amount': 2, 'scope': 'global', 'refund': 'never'}]}, 'r':"
                    + " {'rate_limit': {'max': 1, 'window': 90}}, 'c': {'concurrency': 1}}}",
                "{'call': 't', 'expect': 'deny'},"
                    + "{'call': 'r', 'expect': 'allow'}, {'call': 'r', 'expect': 'deny'},"
                    + "{'call': 'c', 'expect': 'allow', 'outcome': 'open'}, {'call': 'c', 'expect': 'deny'}"))
        .isEqualTo(
            "[/tools/t/limits/0/window: no test notices when the window shrinks from 60 seconds to"
                + " PT30S; add a call that is still denied after PT30S, or a \"retry_after\","
                + " /tools/t/limits/0/scope: no test notices when each grant has a count of its"
                + " own; add calls of two grants that share the limit,"
                + " /tools/t/limits/0/refund: no test notices when an error gives the amount"
                + " back; add a call with \"outcome\": \"error\" that stays counted,"
                + " /tools/r/rate_limit: no test notices when the window shrinks from 90 seconds"
                + " to PT45S; add a call that is still denied after PT45S, or a"
                + " \"retry_after\"]");
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'tools': {'t': {'limits': [{'window':"
                    + " 'lifetime', 'max': 3}], 'concurrency': 5}}}",
                "{'call': 't', 'expect': 'allow', 'repeat': 3}, {'call': 't', 'expect': 'deny'}"))
        .isEqualTo(
            "[/tools/t/limits/0/window: no test notices when the window shrinks from lifetime to"
                + " PT168H; add a call that is still denied after PT168H, or a \"retry_after\","
                + " /tools/t/concurrency: no test notices when any number of calls may be in"
                + " flight; add calls with \"outcome\": \"open\", and one more that is denied]");
  }

  @Test
  void whatProvablyChangesNothingIsNotReported() {
    assertThat(
            survivors(
                "{'version': '1', 'default': 'deny', 'hide': ['x', '*'], 'tools': {'x': {'rate_limit':"
                    + " '1/day', 'action': 'deny'}}}",
                "{'call': 'y', 'expect': 'deny', 'code': 'hidden'}"))
        .isEqualTo("[]");
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'tools': {'t': {'action': 'deny', 'limits':"
                    + " [{'window': 'day', 'max': 3}]}}}",
                "{'call': 't', 'expect': 'deny'}"))
        .isEqualTo("[]");
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'all_tools': {'limits': [{'window': 'day',"
                    + " 'max': 1}]}, 'tools': {'t': {'limits': [{'window': 'day', 'max': 3}]}}}",
                "{'call': 't', 'expect': 'allow'}, {'call': 't', 'expect': 'deny', 'retry_after':"
                    + " 'PT24H'}"))
        .isEqualTo("[]");
    assertThat(
            survivors(
                "{'version': '1', 'default': 'allow', 'tools': {'t': {'require': [{'conditions':"
                    + " [{'path': 'args.a', 'op': 'eq', 'value': 1}]}, {'conditions': [{'path':"
                    + " 'args.a', 'op': 'eq', 'value': 1}], 'on_deny': 'x'}]}}}",
                PASS))
        .isEqualTo("[]");
  }

  @Test
  void nothingIsTriedWhileATestFails() {
    MutationReport report =
        written
            .suite(
                "{'version': '1', 'default': 'deny'}",
                "{'name': 'n', 'steps': [{'call': 'a', 'expect': 'allow'}]}")
            .mutate();
    assertThat(report.isSuccess()).isFalse();
    assertThat(report.tried()).isZero();
    assertThat(written.shown(report))
        .isEqualTo(
            """
            mutation: the tests notice 0 of 0 weakenings
            t.policy-tests.json: not tried, because a test fails already; mend it first""");
  }

  @Test
  void theReportNamesThePlaceInThePolicy() {
    MutationReport report =
        written
            .suite(
                "{'version': '1',\n 'default': 'deny'}", "{'name': 'n', 'steps': [" + PASS + "]}")
            .mutate();
    assertThat(written.shown(report))
        .isEqualTo(
            """
            mutation: the tests notice 0 of 1 weakenings
            t.policy-tests.json:2:2 /default: no test notices when the default becomes "allow"; \
            add a call of a tool that the policy doesn't name""");
    assertThat(written.shown(report.toJson()))
        .isEqualTo(
            """
            {
              "tried": 1,
              "survived": 1,
              "policies": [
                {
                  "policy": "t.policy-tests.json",
                  "tried": 1,
                  "testsFail": false,
                  "survivors": [
                    {
                      "pointer": "/default",
                      "line": 2,
                      "column": 2,
                      "message": "no test notices when the default becomes \\"allow\\"; add a call of a \
            tool that the policy doesn't name"
                    }
                  ]
                }
              ]
            }
            """);
  }

  @Test
  @Timeout(60)
  void fiftyRulesTakeSecondsAndAlwaysGiveTheSame() {
    StringBuilder tools = new StringBuilder();
    StringBuilder tests = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      tools
          .append(i == 0 ? "" : ",\n")
          .append("'t")
          .append(i)
          .append("': {'require': [{'conditions': [")
          .append(
              "{'path': 'args.n', 'op': 'lte', 'value': 500}, {'path': 'args.p', 'op': 'regex', 'value': '^/[a-z]+$'}]}],")
          .append("'limits': [{'window': 'minute', 'max': 3}]}");
      String call = "{'call': 't" + i + "', 'args': {'n': %s, 'p': '/app'}, 'expect': '%s'}";
      tests
          .append(i == 0 ? "" : ",\n")
          .append("{'name': 'n', 'steps': [")
          .append("{'call': 't")
          .append(i)
          .append("', 'args': {'n': 5, 'p': '/app'}, 'expect': 'allow', 'repeat': 3},")
          .append(String.format(call, "5", "deny"))
          .append(',')
          .append(String.format(call, "501", "deny', 'code': 'require_failed"))
          .append("]}");
    }
    PolicyTestSuite suite =
        written.suite(
            "{'version': '1', 'default': 'deny', 'tools': {" + tools + "}}", tests.toString());
    MutationReport report = suite.mutate();
    assertThat(report.tried()).isEqualTo(1 + 50 * 7);
    assertThat(report).isEqualTo(suite.mutate());
    assertThat(report.policies().get(0).survivors().get(0).pointer()).isEqualTo("/default");
  }

  /** Whatever is changed, a first call is never judged more strictly than before. */
  @TestFactory
  Stream<DynamicTest> everyWeakeningWeakens() {
    return PolicyTestSuite.read(List.of(TestFiles.conformance(""))).files().stream()
        .filter(file -> file.problems().isEmpty())
        .map(
            file ->
                DynamicTest.dynamicTest(
                    String.valueOf(file.path().getFileName()), () -> onlyWeakens(file)));
  }

  private static void onlyWeakens(PolicyTestFile file) {
    PolicySource source = Objects.requireNonNull(file.source());
    List<Step.Call> calls =
        file.tests().stream()
            .flatMap(test -> test.readSteps().stream())
            .filter(Step.Call.class::isInstance)
            .map(Step.Call.class::cast)
            .limit(25)
            .toList();
    List<Effect> before = calls.stream().map(call -> judged(source.policy(), call)).toList();
    for (Weakening weakening : Weakenings.of(source.document())) {
      Policy weaker;
      try {
        weaker = Policy.parse(Documents.compact(weakening.document()));
      } catch (InvalidPolicyException e) {
        continue;
      }
      for (int i = 0; i < calls.size(); i++) {
        assertThat(leniency(judged(weaker, calls.get(i))))
            .as(weakening.pointer() + " " + weakening.message() + " " + calls.get(i).shown())
            .isGreaterThanOrEqualTo(leniency(before.get(i)));
      }
    }
  }

  private static Effect judged(Policy policy, Step.Call call) {
    return PolicyEngine.of(policy).explain(call.call()).decision().effect();
  }

  private static int leniency(Effect effect) {
    return switch (effect) {
      case DENY -> 0;
      case ASK -> 1;
      case ALLOW -> 2;
    };
  }
}
