package dev.mcppolicy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What running tells: what was expected, what came, and how it was decided. */
class RunningTest {

  private static final String POLICY =
      "{'version': '1', 'default': 'deny', 'hide': ['secret'], 'tools': {'run': {'require': [{'conditions': [{'path':"
          + " 'args.n', 'op': 'lte', 'value': 5}], 'on_deny': 'At most 5.'}], 'rate_limit':"
          + " '2/minute'}, 'pay': {'action': 'require_approval', 'reason': 'Money.'}}}";

  @TempDir Path folder;
  private Written written;

  @BeforeEach
  void write() {
    written = new Written(folder);
  }

  private TestResult run(String steps) {
    return written
        .suite(POLICY, "\n{'name': 'n', 'steps': [\n" + steps + "]}")
        .run()
        .files()
        .get(0)
        .tests()
        .get(0);
  }

  private String failure(String steps) {
    return written.shown(run(steps).failure().orElseThrow().message());
  }

  @Test
  void aWrongDecisionIsExplained() {
    assertThat(failure("{'call': 'run', 'args': {'n': 7}, 'expect': 'allow'}"))
        .isEqualTo(
            """
            t.policy-tests.json:4:1: call run {"n":7}: allow
              expected: allow
              actual:   deny require_failed /tools/run/require/0
              how it was decided:
                DENY require_failed /tools/run/require/0
                  At most 5.
                  /tools/run/require/0 denies: At most 5.
                    false: args.n lte 5 (saw 7)
                  /tools/run/rate_limit has room: 0 of 2 (minute), this call adds 1""");
  }

  @Test
  void theRepetitionThatFailedIsNamed() {
    assertThat(failure("{'call': 'run', 'args': {'n': 1}, 'expect': 'allow', 'repeat': 10}"))
        .startsWith(
            """
            t.policy-tests.json:4:1: call run {"n":1}: allow, 10 times, the 3rd time
              expected: allow
              actual:   deny limit_exceeded /tools/run/rate_limit, retry after PT1M
            """);
  }

  @Test
  void whatIsExpectedOfADenialIsShownBesideWhatCame() {
    assertThat(
            failure(
                "{'call': 'run', 'args': {'n': 7}, 'expect': 'deny', 'code': 'hidden', 'rule':"
                    + " '/hide/0', 'message': 'No.', 'retry_after': 'PT5S'}"))
        .startsWith(
            """
            t.policy-tests.json:4:1: call run {"n":7}: deny
              expected: deny hidden /hide/0, retry after PT5S, message "No."
              actual:   deny require_failed /tools/run/require/0, message "At most 5."
            """);
  }

  @Test
  void anUnexpectedQuestionIsShown() {
    assertThat(failure("{'call': 'pay', 'expect': 'deny'}"))
        .startsWith(
            """
            t.policy-tests.json:4:1: call pay: deny
              expected: deny
              actual:   approval, answered deny: deny approval_denied /tools/pay/action
            """);
    assertThat(
            failure("{'call': 'run', 'args': {'n': 1}, 'expect': 'approval', 'answer': 'approve'}"))
        .startsWith(
            """
            t.policy-tests.json:4:1: call run {"n":1}: approval, approve
              expected: approval, answered approve: allow
              actual:   allow
            """);
  }

  @Test
  void aWrongListIsShown() {
    assertThat(failure("{'list': ['run', 'secret', 'pay'], 'visible': ['run', 'secret']}"))
        .isEqualTo(
            """
            t.policy-tests.json:4:1: list run, secret, pay
              expected: visible: run, secret
              actual:   visible: run, pay""");
    assertThat(failure("{'list': ['secret'], 'visible': ['secret']}"))
        .endsWith("actual:   nothing is visible");
  }

  @Test
  void stepsAfterAFailureAreSkippedAndStepsBeforeItPassed() {
    TestResult result =
        run(
            "{'advance': 'PT1S'},\n{'call': 'run', 'expect': 'allow'},\n{'call': 'run', 'expect':"
                + " 'deny'}");
    assertThat(result.passed()).isFalse();
    assertThat(result.steps())
        .extracting(StepResult::status)
        .containsExactly(
            StepResult.Status.PASSED, StepResult.Status.FAILED, StepResult.Status.SKIPPED);
    assertThat(result.steps().get(2).message())
        .isEqualTo("not run: an earlier step of the test failed");
    assertThat(result.steps()).extracting(step -> step.location().line()).containsExactly(4, 5, 6);
    assertThat(result.location().line()).isEqualTo(3);
  }

  @Test
  void aStepCarriesItsDecisionAndItsTrace() {
    StepResult step = run("{'call': 'none', 'expect': 'deny'}").steps().get(0);
    assertThat(step.decision().flatMap(decision -> decision.code())).contains(Code.NOT_LISTED);
    assertThat(step.explanation().orElseThrow().rules()).isNotEmpty();
    assertThat(step.repetition()).isEqualTo(1);
  }

  @Test
  void hostileNamesCantPretendToBeSomethingElse() {
    assertThat(
            failure(
                "{'call': 'a\\u001b[31m b', 'args': {'x': '\\u202e', 'y': '"
                    + "z".repeat(500)
                    + "'}, 'expect': 'allow'}"))
        .startsWith(
            "t.policy-tests.json:4:1: call \"a\\u001b[31m b\" {\"x\":\"\\u202e\",\"y\":\"zzz")
        .doesNotContain("\u202e", "\u001b", "z".repeat(200));
  }

  @Test
  void titlesCanAlwaysBeShown() {
    PolicyTestSuite suite =
        written.suite(
            POLICY,
            "{'name': 'a\\u001b[31m \\\\ b', 'steps': [{'list': ['1','2','3','4','5','6','7','8','9','10','11'], 'visible': []}]},\n"
                + "{'name': ' ', 'steps': [{'advance': 'PT1S'}]}");
    List<PolicyTest> tests = suite.files().get(0).tests();
    assertThat(tests)
        .extracting(PolicyTest::title)
        .containsExactly("a\\u001b[31m \\ b", "the test in line 3");
    assertThat(suite.run().files().get(0).tests())
        .extracting(TestResult::title)
        .containsExactly("a\\u001b[31m \\ b", "the test in line 3");
    assertThat(tests.get(0).steps().get(0).description())
        .isEqualTo("list 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1 more");
  }

  @Test
  void testsKnowNothingOfEachOther() {
    String test =
        "{'name': 'n', 'steps': [{'call': 'run', 'args': {'n': 1}, 'expect': 'allow', 'repeat': 2}]}";
    assertThat(written.suite(POLICY, test + "," + test).run().passed()).isEqualTo(2);
  }

  @Test
  void theSameFilesGiveTheSameResults() {
    PolicyTestSuite suite = PolicyTestSuite.read(List.of(TestFiles.conformance("")));
    SuiteResult first = suite.run();
    SuiteResult second = PolicyTestSuite.read(List.of(TestFiles.conformance(""))).run();
    assertThat(JUnitXml.of(second)).isEqualTo(JUnitXml.of(first));
    assertThat(second.coverage()).isEqualTo(first.coverage());
  }

  @Test
  void aTestOfAnotherFileIsRefused() {
    PolicyTestFile one =
        written.suite(POLICY, "{'name': 'n', 'steps': [{'advance': 'PT1S'}]}").files().get(0);
    PolicyTest other = PolicyTestFile.read(one.path()).tests().get(0);
    assertThatThrownBy(() -> one.run(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test must be one of this file: n");
  }

  @Test
  void theClockIsMovedForwardsOnlyAndNotTooFar() {
    VirtualClock clock = new VirtualClock();
    clock.advance(Duration.ofDays(365 * 290L));
    assertThatThrownBy(() -> clock.advance(Duration.ofDays(365 * 5L)))
        .hasMessage("time must stay within 292 years: PT43800H");
    assertThatThrownBy(() -> clock.advance(Duration.ZERO))
        .hasMessage("time must be longer than zero: PT0S");
    assertThat(clock.nanos()).isEqualTo(Duration.ofDays(365 * 290L).toNanos());
  }

  @Test
  void theReportForBuildServersHoldsWhateverTheNamesHold() throws Exception {
    PolicyTestSuite suite =
        written.suite(
            POLICY,
            "{'name': '<&\\u0000\\uD83D\\uDE00]]>', 'steps': [{'call': 'run', 'expect': 'allow'}]},"
                + "{'name': 'good', 'steps': [{'advance': 'PT1S'}]}");
    String xml = JUnitXml.of(suite.run());
    org.w3c.dom.Document document =
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new java.io.ByteArrayInputStream(
                    xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    org.w3c.dom.Element root = document.getDocumentElement();
    assertThat(root.getAttribute("tests")).isEqualTo("2");
    assertThat(root.getAttribute("failures")).isEqualTo("1");
    org.w3c.dom.NodeList cases = document.getElementsByTagName("testcase");
    assertThat(cases.getLength()).isEqualTo(2);
    assertThat(((org.w3c.dom.Element) cases.item(0)).getAttribute("name"))
        .isEqualTo("<&\uFFFD\uD83D\uDE00]]>");
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("expected: allow")
        .contains("/tools/run/require/0 denies: At most 5.");
  }

  @Test
  void whatIsKnownOfADefinitionIsWhatTheTestSays() {
    String policy =
        "{'version': '1', 'default': 'allow', 'definitions': {'output': 'report'}, 'tools': {'t':"
            + " {'validate_args': true}}}";
    TestResult result =
        written
            .suite(
                policy,
                "\n{'name': 'n', 'steps': [\n"
                    + "{'call': 't', 'expect': 'deny', 'code': 'definition_changed'},"
                    + "{'call': 't', 'definition': {}, 'expect': 'allow'},"
                    + "{'call': 't', 'definition': {'fits': false}, 'expect': 'deny', 'code':"
                    + " 'invalid_arguments', 'message': 'The arguments do not fit the reviewed schema"
                    + " of the tool: the test takes them not to fit.'},"
                    + "{'call': 't', 'definition': {'changes': ['output']}, 'expect': 'allow'},"
                    + "{'call': 't', 'definition': {'changes': ['output', 'widened']}, 'expect':"
                    + " 'deny', 'rule': '/definitions'},"
                    + "{'list': ['t'], 'visible': []},"
                    + "{'list': ['t'], 'definition': {}, 'visible': ['t']}"
                    + "]}")
            .run()
            .files()
            .get(0)
            .tests()
            .get(0);
    assertThat(result.failure()).isEmpty();
  }
}
