package dev.mcppolicy.junit;

import dev.mcppolicy.junit.internal.Branch;
import dev.mcppolicy.junit.internal.Outline;
import dev.mcppolicy.testing.SourceLocation;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes dynamic tests of files of policy tests, for classes that have other tests too:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> policies() {
 *   return PolicyTestFactory.from(Path.of("policies"));
 * }
 * }</pre>
 *
 * <p>{@link PolicyTests} does the same without a method.
 */
public final class PolicyTestFactory {

  private PolicyTestFactory() {}

  /**
   * Returns a tree of file, test and step, each with its place.
   *
   * @param paths files, and folders in which every {@code *.policy-tests.json} is run, however deep
   * @throws IllegalArgumentException if there is no path
   */
  public static Stream<DynamicNode> from(Path... paths) {
    return withCoverage(0, paths);
  }

  /**
   * Returns a tree of file, test and step, and a test that fails if they reach too little of the
   * policies.
   *
   * @param coverage how many per cent they have to reach
   * @param paths files, and folders in which every {@code *.policy-tests.json} is run, however deep
   * @throws IllegalArgumentException if there is no path, or {@code coverage} is not from 0 to 100
   */
  public static Stream<DynamicNode> withCoverage(int coverage, Path... paths) {
    return Outline.of(List.of(paths), coverage, false).stream().map(PolicyTestFactory::node);
  }

  private static DynamicNode node(Branch branch) {
    URI uri = uri(branch.location());
    Branch.Check check = branch.check();
    return check == null
        ? DynamicContainer.dynamicContainer(
            branch.name(), uri, branch.children().stream().map(PolicyTestFactory::node))
        : DynamicTest.dynamicTest(branch.name(), uri, check::run);
  }

  private static @Nullable URI uri(@Nullable SourceLocation location) {
    if (location == null) {
      return null;
    }
    URI file = location.file().toUri();
    return location.line() > 0
        ? URI.create(file + "?line=" + location.line() + "&column=" + location.column())
        : file;
  }
}
