package dev.mcppolicy.testing;

import java.util.List;

/**
 * What became of a suite.
 *
 * @param files what became of its files, in their order
 */
public record SuiteResult(List<FileResult> files) {

  /** Copies the list. */
  public SuiteResult {
    files = List.copyOf(files);
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
