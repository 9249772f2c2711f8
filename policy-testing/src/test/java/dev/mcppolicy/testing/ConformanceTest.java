package dev.mcppolicy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Rehearsal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The language's conformance cases, as their README says they are run. */
class ConformanceTest {

  @TestFactory
  Stream<DynamicNode> everyStepOfEveryTestHolds() {
    return files().map(file -> holds(file, PolicyEngine::check));
  }

  @TestFactory
  Stream<DynamicNode> everyStepOfEveryTestHoldsWithoutBlocking() {
    return files().map(file -> holds(file, (engine, call) -> engine.checkAsync(call).join()));
  }

  @TestFactory
  Stream<DynamicTest> everyStepOfEveryTestHoldsUnexplained() {
    return files()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () ->
                        assertThat(file.tests())
                            .allMatch(test -> test.isPassedBy(file.policy().orElseThrow()))));
  }

  @TestFactory
  Stream<DynamicTest> everyInvalidTestFileFails() {
    List<PolicyTestFile> files =
        PolicyTestSuite.read(List.of(TestFiles.conformance("invalid-tests"))).files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      FileResult result = file.run();
                      assertThat(result.failed()).isEqualTo(1);
                      assertThat(result.passed()).isZero();
                    }));
  }

  @Test
  void noCaseIsMissing() {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(66);
    List<PolicyTest> tests = files().flatMap(file -> file.tests().stream()).toList();
    assertThat(tests).hasSize(464);
    assertThat(tests.stream().mapToInt(test -> test.steps().size()).sum()).isEqualTo(2645);
  }

  private static DynamicNode holds(
      PolicyTestFile file, BiFunction<PolicyEngine, ToolCall, Decision> judging) {
    assertThat(file.problems()).isEmpty();
    Policy policy = file.policy().orElseThrow();
    return DynamicContainer.dynamicContainer(
        name(file),
        file.tests().stream()
            .map(
                test ->
                    DynamicTest.dynamicTest(
                        test.name(),
                        () -> {
                          Rehearsal rehearsal =
                              new Rehearsal(policy, test.start(), new Agreement(), judging);
                          TestResult result = new TestRunner(rehearsal).run(test);
                          assertThat(result.failure().map(StepResult::message)).isEmpty();
                          assertThat(result.passed()).isTrue();
                        })));
  }

  /** What is explained before a call is what is then decided. */
  private static final class Agreement implements CoverageRecorder {
    @Override
    public void saw(String tool, Observation seen) {
      Decision explained = seen.explanation().decision();
      Decision made = seen.decision();
      String trace = seen.explanation().toString();
      if (seen.asked()) {
        assertThat(explained.effect()).as(trace).isEqualTo(Effect.ASK);
        return;
      }
      assertThat(explained.effect()).as(trace).isEqualTo(made.effect());
      assertThat(explained.code()).as(trace).isEqualTo(made.code());
      assertThat(explained.rule()).as(trace).isEqualTo(made.rule());
      assertThat(explained.message()).as(trace).isEqualTo(made.message());
      assertThat(explained.retryAfter()).as(trace).isEqualTo(made.retryAfter());
      assertThat(explained.shadow().flatMap(Decision::code))
          .as(trace)
          .isEqualTo(made.shadow().flatMap(Decision::code));
    }

    @Override
    public void sawList(List<String> tools, List<String> visible) {}
  }

  private static Stream<PolicyTestFile> files() {
    Path invalid = TestFiles.conformance("invalid-tests");
    return PolicyTestSuite.read(List.of(TestFiles.conformance(""))).files().stream()
        .filter(file -> !file.path().startsWith(invalid));
  }

  private static String name(PolicyTestFile file) {
    return String.valueOf(file.path().getFileName());
  }
}
