package dev.mcppolicy.internal.text;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Explanation.ConditionTrace;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Explanation.RuleTrace;
import java.util.Locale;

/** Prints explanations. */
public final class ExplanationText {

  private ExplanationText() {}

  /** Returns an explanation in lines. */
  public static String of(Explanation explanation) {
    StringBuilder out = new StringBuilder();
    Decision decision = explanation.decision();
    out.append(decision).append('\n');
    if (!decision.message().isEmpty()) {
      out.append("  ").append(decision.message()).append('\n');
    }
    explanation.rules().forEach(rule -> append(rule, out));
    explanation.counters().forEach(counter -> append(counter, out));
    return out.toString();
  }

  private static void append(RuleTrace rule, StringBuilder out) {
    out.append("  ").append(rule.rule()).append(' ').append(lower(rule.verdict()));
    if (rule.shadow()) {
      out.append(" (shadow)");
    }
    if (!rule.message().isEmpty()) {
      out.append(": ").append(rule.message());
    }
    out.append('\n');
    rule.conditions().forEach(condition -> append(condition, "    ", out));
  }

  private static void append(ConditionTrace condition, String indent, StringBuilder out) {
    out.append(indent).append(lower(condition.truth())).append(": ").append(condition.text());
    if (!condition.seen().isEmpty()) {
      out.append(" (saw ").append(condition.seen()).append(')');
    }
    out.append('\n');
    condition.parts().forEach(part -> append(part, indent + "  ", out));
  }

  private static void append(CounterTrace counter, StringBuilder out) {
    out.append("  ").append(counter.rule()).append(counter.fits() ? " has room" : " has no room");
    out.append(": ").append(counter.spent().toPlainString());
    out.append(" of ").append(counter.max().toPlainString());
    out.append(" (").append(counter.window()).append("), this call adds ");
    out.append(counter.amount().toPlainString());
    counter.roomIn().ifPresent(length -> out.append(", room in ").append(length));
    out.append('\n');
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
