package dev.mcppolicy.junit.internal;

import dev.mcppolicy.testing.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree that JUnit shows.
 *
 * @param name what is shown
 * @param location where it stands in a file, if it does
 * @param children what stands below it; none for a test
 * @param check what a test does; null for what has children
 */
public record Branch(
    String name, @Nullable SourceLocation location, List<Branch> children, @Nullable Check check) {

  /** Passes, or throws what JUnit takes for a failed or an aborted test. */
  public interface Check {
    void run();
  }

  static Branch of(String name, SourceLocation location, List<Branch> children) {
    return new Branch(name, location, children, null);
  }

  static Branch leaf(String name, @Nullable SourceLocation location, Check check) {
    return new Branch(name, location, List.of(), check);
  }
}
