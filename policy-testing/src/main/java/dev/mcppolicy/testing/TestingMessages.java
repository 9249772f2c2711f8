package dev.mcppolicy.testing;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the author of policy tests is told. */
final class TestingMessages {

  private static final int QUOTED = 60;
  private static final int SHOWN_ARGS = 100;
  private static final int LISTED = 10;

  private TestingMessages() {}

  // What keeps a file from being read

  static String isADirectory() {
    return "is a directory; name a file";
  }

  static String cantBeRead(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "can't be read: there is no such file";
    }
    return failure instanceof AccessDeniedException
        ? "can't be read: it must not be read"
        : "can't be read: " + failure.getMessage();
  }

  static String noTestFile() {
    return "there is no *.policy-tests.json in this folder";
  }

  static String noPathGiven() {
    return "name at least one file or folder of policy tests";
  }

  static String notAPolicy(Node found) {
    return DocumentMessages.notA("a policy, or the path of one as a text", found);
  }

  static String policyFile(String path, String why) {
    return "the policy " + quote(path) + " " + why + "; paths are relative to the test file";
  }

  static String noPath(String path) {
    return quote(path) + " is no path of a file";
  }

  static String noTest() {
    return "a file without a test tests nothing; write one, or remove the file";
  }

  static String noStep() {
    return "a test without a step tests nothing; write one, or remove the test";
  }

  static String noMoment(String text) {
    return "must be a moment in UTC, as in \"2026-03-01T12:00:00Z\", not " + quote(text);
  }

  static String emptyGrant() {
    return "a grant's name is never empty; leave the key out for the default grant";
  }

  static String noKindOfStep() {
    return "a step makes a \"call\", lets time \"advance\", or asks for a \"list\"; this one does"
        + " nothing";
  }

  static String noAdvance() {
    return "must be a duration longer than zero, as in \"PT60S\"";
  }

  static String noWait() {
    return "must be a duration, as in \"PT60S\"; where no waiting helps, leave the key out";
  }

  static String tooLate() {
    return "the clock of a test goes at most 292 years from its start";
  }

  static String answerWithoutApproval() {
    return "\"answer\" goes with \"expect\": \"approval\" only: nobody else is asked";
  }

  static String unknownCode(String id, List<String> known) {
    return "unknown code " + quote(id) + "; the codes are " + String.join(", ", known);
  }

  static String noRepeat(int most) {
    return "must be a whole number from 1 to " + most;
  }

  static String notAnObject(Node found) {
    return DocumentMessages.notA("an object", found);
  }

  // What a step does, in a line

  static String advance(Duration by) {
    return "advance " + by;
  }

  static String listing(List<String> tools) {
    List<String> shown = tools.stream().limit(LISTED).map(TestingMessages::plain).toList();
    int more = tools.size() - shown.size();
    return "list " + String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }

  static String title(String name, SourceLocation location) {
    return name.isBlank() ? "the test in line " + location.line() : visible(name);
  }

  /** Shows a text without quotes, with whatever isn't plainly visible escaped. */
  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(visible(c)));
    return out.toString();
  }

  private static String visible(int c) {
    if (c == '"' || c == '\\') {
      return Character.toString(c);
    }
    String quoted = Shown.quoted(Character.toString(c), 1);
    return quoted.substring(1, quoted.length() - 1);
  }

  static String call(
      String tool, String args, Step.Expect expect, @Nullable String answer, int repeat) {
    StringBuilder out = new StringBuilder(call(tool, args));
    out.append(": ").append(lower(expect));
    append(", ", answer == null ? null : plain(answer), out);
    return out.append(repeat > 1 ? ", " + repeat + " times" : "").toString();
  }

  static String call(ToolCall call) {
    Arguments arguments = call.arguments();
    String problem = arguments.problem().orElse(null);
    if (problem != null) {
      return call(call.tool(), "(invalid: " + problem + ")");
    }
    Map<String, @Nullable Object> values = arguments.asMap();
    return call(call.tool(), values.isEmpty() ? "" : json(values));
  }

  private static String json(Map<String, @Nullable Object> values) {
    try {
      return Documents.compact(Node.of(values));
    } catch (IllegalArgumentException e) {
      return values.keySet().toString(); // a number that isn't finite has no JSON
    }
  }

  private static String call(String tool, String args) {
    return "call " + plain(tool) + (args.isEmpty() ? "" : " " + shortened(args));
  }

  // What was expected, and what came

  static String expected(Step.Call step) {
    StringBuilder out = new StringBuilder();
    if (step.expect() == Step.Expect.APPROVAL) {
      out.append("approval, answered ").append(lower(step.answer())).append(": ");
    }
    out.append(step.isAllowed() ? "allow" : "deny");
    append(" ", step.code(), out);
    append(" ", step.rule(), out);
    Duration retryAfter = step.retryAfter();
    append(", retry after ", retryAfter == null ? null : retryAfter.toString(), out);
    String message = step.message();
    append(", message ", message == null ? null : Shown.quoted(message, Integer.MAX_VALUE), out);
    append(", in shadow ", step.shadow(), out);
    return out.toString();
  }

  static String actual(Step.Call step, Rehearsal.Observation seen) {
    StringBuilder out = new StringBuilder();
    if (seen.asked()) {
      out.append("approval, answered ").append(lower(step.answer())).append(": ");
    }
    append(seen.decision(), step.message() != null, out);
    return out.toString();
  }

  static String seen(Rehearsal.Observation seen) {
    StringBuilder out = new StringBuilder(seen.asked() ? "approval: " : "");
    append(seen.decision(), false, out);
    return out.toString();
  }

  private static void append(Decision decision, boolean withMessage, StringBuilder out) {
    out.append(decision.isAllowed() ? "allow" : "deny");
    append(" ", decision.code().map(Code::id).orElse(null), out);
    append(" ", decision.rule().isEmpty() ? null : decision.rule(), out);
    append(", retry after ", decision.retryAfter().map(Duration::toString).orElse(null), out);
    if (withMessage) {
      append(", message ", Shown.quoted(decision.message(), Integer.MAX_VALUE), out);
    }
    append(
        ", in shadow ", decision.shadow().flatMap(Decision::code).map(Code::id).orElse(null), out);
  }

  static String visible(List<String> tools) {
    return tools.isEmpty() ? "nothing is visible" : "visible: " + String.join(", ", tools);
  }

  static String skipped() {
    return "not run: an earlier step of the test failed";
  }

  static String failedStep(StepResult step) {
    StringBuilder out = new StringBuilder();
    out.append(step.location()).append(": ").append(step.description());
    if (step.repetition() > 1) {
      out.append(", the ").append(ordinal(step.repetition())).append(" time");
    }
    out.append("\n  expected: ").append(step.expected());
    out.append("\n  actual:   ").append(step.actual());
    step.explanation().ifPresent(trace -> appendTrace(trace, out));
    return out.toString();
  }

  private static void appendTrace(Explanation trace, StringBuilder out) {
    out.append("\n  how it was decided:");
    trace.toString().stripTrailing().lines().forEach(line -> out.append("\n    ").append(line));
  }

  static String failedRead(Path file, List<TestProblem> problems) {
    StringBuilder out = new StringBuilder();
    out.append(file).append(": ").append(problems.size());
    out.append(problems.size() == 1 ? " problem" : " problems");
    problems.forEach(problem -> out.append('\n').append(problem));
    return out.toString();
  }

  // What the tests reach

  static String coverage(Coverage coverage) {
    StringBuilder out = new StringBuilder("coverage: ");
    out.append(coverage.covered()).append(" of ").append(coverage.total());
    out.append(" (").append(coverage.percentage()).append("%)");
    for (PolicyCoverage policy : coverage.policies()) {
      out.append('\n').append(policy.policy()).append(": ").append(policy.covered());
      out.append(" of ").append(policy.total());
      policy.uncovered().forEach(rule -> out.append("\n  ").append(rule));
    }
    return out.toString();
  }

  static String covered(RuleCoverage rule) {
    StringBuilder out = new StringBuilder();
    if (rule.line() > 0) {
      out.append(rule.line()).append(':').append(rule.column()).append(' ');
    }
    out.append(rule.pointer()).append(": ");
    if (rule.isCovered()) {
      return out.append("covered").toString();
    }
    boolean pass = rule.passes() == RuleCoverage.Seen.NEVER;
    if (rule.restricts() == RuleCoverage.Seen.NEVER) {
      out.append("never seen to ").append(restrict(rule.kind()));
      out.append(pass ? ", and never to pass" : "");
      return out.toString();
    }
    return out.append("never seen to pass").toString();
  }

  private static String restrict(RuleCoverage.Kind kind) {
    return switch (kind) {
      case DENIES -> "deny";
      case ASKS -> "ask";
      case HIDES -> "hide";
      case LISTS -> "list";
    };
  }

  private static String ordinal(int number) {
    int tens = number % 100;
    String suffix =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + suffix;
  }

  private static void append(String before, @Nullable String text, StringBuilder out) {
    if (text != null) {
      out.append(before).append(text);
    }
  }

  static String quote(String text) {
    return Shown.quoted(text, QUOTED);
  }

  /** Shows a name without quotes, unless something in it needs them. */
  private static String plain(String text) {
    String quoted = quote(text);
    boolean asIs = quoted.equals('"' + text + '"') && !text.isBlank() && text.indexOf(' ') < 0;
    return asIs ? text : quoted;
  }

  /** Shows JSON, shortened, with whatever isn't plainly visible escaped. */
  static String shortened(String json) {
    int end =
        json.offsetByCodePoints(0, Math.min(SHOWN_ARGS, json.codePointCount(0, json.length())));
    String shown = visible(json.substring(0, end));
    return end < json.length() ? shown + '…' : shown;
  }

  static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
