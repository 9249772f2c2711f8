package dev.mcppolicy.cli;

import dev.mcppolicy.testing.FileResult;
import dev.mcppolicy.testing.MutationReport;
import dev.mcppolicy.testing.StepResult;
import dev.mcppolicy.testing.SuiteResult;
import dev.mcppolicy.testing.TestResult;
import java.util.Optional;

/**
 * What is printed of policy tests that were run.
 *
 * @param result what became of them
 * @param showsCoverage whether to say what they reached
 * @param minCoverage how many per cent they have to reach
 * @param mutations whether they notice weaker policies, if that was asked
 */
record TestReport(
    SuiteResult result,
    boolean showsCoverage,
    Optional<Integer> minCoverage,
    Optional<MutationReport> mutations) {

  boolean isFine() {
    return result.isSuccess()
        && !isCoverageTooLow()
        && mutations.map(MutationReport::isSuccess).orElse(true);
  }

  private boolean isCoverageTooLow() {
    return minCoverage.map(least -> result.coverage().percentage() < least).orElse(false);
  }

  void printTo(Output out) {
    result.files().forEach(file -> print(file, out));
    if (showsCoverage) {
      out.newLine().lines("", result.coverage().toString());
      if (isCoverageTooLow()) {
        out.print(Style.BAD, CliMessages.tooLittleCovered(minCoverage.orElse(0))).newLine();
      }
    }
    mutations.ifPresent(report -> out.newLine().lines("", report.toString()));
    if (showsCoverage || mutations.isPresent()) {
      out.newLine();
    }
    Style style = result.isSuccess() ? Style.GOOD : Style.BAD;
    out.print(style, CliMessages.tally(result.passed(), result.failed())).newLine();
  }

  private static void print(FileResult file, Output out) {
    boolean passed = file.failed() == 0;
    out.print(passed ? Style.GOOD : Style.BAD, passed ? "pass" : "FAIL").print("  ");
    out.line(file.file().toString());
    if (!file.problems().isEmpty()) {
      file.problems().forEach(problem -> out.print("  ").line(problem.toString()));
    }
    for (TestResult test : file.tests()) {
      test.failure()
          .ifPresent(
              step ->
                  out.print("  ")
                      .print(Style.STRONG, test.name())
                      .newLine()
                      .lines("    ", step.message()));
    }
  }

  Json toJson() {
    Json json =
        Json.object()
            .put("passed", result.passed())
            .put("failed", result.failed())
            .put("files", result.files().stream().map(TestReport::json).toList());
    if (showsCoverage) {
      json.putPrinted("coverage", result.coverage().toJson());
    }
    mutations.ifPresent(report -> json.putPrinted("mutation", report.toJson()));
    return json;
  }

  private static Json json(FileResult file) {
    return Json.object()
        .put("file", file.file().toString())
        .put("passed", file.passed())
        .put("failed", file.failed())
        .put("problems", file.problems().stream().map(p -> Problem.of(p).toJson()).toList())
        .put("tests", file.tests().stream().map(TestReport::json).toList());
  }

  private static Json json(TestResult test) {
    return Json.object()
        .put("name", test.name())
        .put("line", test.location().line())
        .put("column", test.location().column())
        .put("passed", test.passed())
        .put("failure", test.failure().map(TestReport::json));
  }

  private static Json json(StepResult step) {
    return Json.object()
        .put("line", step.location().line())
        .put("column", step.location().column())
        .put("step", step.description())
        .put("repetition", step.repetition())
        .put("expected", step.expected())
        .put("actual", step.actual())
        .put("message", step.message());
  }
}
