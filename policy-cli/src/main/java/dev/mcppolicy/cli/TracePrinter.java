package dev.mcppolicy.cli;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Explanation.ConditionTrace;
import dev.mcppolicy.Explanation.CounterTrace;
import dev.mcppolicy.Explanation.RuleTrace;
import dev.mcppolicy.Explanation.Truth;
import dev.mcppolicy.Explanation.Verdict;
import java.util.Locale;

/** Prints a decision and the way to it: first what, then why. */
final class TracePrinter {

  private static final int VERDICT_WIDTH = 7;

  private final Output out;

  TracePrinter(Output out) {
    this.out = out;
  }

  void print(Repetition repetition) {
    Decision decision = repetition.last().decision();
    print(decision);
    if (!decision.message().isEmpty()) {
      out.print("  ").line(decision.message());
    }
    if (!repetition.visible()) {
      out.print("  ").line(CliMessages.invisible());
    }
    if (repetition.isRepeated()) {
      title(CliMessages.trace("calls", 1));
      for (Repetition.Run run : repetition.runs()) {
        out.print("  ").print(CliMessages.calls(run.from(), run.to())).print(": ");
        print(run.decision());
      }
    }
    title(CliMessages.trace("rules", repetition.last().rules().size()));
    repetition.last().rules().forEach(this::print);
    title(CliMessages.trace("limits", repetition.last().counters().size()));
    repetition.last().counters().forEach(this::print);
  }

  private void title(String title) {
    out.newLine().print(Style.STRONG, title).newLine();
  }

  private void print(Decision decision) {
    Style style =
        decision.effect() == Effect.DENY
            ? Style.BAD
            : decision.effect() == Effect.ASK || decision.shadow().isPresent()
                ? Style.DOUBTFUL
                : Style.GOOD;
    out.print(style, decision.toString()).newLine();
  }

  private void print(RuleTrace rule) {
    Style style =
        rule.verdict() == Verdict.PASSES
            ? Style.GOOD
            : rule.verdict() == Verdict.DENIES ? Style.BAD : Style.DOUBTFUL;
    verdict(style, lower(rule.verdict())).print(rule.rule());
    if (rule.shadow()) {
      out.print(Style.FAINT, " (shadow)");
    }
    if (rule.verdict() != Verdict.PASSES && !rule.message().isEmpty()) {
      out.print(": ").print(rule.message());
    }
    out.newLine();
    rule.conditions().forEach(condition -> print(condition, "           "));
  }

  private void print(ConditionTrace condition, String indent) {
    Style style = condition.truth() == Truth.UNKNOWN ? Style.DOUBTFUL : Style.PLAIN;
    out.print(indent);
    verdict(style, lower(condition.truth())).print(condition.text());
    if (!condition.seen().isEmpty()) {
      out.print(Style.FAINT, " (" + CliMessages.saw(condition.seen()) + ")");
    }
    out.newLine();
    condition.parts().forEach(part -> print(part, indent + "  "));
  }

  private void print(CounterTrace counter) {
    verdict(counter.fits() ? Style.GOOD : Style.BAD, counter.fits() ? "room" : "full")
        .print(counter.rule())
        .print(": ")
        .print(
            CliMessages.spent(
                counter.spent().toPlainString(),
                counter.max().toPlainString(),
                counter.window(),
                counter.amount().toPlainString()));
    counter.roomIn().ifPresent(length -> out.print(CliMessages.roomIn(length)));
    out.newLine();
  }

  private Output verdict(Style style, String word) {
    String padding = " ".repeat(Math.max(0, VERDICT_WIDTH - word.length()));
    return out.print("  ").print(style, word).print(padding).print("  ");
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
