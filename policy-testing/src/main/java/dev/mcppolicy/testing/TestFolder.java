package dev.mcppolicy.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * A folder that is searched for files of policy tests. Folders that are linked to are searched like
 * others, behind those that stand in it themselves, and each folder once: whatever leads to
 * whatever, the search ends.
 */
final class TestFolder {

  private final Path folder;
  private final List<Path> found = new ArrayList<>();
  private final List<TestProblem> problems = new ArrayList<>();
  private final Set<Path> searched = new HashSet<>();
  private final Queue<Path> links = new PriorityQueue<>();

  private TestFolder(Path folder) {
    this.folder = folder;
  }

  /** Reads every file of policy tests in a folder; what can't be read has problems. */
  static List<PolicyTestFile> read(Path folder) {
    return new TestFolder(folder).read();
  }

  private List<PolicyTestFile> read() {
    search(folder);
    while (!links.isEmpty()) {
      search(links.remove());
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add(TestProblem.of(folder, ReadingMessages.noTestFile()));
    }
    List<PolicyTestFile> files = new ArrayList<>();
    if (!problems.isEmpty()) {
      files.add(new PolicyTestFile(folder, null, problems, List.of()));
    }
    files.addAll(eachOnce());
    return files;
  }

  /** Searches what stands in a folder itself, and remembers what is linked to. */
  private void search(Path from) {
    try {
      Path real = from.toRealPath(); // of a folder that is a link, not the link is walked
      Files.walkFileTree(real, new Visitor(from, real));
    } catch (IOException e) {
      problems.add(unreadable(from, e));
    }
  }

  /** Reads what was found; what goes by two names goes by the shorter way. */
  private List<PolicyTestFile> eachOnce() {
    Set<Object> read = new HashSet<>();
    return found.stream()
        .sorted(Comparator.comparing(Path::getNameCount).thenComparing(path -> path))
        .map(PolicyTestFile::read)
        .filter(file -> read.add(file.identity()))
        .sorted(Comparator.comparing(PolicyTestFile::path))
        .toList();
  }

  private static TestProblem unreadable(Path path, IOException failure) {
    return TestProblem.of(path, ReadingMessages.cantBeRead(failure));
  }

  /** Walks a folder and knows what it is called. */
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path real;

    Visitor(Path from, Path real) {
      this.from = from;
      this.real = real;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
      return searched.add(entered) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Path named = from.resolve(real.relativize(file));
      if (attributes.isSymbolicLink() && Files.isDirectory(file)) {
        links.add(named);
      } else if (Objects.toString(file.getFileName()).endsWith(PolicyTestSuite.SUFFIX)) {
        found.add(named);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      problems.add(unreadable(from.resolve(real.relativize(file)), failure));
      return FileVisitResult.CONTINUE;
    }
  }
}
