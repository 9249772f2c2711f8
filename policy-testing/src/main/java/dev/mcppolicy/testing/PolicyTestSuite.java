package dev.mcppolicy.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
   * Reads files, and of folders every {@code *.policy-tests.json} in them, however deep. What can't
   * be read, and a folder that holds no such file, is a file with problems, which fails when it is
   * run.
   *
   * @throws IllegalArgumentException if {@code paths} is empty
   */
  public static PolicyTestSuite read(Collection<Path> paths) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException(ReadingMessages.noPathGiven());
    }
    Map<Path, PolicyTestFile> files = new LinkedHashMap<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        folder(path, files);
      } else {
        files.computeIfAbsent(path.normalize(), file -> PolicyTestFile.read(path));
      }
    }
    return new PolicyTestSuite(new ArrayList<>(files.values()));
  }

  private static void folder(Path folder, Map<Path, PolicyTestFile> files) {
    List<Path> found = new ArrayList<>();
    List<TestProblem> problems = new ArrayList<>();
    try {
      Path real = folder.toRealPath(); // of a folder that is a link, not the link is walked
      Files.walkFileTree(
          real,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (Objects.toString(file.getFileName()).endsWith(SUFFIX)) {
                found.add(folder.resolve(real.relativize(file)));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              problems.add(unreadable(file, failure));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problems.add(unreadable(folder, e));
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add(TestProblem.of(folder, ReadingMessages.noTestFile()));
    }
    if (!problems.isEmpty()) {
      files.put(folder, new PolicyTestFile(folder, null, problems, List.of()));
    }
    found.stream()
        .sorted()
        .forEach(file -> files.computeIfAbsent(file.normalize(), key -> PolicyTestFile.read(file)));
  }

  private static TestProblem unreadable(Path path, IOException failure) {
    return TestProblem.of(path, ReadingMessages.cantBeRead(failure));
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
