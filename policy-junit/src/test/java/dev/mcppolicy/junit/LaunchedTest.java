package dev.mcppolicy.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.StepResult;
import dev.mcppolicy.testing.SuiteResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What JUnit makes of files of policy tests. */
class LaunchedTest {

  private static String run(Class<?> type) {
    return Launched.run(type.getName(), Map.of());
  }

  @Test
  void failuresShowWhatWasExpectedAndHowItWasDecided() {
    assertThat(run(Fixtures.Failing.class))
        .isEqualTo(
            """
            JUnit Jupiter [] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/unreadable.policy-tests.json > the file can be read \
            [unreadable.policy-tests.json:2:13] FAILED AssertionFailedError: \
            src/test/resources/failing/unreadable.policy-tests.json: 3 problems
                  src/test/resources/failing/unreadable.policy-tests.json:2:13 /policy: the policy "missing.json" \
            can't be read: there is no such file; paths are relative to the test file
                  src/test/resources/failing/unreadable.policy-tests.json:3:40 /tests/0/steps/0: the key "expect" is missing
                  src/test/resources/failing/unreadable.policy-tests.json:3:57 /tests/0/steps/0/expects: unknown key \
            "expects"; did you mean "expect"?
            Policy tests > Failing > src/test/resources/failing/unreadable.policy-tests.json \
            [unreadable.policy-tests.json] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > the test in line 10 > \
            call run: allow [wrong.policy-tests.json:10:31] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > the test in line 10 \
            [wrong.policy-tests.json:10:5] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > two at once > \
            advance PT1M [wrong.policy-tests.json:8:9] ABORTED TestAbortedException: \
            not run: an earlier step of the test failed
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > two at once > \
            call run: allow [wrong.policy-tests.json:6:9] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > two at once > \
            call run: allow [wrong.policy-tests.json:7:9] FAILED AssertionFailedError: \
            src/test/resources/failing/wrong.policy-tests.json:7:9: call run: allow
                    expected: allow
                    actual:   deny limit_exceeded /tools/run/rate_limit, retry after PT1M
                    how it was decided:
                      DENY limit_exceeded /tools/run/rate_limit, retry after PT1M
                        Limit reached: at most 1 in a minute. Try again in 60 seconds.
                        /tools/run/rate_limit has no room: 1 of 1 (minute), this call adds 1, room in PT1M
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json > two at once \
            [wrong.policy-tests.json:4:5] SUCCESSFUL
            Policy tests > Failing > src/test/resources/failing/wrong.policy-tests.json \
            [wrong.policy-tests.json] SUCCESSFUL
            Policy tests > Failing > the tests notice every weakening of the policies [] FAILED AssertionFailedError: \
            mutation: the tests notice 0 of 0 weakenings
                  src/test/resources/failing/wrong.policy-tests.json: not tried, because a test fails already; mend it first
            Policy tests > Failing > the tests reach 100% of the policies [] FAILED AssertionFailedError: \
            the tests have to reach 100% of the policies
                  coverage: 3 of 4 (75%)
                  src/test/resources/failing/wrong.policy-tests.json: 3 of 4
                    2:31 /default: never seen to deny
            Policy tests > Failing [] SUCCESSFUL
            Policy tests [] SUCCESSFUL
            """);
  }

  @Test
  void whatCantBeFoundOrUnderstoodFails() {
    assertThat(run(Fixtures.Missing.class))
        .contains(
            "Policy tests > Missing > no-such-folder > the file can be read [no-such-folder] FAILED"
                + " AssertionFailedError: no-such-folder: 1 problem\n"
                + "      no-such-folder: can't be read: there is no such file\n");
    assertThat(run(Fixtures.Empty.class))
        .contains(
            "Empty > @PolicyTests says what to run [] FAILED AssertionFailedError: name at least"
                + " one file or folder, as in @PolicyTests(\"policies/\")\n");
    assertThat(run(Fixtures.TooMuch.class))
        .contains(
            "TooMuch > @PolicyTests says what to run [] FAILED AssertionFailedError: coverage must"
                + " be from 0 to 100: 101\n");
  }

  /** Each step of each case ends in JUnit, both ways, as it ends in the library. */
  @Test
  void everyConformanceCaseEndsAsItDoesInTheLibrary() {
    SuiteResult expected =
        PolicyTestSuite.read(List.of(Path.of("target/test-classes/conformance"))).run();
    assertThat(expected.passed()).isEqualTo(464);
    assertThat(expected.failed()).isEqualTo(8);
    List<StepResult> steps =
        expected.files().stream()
            .flatMap(file -> file.tests().stream())
            .flatMap(test -> test.steps().stream())
            .toList();
    long unreadable = expected.files().stream().filter(file -> !file.problems().isEmpty()).count();
    long failed = steps.stream().filter(step -> step.status() == StepResult.Status.FAILED).count();

    List<TestIdentifier> byEngine = Counting.leaves(Fixtures.Conformance.class, "");
    assertThat(byEngine).hasSize((int) (steps.size() + unreadable));
    assertThat(Counting.failures(Fixtures.Conformance.class, "")).isEqualTo(failed + unreadable);
    assertThat(Counting.failures(Fixtures.ConformanceFactory.class, ""))
        .isEqualTo(failed + unreadable);
  }

  @Test
  void parallelExecutionRandomOrderAndTimeOutsChangeNothing() {
    Map<String, String> hostile =
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "8",
            "junit.jupiter.execution.timeout.default", "30 s",
            "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD",
            "junit.jupiter.testmethod.order.default", "org.junit.jupiter.api.MethodOrderer$Random");
    for (Class<?> type :
        List.of(Fixtures.Failing.class, Fixtures.Factory.class, Fixtures.Fluent.class)) {
      assertThat(Launched.run(type.getName(), hostile)).isEqualTo(run(type));
    }
  }

  @Test
  void aPartOfTheTreeCanBeRunAlone() {
    LauncherDiscoveryRequest all =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Fixtures.Failing.class))
            .build();
    TestPlan plan = LauncherFactory.create().discover(all);
    TestIdentifier second =
        Counting.all(plan).stream()
            .filter(node -> node.getDisplayName().equals("the test in line 10"))
            .findFirst()
            .orElseThrow();
    String report =
        Launched.run(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectUniqueId(UniqueId.parse(second.getUniqueId())))
                .build());
    assertThat(report)
        .contains("the test in line 10 > call run: allow")
        .doesNotContain("two at once", "unreadable", "weakening");
  }

  @Test
  void packagesAndTagsSelectClasses() {
    assertThat(select("policies")).contains("Passing > ").doesNotContain("Failing > ");
    assertThat(select("nothing")).doesNotContain("Passing > ");
  }

  private static String select(String tag) {
    return Launched.run(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectPackage("dev.mcppolicy.junit"))
            .filters(
                TagFilter.includeTags(tag),
                org.junit.platform.launcher.EngineFilter.includeEngines("policy-tests"))
            .build());
  }
}
