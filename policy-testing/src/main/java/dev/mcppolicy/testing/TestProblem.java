package dev.mcppolicy.testing;

import dev.mcppolicy.PolicyProblem;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One thing that keeps a file of policy tests, or the policy it names, from being read.
 *
 * @param location where it is
 * @param pointer where in the document, as a JSON Pointer; empty for the whole
 * @param message what is wrong, and how to mend it
 */
public record TestProblem(SourceLocation location, String pointer, String message) {

  /** Checks that nothing is null. */
  public TestProblem {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  static TestProblem of(Path file, String message) {
    return new TestProblem(new SourceLocation(file, 0, 0), "", message);
  }

  static TestProblem of(Path file, String under, PolicyProblem problem) {
    return new TestProblem(
        new SourceLocation(file, problem.line(), problem.column()),
        under + problem.pointer(),
        problem.message());
  }

  /** Returns {@code file:line:column pointer: message}, without what isn't known. */
  @Override
  public String toString() {
    return pointer.isEmpty()
        ? location + ": " + message
        : location + " " + pointer + ": " + message;
  }
}
