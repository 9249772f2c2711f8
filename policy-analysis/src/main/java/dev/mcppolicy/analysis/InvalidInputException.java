package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import java.util.List;

/** Says that a document that is no policy of this project can't be used, with every problem. */
public final class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /**
   * Creates an exception.
   *
   * @param source what was read, as in {@code policy.lint.json}
   * @param problems what is wrong with it
   */
  public InvalidInputException(String source, List<PolicyProblem> problems) {
    super(LintMessages.invalid(source, problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns all problems, in the order in which they stand in the document. */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
