package dev.mcppolicy.tools;

import java.util.List;
import java.util.Objects;

/**
 * A recommended policy.
 *
 * @param policy the policy as JSON
 * @param tests tests of what is new in it, each a JSON object of {@code tests} in a file of policy
 *     tests
 * @param listed the tools that it lists, and didn't before
 * @param hidden the tools that it hides, and didn't before
 * @param notes what a person should know of it
 */
public record PolicyDraft(
    String policy,
    List<String> tests,
    List<String> listed,
    List<String> hidden,
    List<String> notes) {

  /** Copies the lists. */
  public PolicyDraft {
    Objects.requireNonNull(policy, "policy");
    tests = List.copyOf(tests);
    listed = List.copyOf(listed);
    hidden = List.copyOf(hidden);
    notes = List.copyOf(notes);
  }

  /**
   * Returns a file of policy tests.
   *
   * @param policyFile the path of the policy, relative to the file
   */
  public String testFile(String policyFile) {
    return "{\n  \"policy\": "
        + PolicyText.quoted(policyFile)
        + ",\n  \"tests\": "
        + PolicyText.block("  ", "[", tests, "]")
        + "\n}\n";
  }

  /**
   * Returns a file of policy tests with these tests after its own, and every byte of its own as it
   * was.
   *
   * @param testFile a file of policy tests that can be read
   * @throws IllegalArgumentException if it has no list of tests
   */
  public String addedTo(String testFile) {
    JsonSpans.Span list = JsonSpans.of(testFile).members().get("tests");
    if (list == null) {
      throw new IllegalArgumentException("testFile must hold \"tests\"");
    }
    String text = testFile;
    for (String test : tests) {
      list = Objects.requireNonNull(JsonSpans.of(text).members().get("tests"));
      text = JsonSpans.append(text, list, test, "    ");
    }
    return text;
  }
}
