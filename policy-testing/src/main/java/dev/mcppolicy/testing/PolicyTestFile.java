package dev.mcppolicy.testing;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of policy tests. A file that can't be read has {@linkplain #problems() problems}, no
 * tests, and fails when it is run.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class PolicyTestFile {

  private final Path path;
  private final @Nullable PolicySource source;
  private final List<TestProblem> problems;
  private final List<PolicyTest> tests;

  PolicyTestFile(
      Path path,
      @Nullable PolicySource source,
      List<TestProblem> problems,
      List<PolicyTest> tests) {
    this.path = path;
    this.source = source;
    this.problems = List.copyOf(problems);
    this.tests = List.copyOf(tests);
  }

  /** Reads a file. Never throws for what the file holds, or because it isn't there. */
  public static PolicyTestFile read(Path file) {
    return TestFileReader.read(Objects.requireNonNull(file, "file"));
  }

  /** Returns where the file is. */
  public Path path() {
    return path;
  }

  /** Returns everything that keeps the file from being read; empty if it can be run. */
  public List<TestProblem> problems() {
    return problems;
  }

  /** Returns the policy it tests; empty if it has problems. */
  public Optional<Policy> policy() {
    return Optional.ofNullable(source).map(PolicySource::policy);
  }

  /** Returns its tests; none if it has problems. */
  public List<PolicyTest> tests() {
    return tests;
  }

  @Nullable PolicySource source() {
    return source;
  }

  /**
   * Tells this from other files. One that is reached by two names is the same to a reader if it
   * tests the same policy by both of them.
   */
  Object identity() {
    if (source == null) {
      return path;
    }
    try {
      return List.of(path.toRealPath(), source.file().toRealPath());
    } catch (IOException e) {
      return path;
    }
  }

  /** Runs every test, each with empty counters and a clock of its own. */
  public FileResult run() {
    return run(CoverageRecorder.NONE);
  }

  FileResult run(CoverageRecorder recorder) {
    List<TestResult> results = new ArrayList<>();
    tests.forEach(test -> results.add(run(test, recorder)));
    return new FileResult(path, problems, results);
  }

  /**
   * Runs one test, with empty counters and a clock of its own.
   *
   * @throws IllegalArgumentException if the test is of another file
   */
  public TestResult run(PolicyTest test) {
    return run(test, CoverageRecorder.NONE);
  }

  private TestResult run(PolicyTest test, CoverageRecorder recorder) {
    if (source == null || tests.stream().noneMatch(one -> one == test)) {
      throw new IllegalArgumentException("test must be one of this file: " + test.name());
    }
    return test.run(source.policy(), recorder);
  }
}
