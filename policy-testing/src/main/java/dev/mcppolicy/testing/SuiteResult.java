package dev.mcppolicy.testing;

import java.util.List;
import java.util.Objects;

/**
 * What became of a suite.
 *
 * @param files what became of its files, in their order
 * @param coverage how much of the tested policies the tests reached
 */
public record SuiteResult(List<FileResult> files, Coverage coverage) {

  /** Copies the list. */
  public SuiteResult {
    files = List.copyOf(files);
    Objects.requireNonNull(coverage, "coverage");
  }

  /** Returns how many tests passed. */
  public int passed() {
    return files.stream().mapToInt(FileResult::passed).sum();
  }

  /** Returns how many tests failed; a file that can't be read counts as one. */
  public int failed() {
    return files.stream().mapToInt(FileResult::failed).sum();
  }

  /** Says whether nothing failed, and something passed. */
  public boolean isSuccess() {
    return failed() == 0 && passed() > 0;
  }
}
