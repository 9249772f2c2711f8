package dev.mcppolicy;

import dev.mcppolicy.internal.text.DocumentMessages;
import java.util.List;

/** Says that a policy doesn't load, with every problem of its document. */
public final class InvalidPolicyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /**
   * Creates an exception.
   *
   * @param source what was read, as in {@code policy.json}
   * @param problems what is wrong with it
   */
  public InvalidPolicyException(String source, List<PolicyProblem> problems) {
    super(DocumentMessages.invalid(source, problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns all problems of the document, in the order in which they stand in it. */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
