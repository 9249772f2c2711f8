package dev.mcppolicy.testing;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.text.Shown;
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
    return name.isBlank() ? "the test in line " + location.line() : Shown.line(name);
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
      out.append("approval, answered ").append(lower(step.answer().toString())).append(": ");
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
      out.append("approval, answered ").append(lower(step.answer().toString())).append(": ");
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
    String shown = Shown.line(json.substring(0, end));
    return end < json.length() ? shown + '…' : shown;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
