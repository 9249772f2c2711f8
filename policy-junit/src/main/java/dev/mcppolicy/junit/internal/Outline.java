package dev.mcppolicy.junit.internal;

import dev.mcppolicy.testing.Coverage;
import dev.mcppolicy.testing.FileResult;
import dev.mcppolicy.testing.MutationReport;
import dev.mcppolicy.testing.PolicyTest;
import dev.mcppolicy.testing.PolicyTestFile;
import dev.mcppolicy.testing.PolicyTestStep;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.testing.SourceLocation;
import dev.mcppolicy.testing.StepResult;
import dev.mcppolicy.testing.SuiteResult;
import dev.mcppolicy.testing.TestResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The tree of a suite, whose leaves only report: everything is run once, before the first of them,
 * so that it doesn't matter which of them JUnit asks for, when, or on which thread.
 */
public final class Outline {

  private final PolicyTestSuite suite;
  private final Path root;
  private @Nullable SuiteResult result;

  private Outline(PolicyTestSuite suite, Path root) {
    this.suite = suite;
    this.root = root;
  }

  /**
   * Returns the tree of some files and folders.
   *
   * @param coverage how many per cent have to be reached; 0 if nothing is asked
   * @param mutation whether to ask that the tests notice weakenings
   */
  public static List<Branch> of(List<Path> paths, int coverage, boolean mutation) {
    if (coverage < 0 || coverage > 100) {
      throw new IllegalArgumentException("coverage must be from 0 to 100: " + coverage);
    }
    PolicyTestSuite suite = PolicyTestSuite.read(paths);
    Path root = Path.of("").toAbsolutePath();
    return new Outline(suite, root).branches(coverage, mutation);
  }

  private List<Branch> branches(int coverage, boolean mutation) {
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < suite.files().size(); i++) {
      branches.add(file(suite.files().get(i), i));
    }
    if (coverage > 0) {
      branches.add(Branch.leaf(JUnitMessages.coverage(coverage), null, () -> covers(coverage)));
    }
    if (mutation) {
      branches.add(Branch.leaf(JUnitMessages.mutation(), null, this::noticesWeakenings));
    }
    return branches;
  }

  private Branch file(PolicyTestFile file, int index) {
    SourceLocation location = new SourceLocation(file.path(), 0, 0);
    List<Branch> children = new ArrayList<>();
    if (!file.problems().isEmpty()) {
      SourceLocation first = file.problems().get(0).location();
      children.add(
          Branch.leaf(
              JUnitMessages.reading(), first, () -> isRead(result().files().get(index), first)));
    }
    for (int i = 0; i < file.tests().size(); i++) {
      children.add(test(file.tests().get(i), index, i));
    }
    return Branch.of(shown(file.path()), location, children);
  }

  private String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute).toString() : file.toString();
  }

  private Branch test(PolicyTest test, int file, int index) {
    List<Branch> children = new ArrayList<>();
    List<PolicyTestStep> steps = test.steps();
    for (int i = 0; i < steps.size(); i++) {
      int step = i;
      children.add(
          Branch.leaf(
              steps.get(i).description(),
              steps.get(i).location(),
              () -> holds(result().files().get(file).tests().get(index), step)));
    }
    return Branch.of(test.title(), test.location(), children);
  }

  /** Runs everything, once. */
  private synchronized SuiteResult result() {
    SuiteResult known = result;
    if (known == null) {
      known = suite.run();
      result = known;
    }
    return known;
  }

  private static void isRead(FileResult file, SourceLocation at) {
    throw located(new AssertionFailedError(file.message()), "", at);
  }

  private static void holds(TestResult test, int index) {
    StepResult step = test.steps().get(index);
    switch (step.status()) {
      case FAILED ->
          throw located(
              new AssertionFailedError(step.message(), step.expected(), step.actual()),
              test.title(),
              step.location());
      case SKIPPED -> throw new TestAbortedException(step.message());
      case PASSED -> {}
    }
  }

  private void covers(int threshold) {
    Coverage coverage = result().coverage();
    if (coverage.percentage() < threshold) {
      throw new AssertionFailedError(JUnitMessages.tooLittle(threshold, coverage));
    }
  }

  private void noticesWeakenings() {
    MutationReport report = suite.mutate();
    if (!report.isSuccess()) {
      throw new AssertionFailedError(report.toString());
    }
  }

  /** Lets a stack trace, which an IDE makes links of, begin where the test stands. */
  private static AssertionFailedError located(
      AssertionFailedError error, String test, SourceLocation at) {
    String file = String.valueOf(at.file().getFileName());
    error.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("", test, file, Math.max(1, at.line()))});
    return error;
  }
}
