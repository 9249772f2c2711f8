package dev.mcppolicy.internal.document;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.text.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of one document. */
public final class Findings {

  private final List<PolicyProblem> problems = new ArrayList<>();

  /** Adds a problem. */
  public void add(String pointer, Place place, Topic topic, String message) {
    problems.add(new PolicyProblem(pointer, place.line(), place.column(), message, topic.anchor()));
  }

  /** Adds a problem of another reading, of which only the pointer says where it is. */
  public void addWithoutPlace(PolicyProblem problem) {
    problems.add(new PolicyProblem(problem.pointer(), 0, 0, problem.message(), problem.topic()));
  }

  /** Says whether there is none. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Returns the problems in the order in which they stand in the document. */
  public List<PolicyProblem> inOrder() {
    return problems.stream()
        .sorted(
            Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column))
        .toList();
  }
}
