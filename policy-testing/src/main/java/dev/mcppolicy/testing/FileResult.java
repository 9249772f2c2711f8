package dev.mcppolicy.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What became of one file.
 *
 * @param file the file
 * @param problems what kept it from being read; then it has no tests, and counts as one that failed
 * @param tests what became of its tests, in their order
 */
public record FileResult(Path file, List<TestProblem> problems, List<TestResult> tests) {

  /** Copies the lists. */
  public FileResult {
    Objects.requireNonNull(file, "file");
    problems = List.copyOf(problems);
    tests = List.copyOf(tests);
  }

  /** Returns how many tests passed. */
  public int passed() {
    return (int) tests.stream().filter(TestResult::passed).count();
  }

  /** Returns how many tests failed; a file that can't be read counts as one. */
  public int failed() {
    return problems.isEmpty() ? tests.size() - passed() : 1;
  }

  /** Says in lines what kept the file from being read; empty if nothing did. */
  public String message() {
    return problems.isEmpty() ? "" : ReadingMessages.failedRead(file, problems);
  }
}
