package dev.mcppolicy.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of policy tests.
 *
 * <pre>{@code
 * SuiteResult result = PolicyTestSuite.read(List.of(Path.of("policies"))).run();
 * result.files().forEach(file -> ...);
 * }</pre>
 *
 * <p>Reading and running are deterministic: the same files give the same results, whatever the time
 * and the machine. This class is immutable and thread-safe.
 */
public final class PolicyTestSuite {

  /** How the names of files of policy tests end. */
  public static final String SUFFIX = ".policy-tests.json";

  private final List<PolicyTestFile> files;

  private PolicyTestSuite(List<PolicyTestFile> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Reads files, and of folders every {@code *.policy-tests.json} in them, however deep, also
   * behind links. What can't be read, and a folder that holds no such file, is a file with
   * problems, which fails when it is run.
   *
   * @throws IllegalArgumentException if {@code paths} is empty
   */
  public static PolicyTestSuite read(Collection<Path> paths) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(ReadingMessages.noPathGiven());
    }
    Map<Object, PolicyTestFile> files = new LinkedHashMap<>();
    for (Path path : paths) {
      List<PolicyTestFile> read =
          Files.isDirectory(path) ? TestFolder.read(path) : List.of(PolicyTestFile.read(path));
      read.forEach(file -> files.putIfAbsent(file.identity(), file));
    }
    return new PolicyTestSuite(new ArrayList<>(files.values()));
  }

  /** Returns the files, in the order in which they were named, those of a folder by their names. */
  public List<PolicyTestFile> files() {
    return files;
  }

  /** Runs every test of every file. */
  public SuiteResult run() {
    Map<String, SeenRules> seen = new LinkedHashMap<>();
    List<FileResult> results = new ArrayList<>();
    for (PolicyTestFile file : files) {
      PolicySource source = file.source();
      results.add(
          source == null
              ? file.run()
              : file.run(seen.computeIfAbsent(source.name(), name -> SeenRules.of(source))));
    }
    return new SuiteResult(
        results, new Coverage(seen.values().stream().map(SeenRules::coverage).toList()));
  }

  /**
   * Weakens each tested policy, one change at a time, and reports the changes that no test notices.
   * Files that can't be read are left out: {@link #run} reports them.
   */
  public MutationReport mutate() {
    Map<String, PolicySource> sources = new LinkedHashMap<>();
    Map<String, List<PolicyTest>> tests = new LinkedHashMap<>();
    for (PolicyTestFile file : files) {
      PolicySource source = file.source();
      if (source != null) {
        sources.putIfAbsent(source.name(), source);
        tests.computeIfAbsent(source.name(), name -> new ArrayList<>()).addAll(file.tests());
      }
    }
    List<PolicyMutations> policies = new ArrayList<>();
    sources.forEach(
        (name, source) -> policies.add(Mutation.of(source, tests.getOrDefault(name, List.of()))));
    return new MutationReport(policies);
  }
}
