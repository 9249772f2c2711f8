package dev.mcppolicy.cli;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.Change;
import dev.mcppolicy.analysis.PolicyDiff;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what changes when one policy takes the place of another. */
@Command(
    name = "diff",
    description = {
      "Says what changes for calls when NEW takes the place of OLD.",
      "Each change comes with calls that both judge differently, where some were found: both were",
      "run to find out. The calls are steps of a policy test."
    },
    footer = {
      "  policy diff payments.json payments-next.json",
      "  policy diff --fail-if-wider <(git show main:payments.json) payments.json",
      "",
      "wider      a call that OLD denies is allowed or can be approved, or one goes out without the",
      "           approval that it needed",
      "undecided  whether there is such a call can't be said; counts as wider",
      "narrower   no call that OLD denies is allowed by this",
      "text       the same calls are allowed; texts, records or lists of tools differ",
      "",
      "Exit:  0 whatever differs, 1 NEW is wider and --fail-if-wider is given,",
      "       2 a file can't be read or a policy doesn't load."
    })
final class DiffCommand extends Subcommand {

  private static final int WIDTH = "undecided".length();
  private static final String INDENT = " ".repeat(WIDTH + 2);

  @Parameters(index = "0", paramLabel = "OLD", description = "The policy as it was.")
  private String older = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "The policy as it will be.")
  private String newer = "";

  @Option(
      names = "--fail-if-wider",
      description =
          "Exit with 1 if NEW allows a call that OLD denies, or if that can't be decided.")
  private boolean failIfWider;

  DiffCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    Policy before = Checked.load(path(older));
    PolicyDiff diff = PolicyDiff.between(before, Checked.load(path(newer)));
    if (asJson()) {
      out.document(
          Json.print(
              Json.object()
                  .put("wider", diff.wider())
                  .put("changes", diff.changes().stream().map(DiffCommand::json).toList())));
    } else {
      print(diff);
    }
    return diff.wider() && failIfWider ? Exit.FINDINGS : Exit.FINE;
  }

  private static Json json(Change change) {
    return Json.object()
        .put("effect", change.effect())
        .put("old", Optional.ofNullable(change.oldPointer()))
        .put("new", Optional.ofNullable(change.newPointer()))
        .put("message", change.sentence())
        .put("witness", change.witness().map(WitnessSteps::json));
  }

  private void print(PolicyDiff diff) {
    if (diff.isEmpty()) {
      out.print(Style.GOOD, CliMessages.noDifference()).newLine();
    }
    for (Change change : diff.changes()) {
      String effect = change.effect().name().toLowerCase(Locale.ROOT);
      out.print(style(change), effect).print(" ".repeat(WIDTH - effect.length() + 2));
      out.line(change.sentence());
      change
          .witness()
          .ifPresent(
              witness -> WitnessSteps.lines(witness).forEach(l -> out.print(INDENT).line(l)));
    }
  }

  private static Style style(Change change) {
    return switch (change.effect()) {
      case WIDER -> Style.BAD;
      case UNDECIDED -> Style.DOUBTFUL;
      case NARROWER -> Style.GOOD;
      case TEXT -> Style.PLAIN;
    };
  }
}
