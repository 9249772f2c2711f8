package dev.mcppolicy.analysis;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.text.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns a policy of PolicyLayer's Intercept, in YAML, into a policy of this project that decides
 * alike. What can't be carried over is refused with the rule's place, and never left out.
 *
 * <p>In a few corners Intercept rounds, and the policy here doesn't: an amount's fraction is
 * counted and not cut off, a negative amount is denied and doesn't give budget back, and numbers
 * are compared exactly and not as doubles. So a number that a double can't hold may fall on the
 * other side of a bound, or be another number, than it is there; and an argument of {@code -0.0} is
 * the number 0, which it isn't there.
 */
public final class InterceptImport {

  private InterceptImport() {}

  /**
   * Reads a policy of Intercept.
   *
   * @return the policy as JSON
   * @throws InvalidInputException if it can't be read or carried over, with every problem
   */
  public static String read(String yaml) {
    Objects.requireNonNull(yaml, "yaml");
    List<PolicyProblem> problems = new ArrayList<>();
    Map<String, Object> policy = Map.of();
    try {
      policy = new InterceptReader(new InterceptNodes(YamlReader.read(yaml), problems)).policy();
    } catch (YamlReader.UnreadableException e) {
      problems.add(
          new PolicyProblem(
              "",
              e.place().line(),
              e.place().column(),
              String.valueOf(e.getMessage()),
              Topic.UNREADABLE.anchor()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException("policy", problems);
    }
    String json = Documents.print(Node.of(policy));
    try {
      Policy.parse(json);
    } catch (InvalidPolicyException e) {
      List<PolicyProblem> refused =
          e.problems().stream()
              .map(
                  problem ->
                      new PolicyProblem(
                          problem.pointer(),
                          0,
                          0,
                          ImportMessages.refused(problem.message()),
                          problem.topic()))
              .toList();
      throw new InvalidInputException("policy", refused);
    }
    return json;
  }
}
