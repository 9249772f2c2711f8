package dev.mcppolicy.junit;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Coverage;
import dev.mcppolicy.testing.Rehearsal;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/** What a {@link PolicyTester} says when something doesn't hold. */
final class TesterMessages {

  private TesterMessages() {}

  static AssertionFailedError unexpected(
      ToolCall call, int repetition, String expected, String actual, Explanation explanation) {
    StringBuilder out = new StringBuilder(Rehearsal.describe(call));
    out.append(by(call.caller()));
    if (repetition > 1) {
      out.append(", time ").append(repetition);
    }
    out.append("\n  expected: ").append(expected);
    out.append("\n  actual:   ").append(actual);
    out.append("\n  how it was decided:");
    explanation
        .toString()
        .stripTrailing()
        .lines()
        .forEach(line -> out.append("\n    ").append(line));
    return new AssertionFailedError(out.toString(), expected, actual);
  }

  static String part(String what, Optional<?> value) {
    return value.map(one -> what + " " + one).orElse("no " + what);
  }

  static AssertionFailedError wronglyVisible(List<String> tools, boolean expected, Caller caller) {
    String names = String.join(", ", tools);
    return new AssertionFailedError(
        "tools/list" + by(caller) + (expected ? " leaves out " : " shows ") + names);
  }

  private static String by(Caller caller) {
    return caller.grant().map(grant -> " by " + grant).orElse(" by nobody known");
  }

  static AssertionFailedError tooLittle(int threshold, Coverage coverage) {
    return new AssertionFailedError(
        "the test has to reach " + threshold + "% of the policy\n" + coverage);
  }

  static String unfinished(ToolCall call) {
    return Rehearsal.describe(call)
        + " was begun and never made: say what is expected of it, as in isAllowed()";
  }
}
